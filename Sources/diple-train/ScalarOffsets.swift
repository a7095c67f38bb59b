extension String {
  /// The byte at which each Unicode scalar starts, and the text's end: files of gold annotations count scalars, ours bytes.
  var scalarOffsets: [Int] {
    var offsets: [Int] = []
    var offset = 0
    for scalar in unicodeScalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    return offsets + [offset]
  }
}
