import DiplePluginKit

extension Array {
  /// The index of the element with a number; nil where none has it. From element to element the numbers grow.
  func index(ofNumber number: Int, by numberOf: (Element) -> Int) -> Int? {
    let index = partitioningIndex { numberOf($0) >= number }
    return index < count && numberOf(self[index]) == number ? index : nil
  }
}
