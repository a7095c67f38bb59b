import ArgumentParser
import DipleLanguage
import Entities
import Stance

/// `diple models`.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says which learned models the program carries, their licence, and what they were learned from.",
    discussion: "Ends with 1 where a model is not as it was written.")

  func run() throws {
    var areWhole = true
    for (name, file) in Self.carried {
      let whole = file?.isWhole ?? false
      areWhole = areWhole && whole
      guard let file else {
        print("\(name): missing or unreadable")
        continue
      }
      let checksum = String(file.checksum, radix: 16)
      let zeros = String(repeating: "0", count: 16 - checksum.count)
      print(
        "\(name): format \(ModelFile.version), \(file.size) bytes, checksum \(zeros)\(checksum) \(whole ? "good" : "WRONG")"
      )
      for section in file.contents where section.name != "about" { print("  \(section.name): \(section.size) bytes") }
      print(file.about)
    }
    if !areWhole { throw ExitCode(1) }
  }

  /// Every model of the program.
  private static var carried: [(name: String, file: ModelFile?)] {
    [("language", English.model?.file), ("names", NameModel.carried), ("tone", ToneModel.carried)]
  }
}
