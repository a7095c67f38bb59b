import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleSpecs
import Foundation
import Testing

/// Every case of Specs/ must hold.
@Suite struct HouseSpecsTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Specs").standardizedFileURL

  static let files: [String] = {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") && !$0.hasPrefix("protocol/") }.sorted()
  }()

  @Test(arguments: files)
  func everyCaseHolds(_ file: String) throws {
    let pipeline = try Registry.builtIn.pipeline()
    let spec = try SpecFile(parsing: String(contentsOf: Self.folder.appending(path: file), encoding: .utf8))
    for result in spec.cases.map({ $0.check(pipeline) }) where !result.passed {
      Issue.record(Comment(rawValue: Report().lines(result, file: "Specs/\(file)").joined(separator: "\n")))
    }
  }

  /// What a person may write as a date's value is what annotators write.
  @Test(arguments: files)
  func everyValueOfADateIsOne(_ file: String) throws {
    let pipeline = try Registry.builtIn.pipeline()
    let spec = try SpecFile(parsing: String(contentsOf: Self.folder.appending(path: file), encoding: .utf8))
    for date in spec.cases.flatMap({ $0.check(pipeline).analysis.annotations }) where date.kind == "date" {
      #expect(date.string("value").flatMap { TimexValue.problem($0) } == nil, "\(date.string("value") ?? "")")
    }
  }

  @Test func thereAreCasesForEveryAnnotator() throws {
    var count: [String: Int] = [:]
    for file in Self.files {
      let spec = try SpecFile(parsing: String(contentsOf: Self.folder.appending(path: file), encoding: .utf8))
      count[String(file.prefix { $0 != "/" }), default: 0] += spec.cases.count
    }
    for annotator in Registry.builtIn.manifests.map(\.id) { #expect(count[annotator, default: 0] >= 10) }
    #expect(count.values.reduce(0, +) >= 40)
  }
}
