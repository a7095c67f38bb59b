public import DiplePipeline
public import Entities

extension Pipeline {
  /// The pipeline with a user's own names; they go before what the built-in annotator of entities knows. A module of another
  /// that took its place knows nothing of them.
  public func naming(_ names: OwnNames) -> Pipeline {
    names.isEmpty ? self : replacing(with: EntitiesAnnotator(own: names))
  }
}

extension OwnNames {
  /// Names of settings and of files, those of settings first, and what is wrong with the file.
  /// - Parameters:
  ///   - settings: names without a `problem`.
  ///   - file: lines as `OwnNamesReader` reads them; nil where there is no file.
  public static func reading(
    settings: [OwnName], file: [UInt8]?
  ) -> (names: OwnNames, problems: [OwnNamesReader.Problem]) {
    let reader = file.map { OwnNamesReader($0) }
    let lines = reader?.names ?? []
    let names = OwnNames(settings + lines.map(\.name))
    var problems = reader?.problems ?? []
    for (left, kept, form) in names.conflicts where problems.count < OwnNamesReader.mostProblems {
      // What a setting says again is no mistake of the file.
      guard left >= settings.count, kept >= settings.count else { continue }
      let (here, there) = (lines[left - settings.count].line, lines[kept - settings.count].line)
      problems.append(OwnNamesReader.Problem(line: here, cause: "“\(form)” stands in line \(there) already"))
    }
    return (names, problems.sorted { $0.line < $1.line })
  }
}
