public import DiplePluginKit
import Synchronization

/// A module that is made of rules. It reads paragraph by paragraph; nothing that it finds depends on another paragraph.
public struct RulesAnnotator: PassageAnnotator {
  /// What was found where the rules read the text alone; else nothing.
  public struct Summary: Sendable, Equatable {
    var firings: [Firing]
  }

  // One object: the pipeline copies annotators for each paragraph.
  private let compiled: CompiledRules

  /// Makes a module. The rules must be free of mistakes (`Rule.mistakes`); what one names that is not there never matches.
  public init(manifest: Manifest, rules: [Rule], lists: [WordList] = []) {
    compiled = CompiledRules(manifest, rules, lists)
  }

  /// What the module says of itself.
  public var manifest: Manifest { compiled.manifest }
  /// The rules, in order.
  public var rules: [Rule] { compiled.rules }
  /// The word lists.
  public var lists: [WordList] { compiled.lists }
  /// The kinds of annotations that rules ask for.
  var kinds: [String] { compiled.kinds }

  /// Runs the rules, where all read the text alone.
  public func summarize(_ layers: Layers) -> Summary {
    Summary(firings: compiled.readsTextAlone ? compiled.engine(nil).firings(layers, withLeaves: false) { [] } : [])
  }

  /// Runs the rules where one of them needs annotations or settings: all at once, as they share most of the work. Says what was found.
  public func annotate(_ passage: Passage<Self>, _ state: inout Nothing) -> [Annotation] {
    var firings = passage.summary.firings
    if firings.isEmpty, compiled.readsTextAlone { return [] }
    let layers = passage.layers
    lazy var around = ParagraphAnnotations(layers, passage.number, compiled.kinds) { passage.annotations($0) }
    if !compiled.readsTextAlone {
      firings = compiled.engine(passage.settings).firings(layers, around, withLeaves: false)
    }
    return firings.map { firing in
      Finding(firing: firing, form: compiled.forms[firing.rule], layers: layers, number: passage.number)
        .annotation { around }
    }
  }

  /// All that the rules find in a paragraph, by rule and then by place, with the parts of patterns that took the tokens. Rules that wait
  /// for a setting run, too; lists have the entries that settings give them where nobody sets them.
  /// - Parameter annotations: those of a kind with a piece in the paragraph.
  public func firings(
    _ layers: Layers, paragraph: Int = 0, annotations: (_ kind: String) -> [Annotation] = { _ in [] }
  ) -> [Firing] {
    let around = ParagraphAnnotations(layers, paragraph, kinds, annotations)
    return compiled.engine(nil).firings(layers, around, withLeaves: true)
      .sorted { ($0.rule, $0.tokens.lowerBound) < ($1.rule, $1.tokens.lowerBound) }
  }

  /// The rule that an annotation of this module comes from.
  public func rule(of annotation: Annotation) -> Rule? {
    compiled.forms.firstIndex { $0.source == annotation.source }.map { rules[$0] }
  }
}

/// Rules made ready to run.
private final class CompiledRules: Sendable {
  let manifest: Manifest
  let rules: [Rule]
  let lists: [WordList]
  /// Whether no rule needs annotations of other modules, or a setting.
  let readsTextAlone: Bool
  /// How each rule's findings are written.
  let forms: [FindingForm]
  /// The kinds that rules ask for. Entities are looked at besides where the module requires them: captures that are names then say whose.
  let kinds: [String]
  private let usesSettings: Bool
  /// All rules, with the settings of the manifest.
  private let all: Engine
  /// Some rules, with the settings that a user gave: those that were asked for last.
  private let variants = Mutex<[(settings: Settings, engine: Engine)]>([])
  private static let maxVariants = 4

  init(_ manifest: Manifest, _ rules: [Rule], _ lists: [WordList]) {
    (self.manifest, self.rules, self.lists) = (manifest, rules, lists)
    all = Engine(rules, lists: lists.map { $0.filled(manifest.settings) })
    forms = rules.map { FindingForm($0, manifest) }
    let needs = rules.reduce(into: Set()) { $0.formUnion($1.requiredKinds) }
    usesSettings = rules.contains { $0.when != Settings() } || lists.contains { $0.setting != nil }
    readsTextAlone = needs.isEmpty && !usesSettings
    let entities = manifest.requires.contains("entity") && forms.contains(where: \.namesThings)
    kinds = (entities ? needs.union(["entity"]) : needs).sorted()
  }

  /// The engine for some settings; nil runs all rules.
  func engine(_ settings: Settings?) -> Engine {
    guard usesSettings, let settings else { return all }
    return variants.withLock { variants in
      if let known = variants.first(where: { $0.settings == settings }) { return known.engine }
      let engine = Engine(rules, lists: lists.map { $0.filled(settings) }) { $0.isOn(settings) }
      if variants.count == Self.maxVariants { variants.removeFirst() }
      variants.append((settings, engine))
      return engine
    }
  }
}

extension Engine {
  func firings(_ layers: Layers, _ around: @autoclosure () -> ParagraphAnnotations, withLeaves: Bool) -> [Firing] {
    firings(layers, withLeaves: withLeaves) { around().stretches(vocabulary.queries) }
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
