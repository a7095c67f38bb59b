/// A file of learned numbers, read where it lies: some named sections behind a table of contents.
///
/// All numbers are little-endian:
///
///     0   8 bytes   "DIPLEMDL"
///     8   UInt32    version of the format (2)
///     12  UInt32    number of sections
///     16  UInt64    checksum of all that follows the table of contents
///     24  48 bytes a section: 32 bytes of name (ASCII, zeros behind it), UInt64 its first byte, UInt64 its size
///
/// Sections begin at multiples of 64 bytes. `about` is text: what it is, its licence, and whose texts it was learned from.
package struct ModelFile: Sendable {
  /// Why a file is no model.
  package enum Fault: Error, Equatable {
    /// It does not begin as one.
    case notAModel
    /// Of another version.
    case version(Int)
    /// A section lies outside, or is not aligned.
    case section(String)
  }

  /// The version that this program reads and writes.
  package static let version = 2
  private static let magic = Array("DIPLEMDL".utf8)
  private static let nameSize = 32
  private static let entrySize = 48
  private static let alignment = 64

  private let file: Blob<UInt8>
  private let sections: [(name: String, range: Range<Int>)]

  /// Reads the table of contents. The checksum is not computed: `isWhole` does that.
  package init(_ file: Blob<UInt8>) throws(Fault) {
    guard file.count >= 24, (0..<8).allSatisfy({ file[$0] == Self.magic[$0] }) else { throw .notAModel }
    let version = Int(Self.number(file, 8, 4))
    guard version == Self.version else { throw .version(version) }
    let count = Int(Self.number(file, 12, 4))
    guard count <= (file.count - 24) / Self.entrySize else { throw .notAModel }
    var sections: [(name: String, range: Range<Int>)] = []
    for index in 0..<count {
      let at = 24 + index * Self.entrySize
      let bytes = (at..<at + Self.nameSize).map { file[$0] }.prefix { $0 != 0 }
      let name = String(decoding: bytes, as: UTF8.self)
      let start = Self.number(file, at + Self.nameSize, 8)
      let size = Self.number(file, at + Self.nameSize + 8, 8)
      guard start <= UInt64(file.count), size <= UInt64(file.count) - start, start % UInt64(Self.alignment) == 0 else {
        throw .section(name)
      }
      sections.append((name, Int(start)..<Int(start + size)))
    }
    (self.file, self.sections) = (file, sections)
  }

  /// What it is, its licence, and whose texts it was learned from.
  package var about: String { self["about"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? "" }

  /// How many bytes it has.
  package var size: Int { file.count }

  /// The sections' names and sizes in bytes, as they lie.
  package var contents: [(name: String, size: Int)] { sections.map { ($0.name, $0.range.count) } }

  /// The checksum that the file says it has.
  package var checksum: UInt64 { Self.number(file, 16, 8) }

  /// True where the file is as it was written.
  package var isWhole: Bool {
    let start = 24 + sections.count * Self.entrySize
    return ModelChecksum.of(UnsafeRawBufferPointer(rebasing: file.bytes[start...])) == checksum
  }

  /// The numbers of a section; nil where there is none of this name.
  package subscript<Element: BitwiseCopyable & Sendable>(name: String, as type: Element.Type) -> Blob<Element>? {
    sections.first { $0.name == name }.flatMap { file.slice($0.range, as: type) }
  }

  /// The bytes of a section.
  package subscript(name: String) -> Blob<UInt8>? { self[name, as: UInt8.self] }

  /// A file with these sections.
  package static func file(_ sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var file = magic + bytes(UInt64(version) | UInt64(sections.count) << 32)
    let table = 24 + sections.count * entrySize
    var places: [Int] = []
    var end = table
    for section in sections {
      end = (end + alignment - 1) / alignment * alignment
      places.append(end)
      end += section.bytes.count
    }
    var body = [UInt8](repeating: 0, count: end - table)
    for (section, place) in zip(sections, places) {
      body.replaceSubrange(place - table..<place - table + section.bytes.count, with: section.bytes)
    }
    file += bytes(body.withUnsafeBytes(ModelChecksum.of))
    for (section, place) in zip(sections, places) {
      let name = Array(section.name.utf8.prefix(nameSize))
      file += name + [UInt8](repeating: 0, count: nameSize - name.count)
      file += bytes(UInt64(place)) + bytes(UInt64(section.bytes.count))
    }
    return file + body
  }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
  }

  private static func number(_ file: Blob<UInt8>, _ at: Int, _ size: Int) -> UInt64 {
    (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(file[at + $1]) }
  }
}
