import DipleJSONRPC
import Foundation
import Testing

/// `--names`, and the names of the folder that `diple` runs in.
@Suite(.enabled(if: Command.program != nil, "build the program first")) struct NamesTests {
  private func entities(_ command: Command) -> [String] {
    let line = try? JSON(parsing: Array(command.output.utf8))
    let annotations: [JSON] = line?["annotations"]?.array ?? []
    return annotations.filter { $0["kind"] == "entity" }.map { annotation -> String in
      "\(annotation["text"]?.string ?? ""): \(annotation["type"]?.string ?? "") \(annotation["key"]?.string ?? "")"
    }
  }

  @Test func theFoldersNamesCountUnlessOthersAreGiven() throws {
    let folder = try Folder()
    try folder.write("a.txt", "The quayside nine met Ana Ruiz.\n")
    try folder.write(".diple/names.txt", "quayside nine | group | | q-9\n")
    try folder.write("mine.txt", "Ana Ruiz | person | | r-1\n")
    let own = try Command("annotate", "--format", "jsonl", "a.txt", in: folder)
    #expect(own.status == 0 && entities(own) == ["quayside nine: group q-9", "Ana Ruiz: person "])
    let given = try Command("annotate", "--names", "mine.txt", "--format", "jsonl", "a.txt", in: folder)
    #expect(given.status == 0 && entities(given) == ["Ana Ruiz: person r-1"])
    let explained = try Command("explain", "a.txt:1:6", in: folder)
    #expect(explained.status == 0 && explained.output.contains("one of your own names"))
  }

  @Test func aMistakeIsToldAndTheRestIsDone() throws {
    let folder = try Folder()
    try folder.write("a.txt", "The quayside nine met Ana Ruiz.\n")
    try folder.write("n.txt", "quayside nine | group\nAna Ruiz | persn\nquayside nine | work\n")
    let run = try Command("annotate", "--names", "n.txt", "--format", "jsonl", "a.txt", in: folder)
    #expect(run.status == 1)
    #expect(entities(run) == ["quayside nine: group ", "Ana Ruiz: person "])
    #expect(
      run.errors == """
        diple annotate: n.txt:2: there is no type “persn”; did you mean “person”?
        diple annotate: n.txt:3: “quayside nine” stands in line 1 already

        """)
    let missing = try Command("annotate", "--names", "none.txt", "a.txt", in: folder)
    #expect(missing.status == 2 && missing.errors == "diple annotate: none.txt: no such file or directory\n")
  }
}
