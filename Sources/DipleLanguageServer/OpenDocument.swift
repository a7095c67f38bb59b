import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit

/// What is wrong with a change.
enum ChangeProblem: Equatable, CustomStringConvertible {
  /// It is no change; the text is as it was.
  case malformed
  /// It names a line that the text does not have; it was applied at the text's end.
  case outside(line: Int, lines: Int)

  var description: String {
    switch self {
    case .malformed: "a change without text or with a range that is none was left out"
    case .outside(let line, let lines): "a change names line \(line), but the text has \(lines) lines"
    }
  }
}

/// A document as the client has it, and what was found in it.
struct OpenDocument {
  let uri: String
  var version: Int
  /// The version whose annotations the client has; nil where it has none that a delta could build on.
  var published: Int?
  /// What is wanted for it: options may differ from folder to folder.
  private(set) var options: Options
  /// True where the client was sent diagnostics and has them still.
  var hasDiagnostics = false
  /// True where a person was told that versions do not grow.
  var hasToldOfVersions = false
  /// The semantic tokens that the client got last, for a delta.
  var tokens: TokenList?
  /// Names it to modules elsewhere; another one once it is annotated anew.
  private(set) var key: DocumentKey
  private var live: LiveDocument
  private var known: View?

  init(uri: String, version: Int, _ text: Document, _ pipeline: Pipeline, _ options: Options) {
    self.init(uri: uri, version: version, LiveDocument(text, pipeline, date: options.date), options)
  }

  init(uri: String, version: Int, _ live: LiveDocument, _ options: Options) {
    (self.uri, self.version, self.live, self.options) = (uri, version, live, options)
    key = DocumentKey(uri: uri)
  }

  var text: Document { live.document }
  /// The words and sentences around a byte.
  func paragraph(at offset: Int) -> (layers: Layers, paragraph: Paragraph)? { live.paragraph(at: offset) }

  /// A person's corrections.
  var overrides: [Override] {
    get { live.overrides }
    set {
      guard newValue != live.overrides else { return }
      live.overrides = newValue
      known = nil
    }
  }

  /// The words of a place with what stands around them.
  func anchor(for place: Place) -> Anchor? { live.anchor(for: place) }

  /// Applies one change of `textDocument/didChange`, and tells what is wrong with it.
  ///
  /// A column past the line's end means the line's end, as LSP says. A line past the text means the text's end, but the
  /// client then has another text than we have, and should know. What is no change at all leaves the text as it is.
  /// - Parameter isLast: false where another change is known to come.
  mutating func apply(_ change: JSON, _ encoding: PositionEncoding, isLast: Bool) -> ChangeProblem? {
    guard let new = change["text"]?.string else { return .malformed }
    known = nil
    guard let json = change["range"], json != .null else {
      do { try live.replaceText(Array(new.utf8), isLast: isLast) } catch { return .malformed }
      return nil
    }
    guard let start = Position(json["start"]), let end = Position(json["end"]) else { return .malformed }
    // A range the wrong way round is read as if it were the right way, as other servers do.
    let (first, last) = (min(start, end), max(start, end))
    let lines = text.lines.count
    // Editors that delete or add a last line name the start of the line behind it.
    let isInside = last.line < lines || last.line == lines && last.character == 0
    let span = Span(text.offset(of: first, encoding), text.offset(of: last, encoding))
    do { try live.apply(TextEdit(span, Array(new.utf8)), isLast: isLast) } catch { return .malformed }
    return isInside ? nil : .outside(line: last.line, lines: lines)
  }

  /// What modules elsewhere are to be asked now.
  func takeQueries() -> (asked: [RemoteQuery], withdrawn: [Int]) { live.takeQueries() }

  /// True while a module elsewhere owes an answer.
  var isWaiting: Bool { live.isWaiting }

  /// Takes an answer; false where nobody needs it any more.
  mutating func answer(_ query: Int, _ annotations: [Annotation]) -> Bool {
    guard live.answer(query, annotations) else { return false }
    known = nil
    return true
  }

  /// What is found in the text as it is now.
  mutating func view(_ encoding: PositionEncoding) -> View {
    if let known { return known }
    var analysis = live.analysis
    if let only = options.only { analysis = analysis.limited(to: only) }
    let view = View(analysis, encoding, options)
    known = view
    return view
  }

  /// What is different since the client was told last.
  mutating func news(_ encoding: PositionEncoding) -> News {
    var delta = live.takeDelta()
    if let only = options.only { delta = delta.limited(to: only) }
    return News(delta: delta, date: live.date, placement: Placement(live.document, encoding, isForAll: false))
  }

  /// Annotates anew, where the options have changed.
  mutating func reload(_ pipeline: Pipeline, _ options: Options) {
    self.options = options
    live = LiveDocument(live.document, pipeline, date: options.date, overrides: live.overrides)
    key = DocumentKey(uri: uri)
    (known, published) = (nil, nil)
  }
}

/// What a client must be told of a document.
struct News {
  let delta: Delta
  let date: DocumentDate?
  let placement: Placement
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
