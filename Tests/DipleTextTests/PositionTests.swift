import DipleText
import TestSupport
import Testing

@Suite struct PositionTests {
  @Test(arguments: PositionEncoding.allCases)
  func everyOffsetAgreesWithTheReference(_ encoding: PositionEncoding) {
    var random = Seeded(state: 11)
    for _ in 0..<300 {
      let text = oddText(&random, pieces: 14)
      let document = Document(text)
      let reference = Reference(text)
      #expect(document.lines.count == reference.lines.count)
      for index in 0...reference.scalars.count {
        let byte = reference.byte(ofScalar: index)
        let position = document.position(of: byte, encoding)
        #expect(position == reference.position(ofScalar: index, encoding), "\(text.debugDescription) at \(index)")
        #expect(document.offset(of: position, encoding) == reference.offset(of: position, encoding))
      }
    }
  }

  @Test(arguments: PositionEncoding.allCases)
  func positionsThatDoNotExistMeanTheNearestOne(_ encoding: PositionEncoding) {
    var random = Seeded(state: 5)
    for _ in 0..<200 {
      let text = oddText(&random, pieces: 10)
      let (document, reference) = (Document(text), Reference(text))
      for _ in 0..<20 {
        let position = Position(
          line: .random(in: 0...6, using: &random), character: .random(in: 0...12, using: &random))
        let offset = document.offset(of: position, encoding)
        #expect(offset == reference.offset(of: position, encoding), "\(text.debugDescription) \(position)")
      }
    }
    #expect(Document("ab").offset(of: Position(line: -1, character: 5), encoding) == 0)
    #expect(Document("ab").offset(of: Position(line: 0, character: -5), encoding) == 0)
  }

  @Test func columnsOfTheThreeEncodings() {
    let document = Document("é👩‍👧 x\rlast")
    let x = 2 + 11 + 1
    #expect(document.position(of: x, .utf8) == Position(line: 0, character: 14))
    #expect(document.position(of: x, .utf16) == Position(line: 0, character: 7))
    #expect(document.position(of: x, .utf32) == Position(line: 0, character: 5))
    #expect(document.position(of: document.bytes.count, .utf16) == Position(line: 1, character: 4))
    // Inside a surrogate pair means its start.
    #expect(document.offset(of: Position(line: 0, character: 2), .utf16) == 2)
  }

  @Test(arguments: PositionEncoding.allCases)
  func offsetsCountFromTheTextsStart(_ encoding: PositionEncoding) {
    var random = Seeded(state: 3)
    let text = oddText(&random, pieces: 900)
    let map = OffsetMap(Array(text.utf8), encoding)
    var (byte, units) = (0, 0)
    for scalar in text.unicodeScalars {
      #expect(map.offset(of: byte) == units)
      byte += UTF8.width(scalar)
      units += Reference.units(scalar, encoding)
    }
    #expect(map.offset(of: byte) == units)
  }
}
