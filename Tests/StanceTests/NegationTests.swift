import Testing

@Suite struct NegationTests {
  @Test func aNegationTurnsThePolarityAround() throws {
    try check("Ruiz does not support the dam.", "support oppose! Ruiz -> the dam")
    try check("Ruiz didn’t support the dam.", "support oppose! Ruiz -> the dam")
    try check("Ruiz never supported the dam.", "supported oppose! Ruiz -> the dam")
    try check("Ruiz no longer supports the dam.", "supports oppose! Ruiz -> the dam")
    try check("Ruiz can in no way support the dam.", "support oppose! Ruiz -> the dam")
    try check("Nobody supports the dam.", "supports oppose! Nobody -> the dam")
    try check("Neither side supports the dam.", "supports oppose! Neither side -> the dam")
    try check("Ruiz is not opposed to the dam.", "opposed to support! Ruiz -> the dam")
    try check("Lund withdrew its support for the dam.", "support oppose! its -> the dam")
  }

  @Test func whatGovernsTheVerbCounts() throws {
    try check("Ruiz stopped supporting the dam.", "supporting oppose! Ruiz -> the dam")
    try check("Ruiz is not going to back the dam.", "back oppose! Ruiz -> the dam")
    try check("Ruiz left without backing the dam.", "backing oppose! Ruiz -> the dam")
    try check("Ruiz voted instead of backing the dam.")
  }

  @Test func certainty() throws {
    try check("Ruiz might back the dam.", "back support? Ruiz -> the dam")
    try check("Ruiz reportedly backs the dam.", "backs support? Ruiz -> the dam")
    try check("Ruiz could not back the dam.", "back oppose! Ruiz -> the dam")
    try check("If Ruiz backs the dam, it is built.", "backs support? Ruiz -> the dam")
  }

  @Test func duties() throws {
    try check("Ruiz must back the dam.")
    try check("Ruiz needs to back the dam.")
    try check("We should back the dam.", "back support We -> the dam")
  }
}
