public import DiplePluginKit

/// A module that is made of rules. It reads paragraph by paragraph; nothing that it finds depends on another paragraph.
public struct RulesAnnotator: PassageAnnotator {
  /// What rules found that need no annotations of other modules.
  public struct Summary: Sendable, Equatable {
    var firings: [Firing]
  }

  /// What the module says of itself.
  public let manifest: Manifest
  /// The rules, in order.
  public let rules: [Rule]
  /// The word lists.
  public let lists: [WordList]
  private let compiled: CompiledRules

  /// Makes a module. The rules must be free of mistakes (`Rule.mistakes`); what one names that is not there never matches.
  public init(manifest: Manifest, rules: [Rule], lists: [WordList] = []) {
    (self.manifest, self.rules, self.lists) = (manifest, rules, lists)
    compiled = CompiledRules(manifest, rules, lists)
  }

  /// The kinds of annotations that rules ask for.
  var kinds: [String] { compiled.kinds }

  /// Runs the rules that read the text alone.
  public func summarize(_ layers: Layers) -> Summary {
    Summary(firings: compiled.plain.engine.firings(layers, [], withLeaves: false) { compiled.plain.numbers[$0] })
  }

  /// Runs the others, and says what was found.
  public func annotate(_ passage: Passage<Self>, _ state: inout Nothing) -> [Annotation] {
    let plain = passage.summary.firings
    if plain.isEmpty, compiled.dependent.numbers.isEmpty { return [] }
    let layers = passage.layers
    let around = ParagraphAnnotations(layers, passage.number, compiled.kinds) { passage.annotations($0) }
    return (plain + dependentFirings(layers, around, withLeaves: false)).map { firing in
      Finding(firing, compiled.forms[firing.rule], layers, passage.number, around).annotation
    }
  }

  /// All that the rules find in a paragraph, by rule and then by place, with the parts of patterns that took the tokens.
  /// - Parameter annotations: those of a kind with a piece in the paragraph.
  public func firings(
    _ layers: Layers, paragraph: Int = 0, annotations: (_ kind: String) -> [Annotation] = { _ in [] }
  ) -> [Firing] {
    let around = ParagraphAnnotations(layers, paragraph, kinds, annotations)
    let own = compiled.plain.engine.firings(layers, [], withLeaves: true) { compiled.plain.numbers[$0] }
    return (own + dependentFirings(layers, around, withLeaves: true))
      .sorted { ($0.rule, $0.tokens.lowerBound) < ($1.rule, $1.tokens.lowerBound) }
  }

  private func dependentFirings(_ layers: Layers, _ around: ParagraphAnnotations, withLeaves: Bool) -> [Firing] {
    guard !compiled.dependent.numbers.isEmpty else { return [] }
    let stretches = around.stretches(compiled.dependent.engine.vocabulary.queries)
    return compiled.dependent.engine.firings(layers, stretches, withLeaves: withLeaves) {
      compiled.dependent.numbers[$0]
    }
  }

  /// The rule that an annotation of this module comes from.
  public func rule(of annotation: Annotation) -> Rule? {
    compiled.forms.firstIndex { $0.source == annotation.source }.map { rules[$0] }
  }
}

/// Rules made ready to run.
private final class CompiledRules: Sendable {
  /// The rules that read the text alone, and those that need annotations; with their numbers among all.
  let plain: (engine: Engine, numbers: [Int])
  let dependent: (engine: Engine, numbers: [Int])
  /// How each rule's findings are written.
  let forms: [FindingForm]
  /// The kinds that rules ask for. Entities are looked at besides where the module requires them: captures that are names then say whose.
  let kinds: [String]

  init(_ manifest: Manifest, _ rules: [Rule], _ lists: [WordList]) {
    let needs = rules.map(\.requiredKinds)
    func engine(_ isWanted: (Set<String>) -> Bool) -> (Engine, [Int]) {
      let numbers = rules.indices.filter { isWanted(needs[$0]) }
      return (Engine(numbers.map { rules[$0] }, lists: lists), numbers)
    }
    plain = engine(\.isEmpty)
    dependent = engine { !$0.isEmpty }
    forms = rules.map { FindingForm($0, manifest) }
    let entities = manifest.requires.contains("entity") && forms.contains(where: \.namesThings)
    kinds = needs.reduce(into: entities ? ["entity"] : Set()) { $0.formUnion($1) }.sorted()
  }
}

extension Rule {
  /// The kinds of annotations that it needs.
  var requiredKinds: Set<String> {
    let patterns = [pattern] + exceptions + [before, after].compactMap(\.self)
    var kinds = Set(patterns.flatMap(\.annotationTests).map(\.kind)).union(outside)
    if case .annotation(let kind) = scope { kinds.insert(kind) }
    return kinds
  }
}
