public import DiplePluginKit

/// What a paragraph may ask the document about a name.
public enum NameQuestion: Hashable, Sendable {
  /// Which type does the document give these words?
  case type(words: UInt64)
  /// Who bears this family or given name, and what is believed of longer names that begin or end with the word?
  case bearer(Word)
  /// Which organization do these initials stand for?
  case initials(Word)
  /// Which organization is called so in short?
  case short(words: UInt64)
  /// What is the fullest form of this thing's name?
  case name(thing: UInt64)
}

/// What a paragraph tells of a name.
public enum NameFact: Equatable, Sendable {
  /// The words name a thing of this type, if any, and this is what the recogniser believes of them, if it was asked.
  case vote(EntityType?, Evidence, Beliefs?)
  /// A longer name of which this is believed begins or ends with the word.
  case inside(Beliefs, isFirst: Bool)
  /// The words are the initials of an organization.
  case acronym
  /// Somebody bears the name. Sure where more than the shape says that it is a person.
  case bearer(thing: UInt64, isSure: Bool, Gender?)
  /// The initials, or the short form, stand for this organization.
  case organization(thing: UInt64)
  /// The thing is called so.
  case form(String)
  /// The thing has this number among the user's own names.
  case own(Int)
}

/// What the document answers.
public enum NameAnswer: Equatable, Sendable {
  /// The type that the rules give, and what the recogniser believes of all mentions.
  case type(EntityType?, Consensus)
  /// Who bears the name, if anybody, and the strongest beliefs about longer names that begin and end with the word.
  case bearer(Bearer?, first: Beliefs, last: Beliefs)
  case organization(thing: UInt64)
  case name(String)
  /// The thing is called what the user says, under this number.
  case own(Int)
}

/// Who bears a name.
public struct Bearer: Equatable, Sendable {
  /// The thing that the full name names: the first one where several do.
  var thing: UInt64
  /// Whether that is a woman or a man, as the given name tells.
  var gender: Gender?
  /// The first who is a woman, and the first who is a man.
  var woman: UInt64?
  var man: UInt64?
  /// True where more than the shape says that it is a person.
  var isSure: Bool

  /// Who is meant where the words before tell whether a woman or a man is; nil where that is somebody else.
  func thing(for gender: Gender?) -> UInt64? {
    switch gender {
    case .female?: woman ?? (self.gender == nil ? thing : nil)
    case .male?: man ?? (self.gender == nil ? thing : nil)
    default: thing
    }
  }
}

extension NameAnswer {
  /// Makes an answer of the facts, which stand in document order.
  init?(_ question: NameQuestion, _ facts: [NameFact]) {
    switch question {
    case .type:
      var (sum, mentions) = (Beliefs(), 0)
      for case .vote(_, _, let beliefs?) in facts { (sum, mentions) = (sum + beliefs, mentions + 1) }
      self = .type(Self.type(facts), Consensus(sum: sum, of: mentions))
    case .bearer:
      var (bearer, first, last): (Bearer?, Beliefs, Beliefs) = (nil, Beliefs(), Beliefs())
      for fact in facts {
        switch fact {
        case .bearer(let thing, let isSure, let gender):
          var known = bearer ?? Bearer(thing: thing, gender: gender, isSure: isSure)
          if isSure { known.isSure = true }
          if gender == .female, known.woman == nil { known.woman = thing }
          if gender == .male, known.man == nil { known.man = thing }
          bearer = known
        case .inside(let beliefs, isFirst: true): first = .max(first, beliefs)
        case .inside(let beliefs, isFirst: false): last = .max(last, beliefs)
        default: break
        }
      }
      // Coarse, as all who bear the name ask: an edit beside the full name is seldom worth reading them again.
      self = .bearer(bearer, first: first.coarse, last: last.coarse)
    case .initials:
      guard case .organization(let thing)? = facts.first else { return nil }
      self = .organization(thing: thing)
    case .short:
      var only: UInt64?
      for case .organization(let thing) in facts {
        if let only, only != thing { return nil }
        only = thing
      }
      guard let only else { return nil }
      self = .organization(thing: only)
    case .name:
      for case .own(let number) in facts {
        self = .own(number)
        return
      }
      var longest = ""
      for case .form(let form) in facts where form.utf8.count > longest.utf8.count { longest = form }
      self = .name(longest)
    }
  }

  /// Names that are sure decide, the last of them; then the words around a name; then that it is an acronym of the text;
  /// then that it acts or owns more than once: once may be chance.
  private static func type(_ facts: [NameFact]) -> EntityType? {
    var (context, usage, uses): (EntityType?, EntityType?, Int) = (nil, nil, 0)
    for fact in facts.reversed() {
      guard case .vote(let type?, let evidence, _) = fact else { continue }
      switch evidence {
      case .own, .list, .title, .given, .head: return type
      case .context: context = type
      case .usage: (usage, uses) = (type, uses + 1)
      case .shape, .model: break
      }
    }
    return context ?? (facts.contains(.acronym) ? .organization : uses > 1 ? usage : nil)
  }
}

extension Found {
  /// The name of the thing that this mention names, as a thing of `type`, before the document is asked.
  func thing(as type: EntityType) -> UInt64 {
    switch type {
    case .person: person
    case .group: canonical &+ 1
    default: canonical
    }
  }

  /// Tells the document what the mention is.
  func tell(_ text: (Span) -> String, _ own: OwnNames?, _ board: (NameQuestion, NameFact) -> Void) {
    let type = local
    let ownThing = self.own.flatMap { number in own?.entries[Int(number)].thing }
    if let number = self.own, let ownThing { board(.name(thing: ownThing), .own(Int(number))) }
    if opinion.isKnown || self.type != nil {
      board(.type(words: words), .vote(weak ? nil : self.type, evidence, opinion.isKnown ? opinion.beliefs : nil))
    }
    if count > 1, opinion.isBest {
      board(.bearer(given), .inside(opinion.beliefs, isFirst: true))
      board(.bearer(last), .inside(opinion.beliefs, isFirst: false))
    }
    if ownThing == nil, count > 1 || evidence == .list {
      let form = NameFact.form(text(span))
      if let type {
        board(.name(thing: thing(as: type)), form)
      } else {
        board(.name(thing: thing(as: .person)), form)
        board(.name(thing: thing(as: .organization)), form)
      }
    }
    guard !weak, count > 1, let type else { return }
    let thing = ownThing ?? thing(as: type)
    switch type {
    // The family name alone bears nothing that the full name does not.
    case .person where Reader.particles.contains(first): break
    case .person:
      let gender = GivenNames.gender(of: first).flatMap { $0 == .either ? nil : $0 }
      board(.bearer(last), .bearer(thing: thing, isSure: evidence != .shape, gender))
      board(.bearer(given), .bearer(thing: thing, isSure: false, gender))
    case .organization:
      board(.type(words: Names.join(0, initials)), .acronym)
      board(.initials(initials), .organization(thing: thing))
      if short != 0 { board(.short(words: short), .organization(thing: thing)) }
    default: break
    }
  }
}
