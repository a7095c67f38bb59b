import DiplePluginKit

/// What an expression means before its document is known.
enum Meaning: Sendable, Equatable {
  case moment(Moment)
  case duration(Amount)
  case recurrence(Recurrence)
  case vague(Vague)
  /// A slash date that can be read in two orders: the numbers as they stand; its year where it has one.
  case ambiguous(Int8, Int8, year: Int16?)
  /// It is a time, but no value says which; why, for a person.
  case open(Reason)

  /// Why an expression has no value.
  enum Reason: String, Sendable {
    case movable = "the holiday follows another calendar"
    case event = "the event that it counts from has no date"
  }
}

/// A point or stretch of the calendar, complete or to be completed from a reference day.
struct Moment: Sendable, Equatable {
  /// What an expression counts from.
  enum Origin: UInt8, Sendable {
    /// The day of the document: `two days ago`.
    case document
    /// A time that the text named before: `two days later`.
    case text
    /// The time expression that follows: `two days after` + `3 May`.
    case following
    /// Something that is no time expression: `two days after` + `the vote`.
    case event
  }

  /// Which of a row of days, months … of one name is meant.
  enum Choice: UInt8, Sendable {
    case byTense, last, next, this
    /// `last Wednesday`, `next Friday`: on a Thursday nobody calls yesterday and tomorrow so, but those of a week further.
    case notYesterday, notTomorrow
  }

  /// Steps from the origin in a unit; the result names the unit as a whole.
  struct Shift: Sendable, Equatable {
    var unit: Unit
    var count: Int32
  }

  var fields = Fields()
  var shift: Shift?
  /// Steps from the day that the rest of it names, one after the other: `a week from Friday`, `two years and three days ago`.
  var beyond: [Shift] = []
  var choice = Choice.byTense
  var origin = Origin.document

  init(_ fields: Fields = Fields(), shift: Shift? = nil, choice: Choice = .byTense, origin: Origin = .document) {
    (self.fields, self.shift, self.choice, self.origin) = (fields, shift, choice, origin)
  }

  /// True where nothing of the date is open.
  var isComplete: Bool {
    shift == nil && fields.year != nil && (fields.weekday == nil || fields.nth != nil)
      && (fields.day == nil || fields.month != nil)
  }

  /// The finest unit that it names.
  var unit: Unit? { fields.unit ?? shift?.unit }
}

/// An amount of time: up to three parts, from coarse to fine (`two hours and ten minutes`).
struct Amount: Sendable, Equatable {
  struct Part: Sendable, Equatable {
    /// Hundredths of the unit; nil for `several`, `some`.
    var hundredths: Int?
    var unit: Unit
  }
  var parts: [Part]

  init(_ hundredths: Int?, _ unit: Unit) { parts = [Part(hundredths: hundredths, unit: unit)] }

  /// The number of whole units of an amount of one part.
  var whole: (count: Int, unit: Unit)? {
    guard parts.count == 1, let hundredths = parts[0].hundredths, hundredths % 100 == 0 else { return nil }
    return (hundredths / 100, parts[0].unit)
  }
}

/// What comes back: a period, or a field of the calendar.
struct Recurrence: Sendable, Equatable {
  enum Base: Sendable, Equatable {
    case period(Amount)
    case fields(Fields)
  }
  /// TIMEX3 `freq`: how often, or how many of a unit.
  struct Frequency: Sendable, Equatable {
    var count: Int32
    var unit: Unit?
  }
  enum Quant: String, Sendable { case every = "EVERY", each = "EACH", some = "SOME" }

  var base: Base
  var quant: Quant?
  var freq: Frequency?
}
