import Foundation
import Testing

/// `diple plugin new`, `test`, `bench` and `explain` as an author uses them.
@Suite struct PluginToolsTests {
  @Test func aNewRuleModulePassesItsTests() throws {
    let folder = try Folder()
    let made = try Command("plugin", "new", "loud", "--kind", "rules", in: folder)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.hasSuffix("Next: cd loud && diple plugin test\n"))
    let test = try Command("plugin", "test", "loud", "--no-kit", "--strict", in: folder)
    #expect(test.status == 0, "\(test.output)")
    #expect(test.lines.contains("✓ specs/loud.md  3 cases"))
    #expect(test.lines.last == "7 passed, 0 failed")
    // Nothing is written over.
    let again = try Command("plugin", "new", "loud", "--kind", "python", in: folder)
    #expect(again.status == 2)
    #expect(again.errors.contains("is there already"))
  }

  @Test func whatNoCaseMadeHappenIsNamed() throws {
    let folder = try Folder()
    _ = try Command("plugin", "new", "loud", in: folder)
    try folder.write("loud/lists/intensifiers.txt", "really\nextremely\nincredibly\nawfully\n")
    let told = try Command("plugin", "test", "loud", "--no-kit", "--coverage", in: folder)
    #expect(told.status == 0)
    #expect(told.output.contains("lists/intensifiers.txt:4: “awfully” of “intensifiers” is taken by no rule"))
    #expect(try Command("plugin", "test", "loud", "--no-kit", "--strict", in: folder).status == 1)
  }

  @Test func aCaseThatDoesNotHoldIsShownAndUpdated() throws {
    let folder = try Folder()
    _ = try Command("plugin", "new", "loud", in: folder)
    try folder.write("loud/specs/loud.md", "## A case\n\n- kinds: loud\n\n> It was really old.\n")
    let test = try Command("plugin", "test", "loud", "--no-kit", "--update", in: folder)
    #expect(test.status == 1)
    #expect(test.output.contains("✗ A case  loud/specs/loud.md:1"))
    #expect(try Command("plugin", "test", "loud", "--no-kit", in: folder).status == 0)
  }

  @Test func aModuleThatCannotBeLoadedIsTold() throws {
    let folder = try Folder()
    let run = try Command("plugin", "test", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("diple-plugin.json"))
  }

  @Test func explainTellsWhatAModuleIsAndWhyItMarks() throws {
    let folder = try Folder()
    _ = try Command("plugin", "new", "loud", in: folder)
    try folder.write("a.txt", "It was really old, and she really came.\n")
    let page = try Command("plugin", "explain", "loud", in: folder)
    #expect(page.status == 0)
    #expect(page.output.contains("intensifier  loud  hint  rules/loud.yml:6  “$0” says no more than “$word”"))
    let marked = try Command("plugin", "explain", "loud", "a.txt:1:9", in: folder)
    #expect(marked.status == 0)
    #expect(marked.output.hasPrefix("✓ intensifier (rules/loud.yml:6) marks “really old” as loud\n"))
    let not = try Command("plugin", "explain", "loud", "a.txt:1:29", in: folder)
    #expect(not.status == 1)
    #expect(not.output.contains("takes “really”; then “came” follows, and it wants [tag=\"JJ\"]"))
    #expect(try Command("plugin", "explain", "quotes", in: folder).output.hasPrefix("quotes "))
  }

  @Test func benchSetsAModuleBesideTheBuiltInOnes() throws {
    let folder = try Folder()
    _ = try Command("plugin", "new", "loud", in: folder)
    try folder.write("a.txt", "It was really old, and Ana Ruiz said so.\n")
    let run = try Command("plugin", "bench", "loud", "a.txt", "--seconds", "0.01", "--built-in", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let names = run.lines.compactMap { $0.split(separator: " ").first }
    for name in ["loud", "quotes", "entities", "dates", "stance"] { #expect(names.contains(Substring(name))) }
  }
}
