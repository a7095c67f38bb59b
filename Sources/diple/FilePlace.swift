import ArgumentParser
import DipleText

/// A place in a file as a person gives it: `FILE:LINE:COLUMN`, both counted from 1, columns in Unicode scalars.
struct FilePlace: ExpressibleByArgument {
  let path: String
  let line: Int
  private let column: Int

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, let line = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1]), line > 0,
      column > 0
    else { return nil }
    (path, self.line, self.column) = (parts.dropLast(2).joined(separator: ":"), line, column)
  }

  /// The byte offset of the place; a column behind the line's end means the end.
  func offset(in document: Document) -> Int {
    document.offset(of: Position(line: line - 1, character: column - 1), .utf32)
  }
}
