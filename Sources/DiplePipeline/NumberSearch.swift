extension Array {
  /// The index of the element with a number; nil where none has it. From element to element the numbers grow.
  func index(ofNumber number: Int, by numberOf: (Element) -> Int) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if numberOf(self[middle]) < number { low = middle + 1 } else { high = middle }
    }
    return low < count && numberOf(self[low]) == number ? low : nil
  }
}
