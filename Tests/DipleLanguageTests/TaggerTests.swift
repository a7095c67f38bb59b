import DipleAnnotations
import DipleLanguage
import Testing

/// The tags of a sentence, written `word/TAG`.
private func tagged(_ text: String) -> String {
  let layers = English.read(Array(text.utf8))
  return (0..<layers.count).map { "\(layers.text($0..<$0 + 1))/\(layers.tag($0).name)" }.joined(separator: " ")
}

@Test(arguments: [
  "The/DT mayor/NN said/VBD she/PRP had/VBD not/RB seen/VBN the/DT report/NN ./.",
  "Two/CD ministers/NNS have/VBP resigned/VBN since/IN Monday/NNP ,/, officials/NNS told/VBD reporters/NNS ./.",
  "“/`` We/PRP will/MD never/RB sell/VB the/DT harbour/NN ,/, ”/'' Karin/NNP Holm/NNP insisted/VBD ./.",
  "Residents/NNS are/VBP opposed/VBN to/IN the/DT new/JJ airport/NN ./.",
])
func newsIsTagged(_ expected: String) {
  let text = expected.split(separator: " ").map { $0.split(separator: "/")[0] }.joined(separator: " ")
  #expect(tagged(text) == expected)
}

@Test(arguments: [
  "Oslo/NNP can/MD in/IN no/DT event/NN sympathize/VB with/IN the/DT calls/NNS ./.",
  "Ruiz/NNP voted/VBD against/IN the/DT budget/NN ./.",
  "The/DT mayor/NN opposes/VBZ the/DT plan/NN ./.",
  "She/PRP might/MD back/VB the/DT dam/NN ./.",
  "The/DT baths/NNS close/VBP on/IN Sunday/NNP ./.",
  "Ruiz/NNP reportedly/RB backs/VBZ the/DT dam/NN ./.",
  "The/DT senator/NN pointedly/RB refused/VBD to/TO answer/VB ./.",
  "He/PRP works/VBZ for/IN Holt/NNP &/CC Sons/NNS Ltd./NNP in/IN Leeds/NNP ./.",
])
func tagsThatTheWordsAroundRuleOutAreCorrected(_ expected: String) {
  let text = expected.split(separator: " ").map { $0.split(separator: "/")[0] }.joined(separator: " ")
  #expect(tagged(text) == expected)
}
