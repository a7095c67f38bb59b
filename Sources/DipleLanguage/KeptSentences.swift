import DipleAnnotations

/// The sentences of a paragraph that stand in it as they stood in the one before an edit: at its start and at its end. Tags and
/// trees are functions of a sentence, so that these need not be found again.
struct KeptSentences {
  private let former: Layers
  /// How many sentences are the same at the start.
  private let head: Int
  /// How many are the same at the end.
  private let tail: Int
  /// The sentences of now.
  private let sentences: [Range<Int>]

  init(_ bytes: [UInt8], _ tokens: Tokens, _ sentences: [Range<Int>], of former: Layers) {
    let old = former.sentences
    let limit = min(sentences.count, old.count)
    func isSame(_ new: Range<Int>, _ known: Range<Int>) -> Bool {
      guard new.count == known.count, let first = new.first, let last = new.last else { return false }
      let (start, end) = (Int(tokens.starts[first]), Int(tokens.ends[last]))
      let (was, wasEnd) = (former.start(known.lowerBound), former.end(known.upperBound - 1))
      guard end - start == wasEnd - was, bytes[start..<end] == former.bytes[was..<wasEnd] else { return false }
      let shift = Int32(start - was)
      return zip(new, known).allSatisfy { token, other in
        tokens.shapes[token] == former.tokens.shapes[other] && tokens.ends[token] - former.tokens.ends[other] == shift
      }
    }
    var head = 0
    while head < limit, isSame(sentences[head], old[head]) { head += 1 }
    var tail = 0
    while tail < limit - head, isSame(sentences[sentences.count - 1 - tail], old[old.count - 1 - tail]) { tail += 1 }
    (self.former, self.head, self.tail, self.sentences) = (former, head, tail, sentences)
  }

  /// The sentences that are new.
  var new: ArraySlice<Range<Int>> { sentences[head..<sentences.count - tail] }

  /// Fills in the tags of the sentences that are not.
  func restore(_ tags: inout [Tag]) {
    let (front, back) = (new.startIndex, new.endIndex)
    let start = front < sentences.count ? sentences[front].lowerBound : tags.count
    tags.replaceSubrange(0..<start, with: former.tags[0..<start])
    guard back < sentences.count else { return }
    let end = sentences[back].lowerBound
    tags.replaceSubrange(end..., with: former.tags[(former.tags.count - (tags.count - end))...])
  }

  /// The trees that were asked for before, where they stand now.
  var trees: [Int: Dependencies] {
    let behind = sentences.count - former.sentences.count
    var trees: [Int: Dependencies] = [:]
    for (number, tree) in former.knownTrees {
      if number < head {
        trees[number] = tree
      } else if number >= former.sentences.count - tail {
        trees[number + behind] = tree.moved(to: sentences[number + behind].lowerBound)
      }
    }
    return trees
  }
}
