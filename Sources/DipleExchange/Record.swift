public import DipleJSONRPC
public import DiplePluginKit

/// Why a line of JSON Lines is no document.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// For a person.
  public var description: String
  /// Makes an error.
  public init(description: String) { self.description = description }
}

/// A document as a line of JSON Lines gives it: `{"id", "text", "date"?, "targets"?}`. Other members are ignored.
public struct Record: Sendable, Equatable {
  /// The document's name; nil where the line gives none.
  public var id: JSON?
  /// The text.
  public var text: String
  /// The day it was written; nil where the line names none, or `date` is no day.
  public var date: DocumentDate?
  /// What `date` holds where that is no day.
  public var unreadableDate: String?
  /// The parts of the text that are asked about, in the unit of the line's writer; none where the line names none.
  public var targets: [Range<Int>] = []

  /// Reads a line.
  public init(line: [UInt8]) throws(RecordError) {
    if let offset = UTF8Scan.firstInvalid(line) {
      throw RecordError(description: "not UTF-8: byte 0x\(hex(line[offset])) at offset \(offset) of the line")
    }
    let json: JSON
    do { json = try JSON(parsing: line) } catch { throw RecordError(description: error.description) }
    guard json.object != nil else { throw RecordError(description: "not a JSON object") }
    guard let text = json["text"]?.string else { throw RecordError(description: "“text” is missing or no string") }
    self.text = text
    switch json["id"] {
    case nil, .null?: id = nil
    case .string(let name)?: id = .string(name)
    case .int(let number)?: id = .int(number)
    default: throw RecordError(description: "“id” must be a string or a whole number")
    }
    targets = try Self.targets(json["targets"])
    guard let value = json["date"], value != .null else { return }
    if let day = value.string.flatMap({ CivilDate(iso: $0) }) {
      date = DocumentDate(day, from: .input)
    } else {
      unreadableDate = value.string ?? String(decoding: value.bytes, as: UTF8.self)
    }
  }
}

extension Record {
  private static func targets(_ value: JSON?) throws(RecordError) -> [Range<Int>] {
    guard let value, value != .null else { return [] }
    guard let list = value.array else { throw RecordError(description: "“targets” is no array") }
    var targets: [Range<Int>] = []
    for (number, target) in list.enumerated() {
      guard let start = target["start"]?.int, let end = target["end"]?.int, 0 <= start, start < end else {
        throw RecordError(description: "target \(number + 1) has no “start” and “end” behind it")
      }
      targets.append(start..<end)
    }
    return targets
  }

  /// The places of the targets in the text that is annotated; nil for those that do not stand in one paragraph.
  public func places(of targets: [Range<Int>], in document: Document, _ unit: OffsetUnit) -> [Place?] {
    let bytes = byteOffsets(targets.flatMap { [$0.lowerBound, $0.upperBound] }, document, unit)
    return targets.map { target in
      guard let start = bytes[target.lowerBound], let end = bytes[target.upperBound] else { return nil }
      let index = document.paragraphs.partitioningIndex { $0.span.end > start }
      guard index < document.paragraphs.count, document.paragraphs[index].kind != .frontMatter,
        document.paragraphs[index].span.contains(Span(start, end))
      else { return nil }
      let first = document.paragraphs[index].span.start
      return Place(document.numbers[index], Span(start - first, end - first))
    }
  }

  /// The bytes at which some offsets stand; none for those behind the text or inside of a character.
  private func byteOffsets(_ offsets: [Int], _ document: Document, _ unit: OffsetUnit) -> [Int: Int] {
    let wanted = Set(offsets)
    var (found, at) = ([Int: Int](), 0)
    for (byte, value) in document.bytes.enumerated() {
      // The first byte of a character.
      if value & 0xC0 != 0x80, wanted.contains(at) { found[at] = byte }
      at += unit.encoding.units(of: value)
    }
    if wanted.contains(at) { found[at] = document.bytes.count }
    return found
  }
}

/// Two hexadecimal digits.
func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.count < 2 ? "0" + digits : digits
}
