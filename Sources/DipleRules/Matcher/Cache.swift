import DiplePluginKit

/// What is learned while reading: classes and states. It changes how long reading takes and nothing else.
///
/// Not `Sendable` by itself: the pool hands it to one caller at a time.
final class Cache: @unchecked Sendable {
  /// Programs that are read together: a group of the engine, or a part of one.
  private struct Part {
    /// What tells of the engine's group, and that group's bit.
    let readsAnnotations: Bool
    let crossesSentences: Bool
    let bit: UInt64
    var way: Way
  }
  private enum Way {
    case together(Automaton)
    /// A program whose states are too many is walked node by node.
    case alone(Int32)
  }

  /// The size of all tables together, in numbers of four bytes.
  private static let budget = 1 << 22

  /// Owns the pool that this lies in, and lends it during its own calls only: never gone while this is used.
  private unowned let engine: Engine
  private var classifier: Classifier
  var steps: Steps
  var taker: Taker
  private var parts: [Part] = []
  private var room = Automaton.Room()
  /// Of the paragraph at hand.
  private var keysOfSentences: [UInt64] = []

  init(_ engine: Engine) {
    self.engine = engine
    classifier = Self.classifier(engine)
    steps = Steps(engine.graph)
    taker = Taker(engine)
    parts = engine.groups.enumerated().map { number, group in
      Part(
        readsAnnotations: group.readsAnnotations, crossesSentences: group.crossesSentences, bit: 1 << UInt64(number),
        way: .together(automaton(group.programs, share: engine.groups.count)))
    }
  }

  private static func classifier(_ engine: Engine) -> Classifier {
    Classifier(engine.vocabulary, engine.lexicon, keys: engine.groups.map(\.keys))
  }

  private func automaton(_ programs: [Int32], share: Int) -> Automaton {
    Automaton(
      programs, engine.graph, tests: engine.vocabulary.tests.count, limit: max(Self.budget / share, 1 << 14))
  }

  /// Starts anew where so much was learned that it costs more than it spares.
  private func refresh() {
    guard classifier.isFull else { return }
    classifier = Self.classifier(engine)
    for index in parts.indices {
      guard case .together(let old) = parts[index].way else { continue }
      parts[index].way = .together(automaton(old.programs, share: parts.count))
    }
  }

  /// A paragraph's classes, with nothing read yet.
  func classified(_ layers: Layers, _ stretches: [Stretch]) -> Reading {
    refresh()
    var (classes, entries) = classifier.classify(layers)
    classifier.mark(stretches, &classes)
    return Reading(engine, layers, classes, classifier.classes, entries, stretches, [])
  }

  /// Reads a paragraph once, from its end to its start: those of its sentences in which a match may lie. Nil where none does.
  ///
  /// - Parameter stretches: what annotations patterns name; asked for once at most.
  func read(_ layers: Layers, _ stretches: () -> [Stretch]) -> Reading? {
    refresh()
    var (classes, entries) = classifier.classify(layers)
    let keys = classifier.findKeys(layers.sentences, classes, into: &keysOfSentences)
    guard keys != 0 else { return nil }
    var found: [Stretch]?
    var traces: [Trace] = []
    var number = 0
    while number < parts.count {
      let bit = parts[number].bit
      guard keys & bit != 0 else {
        number += 1
        continue
      }
      if parts[number].readsAnnotations, found == nil {
        let all = stretches()
        classifier.mark(all, &classes)
        found = all
      }
      switch parts[number].way {
      case .together(let automaton):
        room.ranges.removeAll(keepingCapacity: true)
        if parts[number].crossesSentences {
          room.ranges.append(0..<layers.count)
        } else {
          for (sentence, keys) in keysOfSentences.enumerated() where keys & bit != 0 {
            room.ranges.append(layers.sentences[sentence])
          }
        }
        switch automaton.read(classes, &room, classifier.classes, &steps) {
        case .nothing: break
        case .found(let states): traces.append(.states(states))
        case .tooMuch:
          split(number, automaton)
          continue
        }
      case .alone(let program): traces.append(.rows(rows(program, classes)))
      }
      number += 1
    }
    if traces.isEmpty { return nil }
    return Reading(engine, layers, classes, classifier.classes, entries, found ?? [], traces)
  }

  /// Parts a group whose states multiply: the programs that show the greatest variety go into a group of their own.
  private func split(_ number: Int, _ automaton: Automaton) {
    let part = parts[number]
    if automaton.programs.count == 1 {
      parts[number].way = .alone(automaton.programs[0])
    } else {
      let variety = automaton.variety(engine.graph)
      let sorted = automaton.programs.sorted { (variety[$0] ?? 0, $0) < (variety[$1] ?? 0, $1) }
      let half = sorted.count / 2
      let share = parts.count + 1
      // The parts before keep their traces of this paragraph, so that the new ones stand where the old one stood.
      parts.replaceSubrange(
        number...number,
        with: [sorted[..<half], sorted[half...]].map { programs in
          var new = part
          new.way = .together(self.automaton(programs.sorted(), share: share))
          return new
        })
    }
  }

  private func rows(_ program: Int32, _ classes: [Int32]) -> NodeRows {
    let item = engine.graph.programs[Int(program)]
    var rows = NodeRows(program, item.nodes, 0..<classes.count + 1)
    var live: [Int32] = []
    var edges = Edges.end
    for at in stride(from: classes.count - 1, through: 0, by: -1) {
      let passed = classifier.classes[Int(classes[at])]
      steps.back(&live, goals: CollectionOfOne(item.accept), edges, passed)
      rows.insert(live, at: at)
      let isFirst = passed.contains(Vocabulary.sentenceFirst)
      edges = Edges(isStart: isFirst, isEnd: isFirst && at > 0)
    }
    return rows
  }
}
