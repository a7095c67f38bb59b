public import DiplePluginKit
import Synchronization

/// Runs modules that are elsewhere (`RemoteAnnotator`).
public protocol ModuleRunner: Sendable {
  /// Asks a module. Returns at once.
  /// - Parameters:
  ///   - query: what is asked.
  ///   - document: names the document; the id of a query is unique within it.
  ///   - answer: is called once, on any thread, with what came of it. The runner sees to it that this does not take for ever.
  func ask(_ query: RemoteQuery, of document: DocumentKey, answer: @escaping @Sendable (ModuleAnswer) -> Void)

  /// Tells that nobody needs the answer any more.
  func withdraw(_ query: Int, of document: DocumentKey)

  /// Tells that nobody will ask about the document again.
  func forget(_ document: DocumentKey)
}

/// What came of a question to a module.
public enum ModuleAnswer: Sendable {
  /// The module found this.
  case found([Annotation])
  /// The module failed; the cause is for a person.
  case failed(String)
  /// Nobody wanted the answer any more.
  case withdrawn

  /// What was found: nothing where there is no answer.
  public var annotations: [Annotation] { if case .found(let annotations) = self { annotations } else { [] } }
}

/// Names a document for a `ModuleRunner`.
public struct DocumentKey: Sendable, Hashable {
  /// A number that no other document of the process has had.
  public let number: Int
  /// Where the document is, if that is known.
  public let uri: String?

  private static let last = Atomic(0)
  /// A new key.
  public init(uri: String?) {
    number = Self.last.add(1, ordering: .relaxed).newValue
    self.uri = uri
  }
}

/// Runs nothing: every module finds nothing.
public struct NoRunner: ModuleRunner {
  /// The only one.
  public init() {}
  /// Nothing is found.
  public func ask(_ query: RemoteQuery, of document: DocumentKey, answer: @escaping @Sendable (ModuleAnswer) -> Void) {
    answer(.found([]))
  }
  /// Nothing is to be done.
  public func withdraw(_ query: Int, of document: DocumentKey) {}
  /// Nothing is to be done.
  public func forget(_ document: DocumentKey) {}
}
