import DiplePluginKit

/// What flows from paragraph to paragraph: who was named, who bears which role, who spoke. All of it ages, so that an edit
/// reaches a few paragraphs and no more; nothing in it grows with the document.
public struct Conversation: Sendable, Equatable {
  /// Something named in a paragraph before.
  struct Named: Sendable, Equatable {
    var cluster: Cluster
    /// The last word of the mention: a family name.
    var name: Word
    var isPerson: Bool
    var gender: Gender?
    var isSubject: Bool
    var age: Int
  }

  /// A noun that stands for somebody (`the minister`).
  private struct Role: Sendable, Equatable {
    var head: Word
    var cluster: Cluster
    var age: Int
  }

  /// Who spoke last; nil for a source that no name stands for.
  private struct Voice: Sendable, Equatable {
    var thing: Cast.Thing?
    var age: Int
  }

  /// How many of the paragraphs to come were read together with one before.
  private var skip = 0
  /// The last mention of each thing; the last one stands last.
  private(set) var named: [Named] = []
  private var roles: [Role] = []
  private var voice: Voice?
  /// Who takes turns.
  var dialogue = Dialogue()
  /// Whether two take turns, for quotations that go on in the next paragraph.
  var turns = Turns()

  // MARK: Paragraphs

  /// Goes past a paragraph that was read with one before; false where the next one was not.
  mutating func skipsParagraph() -> Bool {
    guard skip > 0 else { return false }
    skip -= 1
    return true
  }

  /// Notes how many further paragraphs were read.
  mutating func leaves(read further: Int) { skip = further }

  /// How many paragraphs back names, roles and voices count.
  private static let reach = (names: 3, roles: 12, voice: 6)
  private static let most = (names: 12, roles: 8)

  /// A paragraph begins: everything is one further away, and what is too far is forgotten.
  mutating func nextParagraph() {
    for index in named.indices { named[index].age += 1 }
    for index in roles.indices { roles[index].age += 1 }
    named.removeAll { $0.age > Self.reach.names }
    roles.removeAll { $0.age > Self.reach.roles }
    voice?.age += 1
    if let age = voice?.age, age > Self.reach.voice { voice = nil }
    dialogue.nextParagraph()
  }

  // MARK: Names

  /// Something is named.
  mutating func names(_ thing: Named) {
    var thing = thing
    if let index = named.lastIndex(where: { $0.cluster == thing.cluster }) {
      thing.gender = thing.gender ?? named[index].gender
      named.remove(at: index)
    }
    named.append(thing)
    if named.count > Self.most.names { named.removeFirst() }
  }

  /// What was known of somebody's sex before.
  func gender(of cluster: Cluster) -> Gender? { named.last { $0.cluster == cluster }?.gender }

  /// Somebody bears a role.
  mutating func gives(_ head: Word, to cluster: Cluster) {
    roles.removeAll { $0.head == head }
    roles.append(Role(head: head, cluster: cluster, age: 0))
    if roles.count > Self.most.roles { roles.removeFirst() }
  }

  /// Who bears a role.
  func bearer(of head: Word) -> Cluster? { roles.last { $0.head == head }?.cluster }

  // MARK: Voices

  /// Somebody has spoken.
  mutating func spoke(_ thing: Cast.Thing?) { voice = Voice(thing: thing, age: 0) }

  /// Who spoke last, where a name stands for the source.
  var lastSpeaker: Cast.Thing? { voice?.thing }
  /// True where somebody spoke whom no name stands for.
  var spokeUnnamed: Bool { voice.map { $0.thing == nil } ?? false }
}

/// Whose words stood in marks last, as far as it tells whether a quotation answers the one before it.
struct Turns: Sendable, Equatable {
  /// The last word of the phrase that names the source.
  private var name: Word?
  private var age = 0
  /// How many paragraphs ago another one spoke.
  private var other: Int?

  private static let reach = 3

  /// A source is named beside marks.
  mutating func take(_ new: Word, isPronoun: Bool) {
    if let name, name != new, !isPronoun { other = age }
    (name, age) = (new, 0)
  }

  /// The one who spoke last goes on.
  mutating func goOn() { age = 0 }

  /// True where two have spoken within a few paragraphs.
  var alternate: Bool { other != nil }

  /// A paragraph begins.
  mutating func nextParagraph() {
    age += 1
    other = other.map { $0 + 1 }
    if age > Self.reach { (name, age) = (nil, 0) }
    if let other, other > Self.reach { self.other = nil }
  }
}

/// Who speaks where no cue says so: the one who spoke last, or the other one where two take turns.
struct Dialogue: Sendable, Equatable {
  private struct Turn: Sendable, Equatable {
    var speaker: Mention
    var age: Int
  }
  private var last: Turn?
  private var other: Turn?

  private static let reach = 2

  mutating func heard(_ speaker: Mention) {
    if let last, !isSame(last.speaker, speaker) { other = last }
    last = Turn(speaker: speaker, age: 0)
  }

  /// The speaker of a quotation without a cue.
  var turn: Mention? {
    guard let last else { return nil }
    if let other, last.age > 0, other.age - last.age <= Self.reach { return other.speaker }
    return last.speaker
  }

  mutating func nextParagraph() {
    last?.age += 1
    other?.age += 1
    if let age = last?.age, age > Self.reach { last = nil }
    if let age = other?.age, age - (last?.age ?? 0) > Self.reach { other = nil }
  }

  private func isSame(_ a: Mention, _ b: Mention) -> Bool {
    if let a = a.entity, let b = b.entity { return a == b }
    return a.place == b.place
  }
}
