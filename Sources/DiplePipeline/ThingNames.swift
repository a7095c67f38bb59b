import DiplePluginKit

/// Which things of a document are one and which are two, as a person said.
struct ThingNames {
  private struct Pair: Hashable {
    let things: Set<Cluster>
    init(_ a: Cluster, _ b: Cluster) { things = [a, b] }
  }

  /// In the order of first mentions.
  private var order: [Cluster: Int] = [:]
  private var unions: [(a: Cluster, b: Cluster)] = []
  private var apart: [(a: Cluster, b: Cluster)] = []
  /// Names that are things of their own, by the thing that they were taken for.
  private var splits: [Cluster: [String: Cluster]] = [:]
  /// A thing that stands for another (a forest of disjoint sets).
  private var parents: [Cluster: Cluster] = [:]
  private var causes: [Cluster: Override] = [:]
  private let live: LiveDocument

  /// - Parameter annotations: in document order.
  init(_ annotations: [Annotation], _ live: LiveDocument) {
    self.live = live
    for annotation in annotations where annotation.kind == "entity" {
      if let thing = annotation.cluster("entity"), order[thing] == nil { order[thing] = order.count }
    }
  }

  /// True where all is as annotators say.
  var isEmpty: Bool { parents.isEmpty && splits.isEmpty }

  /// Things of which a person said that they are not one.
  var distinct: Set<DistinctThings> {
    Set(apart.compactMap { root($0.a) == root($0.b) ? nil : DistinctThings(root($0.a), root($0.b)) })
  }

  /// The override that made a thing another one.
  func cause(_ thing: Cluster) -> Override? { causes[thing] }

  /// The thing that is meant by these words, which an annotator took for `thing`.
  func thing(_ thing: Cluster, _ text: String) -> Cluster { root(part(thing, text)) }

  private func part(_ thing: Cluster, _ text: String) -> Cluster { splits[thing]?[text] ?? thing }

  private func part(of annotation: Annotation) -> Cluster? {
    annotation.cluster("entity").map { part($0, live.text(annotation.place)) }
  }

  private func root(_ thing: Cluster) -> Cluster {
    var thing = thing
    while let parent = parents[thing] { thing = parent }
    return thing
  }

  // MARK: What a person says

  /// Two names are one thing's.
  mutating func unite(_ a: Annotation, _ b: Annotation, _ override: Override) {
    guard let first = part(of: a), let second = part(of: b), first != second else { return }
    apart.removeAll { Pair($0.a, $0.b) == Pair(first, second) }
    unions.append((first, second))
    for thing in [first, second] { causes[thing] = override }
    close()
  }

  /// Two names are two things'. Where they were taken for one, all mentions with the second's words become another.
  mutating func part(_ a: Annotation, _ b: Annotation, _ override: Override, newThing: (String) -> Cluster) {
    guard let first = part(of: a), let second = part(of: b) else { return }
    if first != second {
      unions.removeAll { Pair($0.a, $0.b) == Pair(first, second) }
      apart.append((first, second))
      return close()
    }
    let words = live.text(b.place)
    guard words != live.text(a.place), let thing = b.cluster("entity") else { return }
    let new = newThing(words)
    guard new != thing else { return }
    splits[thing, default: [:]][words] = new
    causes[thing] = override
    order[new] = order[new] ?? order.count
    apart.append((first, new))
  }

  /// The thing that is mentioned first stands for all that are one with it.
  private mutating func close() {
    parents = [:]
    for (a, b) in unions {
      let (a, b) = (root(a), root(b))
      guard a != b else { continue }
      let isInOrder = order[a] ?? .max <= order[b] ?? .max
      parents[isInOrder ? b : a] = isInOrder ? a : b
    }
  }

  /// The fullest name of each thing that is another since.
  func titles(_ annotations: [Annotation]) -> [Cluster: String] {
    let changed = Set(parents.keys).union(parents.values).union(splits.values.flatMap(\.values)).union(splits.keys)
    var titles: [Cluster: String] = [:]
    for annotation in annotations where annotation.kind == "entity" {
      guard let thing = annotation.cluster("entity") else { continue }
      let words = live.text(annotation.place)
      let part = part(thing, words)
      guard changed.contains(part) else { continue }
      // The name of a thing that was two may be the other's.
      let name = splits[thing] == nil ? annotation.string("name") ?? words : words
      if name.count > titles[root(part)]?.count ?? 0 { titles[root(part)] = name }
    }
    return titles
  }
}
