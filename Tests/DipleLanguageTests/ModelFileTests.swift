import DipleLanguage
import Testing

/// Why a file cannot be read; nil where it can.
private func fault(_ bytes: [UInt8]) -> ModelFile.Fault? {
  do throws(ModelFile.Fault) {
    _ = try ModelFile(Blob(bytes))
    return nil
  } catch {
    return error
  }
}

private let small = ModelFile.file([
  ("about", Array("A model.".utf8)), ("numbers", [1, 0, 0, 0, 2, 0, 0, 0]), ("odd", [7]),
])

@Test func theProgramsModelIsWhole() throws {
  let model = try #require(English.model)
  #expect(model.file.isWhole)
  #expect(model.file.about.contains("CC BY-SA 4.0"))
  // With what else is learned, the program carries ten megabytes at most.
  #expect(model.file.size < 8_000_000)
}

@Test func sectionsAreReadWhereTheyLie() throws {
  let file = try ModelFile(Blob(small))
  #expect(file.about == "A model.")
  #expect(file.contents.map(\.name) == ["about", "numbers", "odd"])
  #expect(file["numbers", as: UInt32.self].map { [$0[0], $0[1]] } == [1, 2])
  #expect(file["odd"]?.count == 1)
  let missing = file["other"] == nil
  let ragged = file["odd", as: UInt32.self] == nil
  #expect(missing && ragged)
}

@Test func aChangedByteIsSeen() throws {
  #expect(try ModelFile(Blob(small)).isWhole)
  var broken = small
  broken[broken.count - 1] ^= 1
  #expect(try !ModelFile(Blob(broken)).isWhole)
}

@Test func whatIsNoModelIsRefused() {
  #expect(fault([]) == .notAModel)
  #expect(fault(Array("diple-tagger 1 16 64 0 0\n".utf8)) == .notAModel)
  var later = small
  later[8] = 3
  #expect(fault(later) == .version(3))
  var many = small
  many[15] = 0xFF
  #expect(fault(many) == .notAModel)
  #expect(fault(Array(small.dropLast(2))) == .section("odd"))
  // An offset that no section may have.
  var crooked = small
  crooked[24 + 32] += 1
  #expect(fault(crooked) == .section("about"))
}

@Test func aModelThatLacksAPartIsNone() {
  let lacking = LanguageModel(Blob(small)) == nil
  #expect(lacking)
}

@Test func aTableGivesBackWhatItWasMadeOf() throws {
  let features: [(key: UInt64, weights: [(column: Int, weight: Int8)])] = (0..<200).map { number in
    (featureKey(1, UInt64(number)), [(number % 50, Int8(number % 100)), (50, -3)])
  }
  let table = try #require(SparseTable(features, logSlots: 10))
  let scores = UnsafeMutablePointer<Int16>.allocate(capacity: SparseTable.columns)
  defer { scores.deallocate() }
  for (number, feature) in features.enumerated() {
    table.score([feature.key], 1, into: scores)
    #expect(scores[number % 50] == Int16(number % 100))
    #expect(scores[50] == -3)
  }
  table.score([featureKey(2, 5)], 1, into: scores)
  #expect((0..<SparseTable.columns).allSatisfy { scores[$0] == 0 })
}
