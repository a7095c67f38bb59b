import Testing

@Suite struct PolarityTests {
  @Test func verbs() throws {
    try check("The council rejected the plan.", "rejected oppose The council -> the plan")
    try check("Farmers welcome the new law.", "welcome support Farmers -> the new law")
    try check("Ruiz voted against the budget.", "voted against oppose Ruiz -> the budget")
    try check("Lind spoke out strongly against the dam.", "spoke out … against oppose Lind -> the dam")
    try check("The union stands by its members.", "stands by support The union -> its members")
    try check("Kostel vetoed the treaty.", "vetoed oppose Kostel -> the treaty")
    try check("The bishop sympathises with the strikers.", "sympathises support The bishop -> the strikers")
  }

  @Test func bothSpellings() throws {
    try check("The mayor favors the bridge.", "favors support The mayor -> the bridge")
    try check("The mayor favours the bridge.", "favours support The mayor -> the bridge")
    try check("Ruiz criticized the bridge.", "criticized oppose Ruiz -> the bridge")
  }

  @Test func acts() throws {
    try check("The union urged the board to close the plant.", "urged support The union -> close the plant")
    try check("The mayor called for closing the plant.", "called for support The mayor -> closing the plant")
    try check("The mayor demanded that the road be closed.", "demanded support The mayor -> the road be closed")
    try check("Lund warned against selling the harbour.", "warned against oppose Lund -> selling the harbour")
    try check(
      "Lind called for the board to resign.", "called for support Lind -> the board to resign")
    try check("Rivers called on Lund to “name the ships” by May.", "called on … to support Rivers -> name the ships")
  }

  @Test func nouns() throws {
    try check("His support for the strike is known.", "support support His -> the strike")
    try check("Lund's refusal to pay the crews angered nobody.", "refusal oppose Lund -> pay the crews")
    try check("Russian opposition to the treaty grew.", "opposition oppose Russian -> the treaty")
    try check("The plan has the support of the union.", "support support the union -> The plan")
  }

  @Test func people() throws {
    try check("Critics of the dam met in Lund.", "Critics of oppose Critics -> the dam")
    try check("Jon Lind, a champion of free ports, spoke.", "champion of support Jon Lind -> free ports")
    try check("Holm is no fan of the mayor.", "fan of oppose! Holm -> the mayor")
  }

  @Test func verdicts() throws {
    try check("The toll is outrageous.", "outrageous oppose author -> The toll")
    try check("It is shameful that the road was closed.", "shameful oppose author -> the road was closed")
    try check("Lind called the plan a disgrace.", "disgrace oppose Lind -> the plan")
    try check("Holm considers the reform necessary.")
  }
}
