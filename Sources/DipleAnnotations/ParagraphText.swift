public import DipleText
import Synchronization

/// The text of a paragraph, with its layers on call. Layers take some fifteen times the room of the text; a long document lets
/// those go that were not asked for lately, and reads them again.
public final class ParagraphText: Sendable {
  /// The text.
  public let bytes: [UInt8]
  /// Running text or a heading.
  public let kind: Paragraph.Kind
  private let shelf: LayersShelf
  private let known = Mutex<Layers?>(nil)

  /// Makes one whose layers are kept on a shelf.
  /// - Parameter former: the paragraph before an edit. Where its layers are kept, these are read at once with their help.
  public init(_ bytes: [UInt8], _ kind: Paragraph.Kind, on shelf: LayersShelf, after former: ParagraphText? = nil) {
    (self.bytes, self.kind, self.shelf) = (bytes, kind, shelf)
    if let layers = former?.known.withLock({ $0 }) { keep(shelf.read(bytes, kind, layers)) }
  }

  deinit { if known.withLock({ $0 != nil }) { shelf.forget(bytes.count) } }

  /// What is known of it.
  public var layers: Layers {
    if let layers = known.withLock({ $0 }) { return layers }
    let layers = shelf.read(bytes, kind, nil)
    keep(layers)
    return layers
  }

  private func keep(_ layers: Layers) {
    let isNew = known.withLock { known in
      defer { known = layers }
      return known == nil
    }
    if isNew { shelf.put(self) }
  }

  /// True while its layers are kept.
  public var isRead: Bool { known.withLock { $0 != nil } }

  fileprivate func release() -> Bool {
    known.withLock { known in
      defer { known = nil }
      return known != nil
    }
  }
}

/// Keeps the layers of a document's paragraphs within a bound: the latest read stay.
public final class LayersShelf: Sendable {
  private struct Slot { weak var text: ParagraphText? }
  private struct State {
    /// In the order in which they were read.
    var slots: [Slot] = []
    /// The slots before it were emptied.
    var first = 0
    /// The bytes of text whose layers are kept.
    var size = 0
    /// How many texts that is.
    var count = 0
  }
  private let state = Mutex(State())
  private let limit: Int
  fileprivate let read: Read

  /// Makes the layers of a paragraph. Those before an edit may help; the result does not depend on them.
  public typealias Read = @Sendable (_ bytes: [UInt8], _ kind: Paragraph.Kind, _ former: Layers?) -> Layers

  /// Makes a shelf.
  /// - Parameters:
  ///   - limit: the bytes of text whose layers are kept.
  ///   - read: makes the layers of a paragraph; pure.
  public init(limit: Int, read: @escaping Read) {
    (self.limit, self.read) = (limit, read)
  }

  /// The bytes of text whose layers are kept.
  public var size: Int { state.withLock { $0.size } }

  fileprivate func put(_ text: ParagraphText) {
    // Given up outside the lock: the last reference to a text may go with it, and its end asks for the lock.
    var victims: [ParagraphText] = []
    state.withLock { state in
      state.size += text.bytes.count
      state.count += 1
      state.slots.append(Slot(text: text))
      while state.size > limit, state.first < state.slots.count - 1 {
        if let old = state.slots[state.first].text, old.release() {
          state.size -= old.bytes.count
          state.count -= 1
          victims.append(old)
        }
        state.slots[state.first].text = nil
        state.first += 1
      }
      // Most slots are of texts that were edited away.
      if state.slots.count > 64, state.slots.count > state.count * 2 {
        state.slots.removeAll { $0.text == nil }
        state.first = 0
      }
    }
    withExtendedLifetime(victims) {}
  }

  fileprivate func forget(_ size: Int) {
    state.withLock {
      $0.size -= size
      $0.count -= 1
    }
  }
}
