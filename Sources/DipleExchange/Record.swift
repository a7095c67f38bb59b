public import DipleJSONRPC
public import DiplePluginKit

/// Why a line of JSON Lines is no document.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// For a person.
  public var description: String
  /// Makes an error.
  public init(description: String) { self.description = description }
}

/// A document as a line of JSON Lines gives it: `{"id", "text", "date"?}`. Other members are ignored.
public struct Record: Sendable, Equatable {
  /// The document's name; nil where the line gives none.
  public var id: JSON?
  /// The text.
  public var text: String
  /// The day it was written; nil where the line names none, or `date` is no day.
  public var date: DocumentDate?
  /// What `date` holds where that is no day.
  public var unreadableDate: String?

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
    guard let value = json["date"], value != .null else { return }
    if let day = value.string.flatMap({ CivilDate(iso: $0) }) {
      date = DocumentDate(day, from: .input)
    } else {
      unreadableDate = value.string ?? String(decoding: value.bytes, as: UTF8.self)
    }
  }
}

/// Two hexadecimal digits.
func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.count < 2 ? "0" + digits : digits
}
