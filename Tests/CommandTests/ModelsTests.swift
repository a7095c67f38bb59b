import Testing

/// `diple models` as a shell sees it.
@Test func modelsTellTheirSourcesAndLicence() throws {
  let run = try Command("models", in: Folder())
  #expect(run.status == 0)
  #expect(run.errors == "")
  let first = try #require(run.lines.first)
  #expect(first.hasPrefix("language: format 2, ") && first.hasSuffix(" good"), "\(first)")
  #expect(run.lines.contains { $0.hasPrefix("names: format 2, ") && $0.hasSuffix(" good") })
  #expect(run.lines.contains { $0.hasPrefix("tone: format 2, ") && $0.hasSuffix(" good") })
  #expect(run.lines.contains { $0.hasPrefix("  parser.moves: ") && $0.hasSuffix(" bytes") })
  #expect(run.output.contains("CC BY-SA 4.0"))
  for source in [
    "UD_English-EWT", "amir-zeldes/gum", "nlp.stanford.edu/projects/glove", "WikiGold", "fhamborg/NewsMTSC",
  ] {
    #expect(run.output.contains(source))
  }
}
