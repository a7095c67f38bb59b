public import DiplePluginKit

/// What a process module is asked: annotate this.
public struct ModuleQuery: Sendable {
  /// A paragraph and where it stands in `text`.
  public struct Paragraph: Sendable {
    /// The number that a `Place` carries.
    public var number: Int
    /// Its first byte in the query's text.
    public var start: Int
    /// What is known of it.
    public var layers: Layers
    /// Makes a paragraph.
    public init(number: Int, start: Int, layers: Layers) {
      (self.number, self.start, self.layers) = (number, start, layers)
    }
    /// Its bytes in the query's text.
    public var span: Span { Span(start, start + layers.bytes.count) }
  }

  /// Names the content: equal keys, equal content.
  public var key: String
  /// Where the document lies, where that is known.
  public var uri: String?
  /// The language (BCP 47).
  public var language: String
  /// The day the document was written, where it is known.
  public var date: CivilDate?
  /// The text, UTF-8.
  public var text: [UInt8]
  /// The paragraphs to annotate, in order; each one's bytes stand in `text`.
  public var paragraphs: [Paragraph]
  /// Annotations of the kinds that the module requires, with places in `paragraphs`.
  public var annotations: [Annotation]
  /// What the user set, on top of the manifest's defaults.
  public var settings: Settings

  /// Asks about paragraphs of a text.
  public init(
    key: String, uri: String? = nil, language: String = "en", date: CivilDate? = nil, text: [UInt8],
    paragraphs: [Paragraph], annotations: [Annotation] = [], settings: Settings = Settings()
  ) {
    (self.key, self.uri, self.language, self.date) = (key, uri, language, date)
    (self.text, self.paragraphs, self.annotations, self.settings) = (text, paragraphs, annotations, settings)
  }

  /// Asks about some paragraphs alone; the text is theirs, with a blank line between.
  public init(
    key: String, uri: String? = nil, language: String = "en", date: CivilDate? = nil,
    paragraphs: [DocumentView.Item], annotations: [Annotation] = [], settings: Settings = Settings()
  ) {
    var text: [UInt8] = []
    var placed: [Paragraph] = []
    for item in paragraphs {
      if !text.isEmpty { text += [0x0A, 0x0A] }
      placed.append(Paragraph(number: item.number, start: text.count, layers: item.layers))
      text += item.layers.bytes
    }
    self.init(
      key: key, uri: uri, language: language, date: date, text: text, paragraphs: placed, annotations: annotations,
      settings: settings)
  }

  /// The first byte, in `text`, of the paragraph of this number.
  func start(ofParagraph number: Int) -> Int? {
    let index = paragraphs.partitioningIndex { $0.number >= number }
    guard index < paragraphs.count, paragraphs[index].number == number else { return nil }
    return paragraphs[index].start
  }
}
