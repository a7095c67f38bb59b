import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// A document as the client has it, and what was found in it.
struct OpenDocument: Sendable {
  let uri: String
  var version: Int
  private(set) var text: Document
  /// The version whose annotations the client has.
  var published: Int?
  private var memo = Memo()
  private var known: View?

  init(uri: String, version: Int, text: String) {
    (self.uri, self.version) = (uri, version)
    self.text = Document(text)
  }

  /// Applies one change of `textDocument/didChange`. Returns false for what is no change.
  mutating func apply(_ change: JSON, _ encoding: PositionEncoding) -> Bool {
    guard let new = change["text"]?.string else { return false }
    guard let json = change["range"], json != .null else {
      text = Document(new)
      known = nil
      return true
    }
    guard let start = Position(json["start"]), let end = Position(json["end"]) else { return false }
    // A range the wrong way round is read as if it were the right way, as other servers do.
    let a = text.offset(of: min(start, end), encoding)
    let b = text.offset(of: max(start, end), encoding)
    do { try text.apply(TextEdit(Span(a, max(a, b)), Array(new.utf8))) } catch { return false }
    known = nil
    return true
  }

  /// What is found in the text as it is now.
  mutating func view(_ pipeline: Pipeline, _ options: Options, _ encoding: PositionEncoding) -> View {
    if let known { return known }
    var analysis = pipeline.run(text, date: options.date, memo: &memo)
    if let only = options.only { analysis = analysis.limited(to: only) }
    let view = View(analysis, encoding)
    known = view
    return view
  }

  /// Forgets what was found, where the options have changed.
  mutating func forget() { (known, memo, published) = (nil, Memo(), nil) }
}

extension Position {
  /// Reads a `Position`; nil where it is none. Numbers beyond any text count as its end.
  init?(_ json: JSON?) {
    guard let line = json?["line"]?.int, let character = json?["character"]?.int, line >= 0, character >= 0 else {
      return nil
    }
    self.init(line: line, character: character)
  }
}
