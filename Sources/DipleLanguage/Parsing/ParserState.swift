package import DipleAnnotations

/// A token as the parser sees it: what is known of it, and what hangs on it so far.
struct ParserNode {
  /// The word's hash.
  var word: UInt64
  /// The tag's number plus one.
  var tag: UInt64
  /// Word and tag in one.
  var both: UInt64
  /// The class of the word.
  var group: UInt64
  /// The last two bytes.
  var suffix: UInt64
  /// The relations of its dependents on each side, a bit each.
  var leftSet: UInt64 = 0
  var rightSet: UInt64 = 0
  /// How many verbs, and how many commas, colons and dashes, stand before it in the sentence.
  var verbs: Int32 = 0
  var commas: Int32 = 0
  /// Its head; -1 before it has one. The root is the node behind the last token.
  var head: Int32 = -1
  // Its dependents nearest to and farthest from it, on each side; -1 where there are none.
  var nearLeft: Int32 = -1
  var farLeft: Int32 = -1
  var nearRight: Int32 = -1
  var farRight: Int32 = -1
  var leftCount: UInt8 = 0
  var rightCount: UInt8 = 0
  /// Its relation to its head.
  var relation: UInt8 = ParserNode.noRelation

  static let noRelation: UInt8 = 0x3F

  /// What stands where no token is.
  static let none = ParserNode(word: 7, tag: 0x3F, both: 7, group: 0x7FF, suffix: 1)
  static let root = ParserNode(word: 0x5EED, tag: 0x3E, both: 0x5EED, group: 0x7FE, suffix: 1)
}

/// What an arc-hybrid parser has read of a sentence (Kuhlmann, Gómez-Rodríguez and Satta 2011): a stack, the next token, and the arcs so far.
/// The root stands behind the last token (Ballesteros and Nivre 2013).
///
/// One state reads one sentence after the other, in memory of its own: a parse makes some hundred moves a sentence, and each looks
/// at a hundred facts.
package final class ParserState {
  /// What can be done next. `left`: the next token is the head of the stack's top, which then is done; `right`: the token below it is.
  package enum Move: Int, CaseIterable, Sendable { case shift, left, right }

  /// How many tokens the sentence has.
  package private(set) var count = 0
  /// The next token; `count` once only the root is left.
  package private(set) var next = 0
  /// How many tokens are on the stack.
  package private(set) var depth = 0
  private var room = 0
  private var memory: UnsafeMutablePointer<ParserNode>
  private var stack: UnsafeMutablePointer<Int32>
  /// The tokens from 0; -1 and what is behind the root stand for none.
  var nodes: UnsafeMutablePointer<ParserNode> { memory + 1 }

  /// A state that has read nothing.
  package init() {
    memory = .allocate(capacity: 1)
    stack = .allocate(capacity: 1)
  }

  deinit {
    memory.deallocate()
    stack.deallocate()
  }

  /// Begins with a sentence.
  package func begin(
    _ bytes: [UInt8], _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>, _ classes: WordClasses?
  ) {
    (count, next, depth) = (sentence.count, 0, 0)
    if count + 5 > room {
      memory.deallocate()
      stack.deallocate()
      room = (count + 5) * 2
      memory = .allocate(capacity: room)
      stack = .allocate(capacity: room)
    }
    memory.initialize(to: .none)
    var (verbs, commas): (Int32, Int32) = (0, 0)
    var node = memory + 1
    for token in sentence {
      let (word, tag) = (tokens.words[token], tags[token])
      let number = UInt64(tag.rawValue) + 1
      var suffix: UInt64 = 1
      for byte in bytes[max(Int(tokens.starts[token]), Int(tokens.ends[token]) - 2)..<Int(tokens.ends[token])] {
        suffix = suffix << 8 | UInt64(byte)
      }
      node.initialize(
        to: ParserNode(
          word: word.hash, tag: number, both: joined(word.hash, number), group: classes.map { $0[word].group } ?? 0,
          suffix: suffix, verbs: verbs, commas: commas))
      if tag.isVerb || tag == .md { verbs += 1 }
      if tag == .comma || tag == .colon { commas += 1 }
      node += 1
    }
    node.initialize(to: .root)
    node.pointee.verbs = verbs
    node.pointee.commas = commas
    (node + 1).initialize(repeating: .none, count: 3)
  }

  /// True once every token has a head.
  package var isDone: Bool { next == count && depth == 0 }

  /// The token some way below the stack's top (0); -1 where there is none.
  @inline(__always)
  package func top(_ below: Int) -> Int { depth > below ? Int(stack[depth - 1 - below]) : -1 }

  /// True where a move can be made.
  @inline(__always)
  package func allows(_ move: Move) -> Bool {
    switch move {
    case .shift: next < count
    // The root has one dependent.
    case .left: depth > 0 && (next < count || depth == 1)
    case .right: depth > 1
    }
  }

  /// Puts the next token on the stack.
  @inline(__always)
  package func shift() {
    stack[depth] = Int32(next)
    depth += 1
    next += 1
  }

  /// Takes the top from the stack and gives it a head.
  @inline(__always)
  package func attach(to head: Int, _ relation: UInt8) {
    let dependent = top(0)
    depth -= 1
    let nodes = nodes
    nodes[dependent].head = Int32(head)
    nodes[dependent].relation = relation
    let bit: UInt64 = 1 << UInt64(relation)
    // Dependents on the left come from the right to the left.
    if dependent < head {
      if nodes[head].nearLeft < 0 { nodes[head].nearLeft = Int32(dependent) }
      nodes[head].farLeft = Int32(dependent)
      nodes[head].leftCount = min(nodes[head].leftCount &+ 1, 100)
      nodes[head].leftSet |= bit
    } else {
      if nodes[head].nearRight < 0 { nodes[head].nearRight = Int32(dependent) }
      nodes[head].farRight = Int32(dependent)
      nodes[head].rightCount = min(nodes[head].rightCount &+ 1, 100)
      nodes[head].rightSet |= bit
    }
  }

  /// The head of a token, -1 for the root's dependent.
  package func head(_ token: Int) -> Int { Int(nodes[token].head) == count ? -1 : Int(nodes[token].head) }
  /// The number of a token's relation.
  package func relation(_ token: Int) -> UInt8 { nodes[token].relation }
}
