import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Synchronization
import Testing

@testable import DipleLanguageServer

/// Modules that answer later, seen by a client.
@Suite struct ElsewhereTests {
  private let desk = Desk()

  private func session() async throws -> Session {
    try await Session.running(Registry([Bells()]), runner: desk)
  }

  /// Answers all questions as the module would, and waits until the server has taken the answers.
  private func answerAll(_ session: Session) async {
    desk.answerAll()
    await session.server.takeAnswers()
  }

  private func published(_ messages: [JSON]) -> [JSON] {
    messages.filter { $0["method"] == "diple/publishAnnotations" }.compactMap { $0["params"] }
  }

  @Test func theListComesAtOnceAndAnswersAreTold() async throws {
    let session = try await session()
    #expect(published(await session.open("a", "A bell.\n\nA bell."))[0]["annotations"] == [])
    await answerAll(session)
    let told = published(session.taken())
    #expect(told.count == 1)
    #expect(told[0]["version"] == 1)
    #expect(told[0]["added"]?.array?.count == 2)
  }

  @Test func whatIsNoNewsIsNotTold() async throws {
    let session = try await session()
    _ = await session.open("a", "Nothing.")
    await answerAll(session)
    #expect(published(session.taken()) == [])
  }

  @Test func anAnswerOfAnOlderTextIsDropped() async throws {
    let session = try await session()
    _ = await session.open("a", "A bell.")
    let stale = desk.take()
    _ = await session.give(.change("a", 2, ["text": "No more."]))
    _ = session.taken()
    for question in stale { question.answer() }
    await session.server.takeAnswers()
    #expect(published(session.taken()) == [])
    #expect(desk.withdrawn == stale.map(\.query.id))
  }

  @Test func aClosedDocumentNeedsNoAnswer() async throws {
    let session = try await session()
    _ = await session.open("a", "A bell.")
    await session.give(.notification(method: "textDocument/didClose", params: ["textDocument": ["uri": "a"]]))
    _ = session.taken()
    _ = await session.open("a", "A bell again: bell.")
    let questions = desk.take()
    questions[0].answer()
    await session.server.takeAnswers()
    // The first question was of the document that was closed.
    #expect(published(session.taken()) == [])
    #expect(desk.forgotten == 1)
    questions[1].answer()
    await session.server.takeAnswers()
    #expect(published(session.taken()).last?["added"]?.array?.count == 2)
  }

  @Test func synchronizeWaitsForAnswers() async throws {
    let session = try await session()
    _ = await session.open("a", "A bell.")
    await session.give(.request(.int(7), method: "diple/synchronize", params: nil))
    #expect(session.taken().isEmpty)
    await answerAll(session)
    let told = session.taken()
    #expect(told.map { $0["method"] ?? $0["id"] } == ["diple/publishAnnotations", 7])
    // Now nothing is outstanding.
    #expect(await session.request("diple/synchronize", id: 8)["result"]?["documents"]?.array?.count == 1)
  }

  @Test func aBarrierCanBeCancelled() async throws {
    let session = try await session()
    _ = await session.open("a", "A bell.")
    await session.give(.request(.int(7), method: "diple/synchronize", params: nil))
    let told = await session.notify("$/cancelRequest", ["id": 7])
    #expect(told.map { $0["error"]?["code"] } == [-32800])
    await answerAll(session)
    #expect(session.taken().allSatisfy { $0["id"] == nil })
  }
}

/// Questions that lie until the test answers them.
private final class Desk: ModuleRunner {
  struct Question: Sendable {
    let query: RemoteQuery
    let reply: @Sendable (ModuleAnswer) -> Void
    func answer() { reply(.found(Bells.answer(query))) }
  }
  private struct State {
    var questions: [Question] = []
    var withdrawn: [Int] = []
    var forgotten = 0
  }
  private let state = Mutex(State())

  func ask(_ query: RemoteQuery, of document: DocumentKey, answer: @escaping @Sendable (ModuleAnswer) -> Void) {
    state.withLock { $0.questions.append(Question(query: query, reply: answer)) }
  }
  func withdraw(_ query: Int, of document: DocumentKey) { state.withLock { $0.withdrawn.append(query) } }
  func forget(_ document: DocumentKey) { state.withLock { $0.forgotten += 1 } }

  func take() -> [Question] {
    state.withLock { state in
      defer { state.questions = [] }
      return state.questions
    }
  }
  func answerAll() { for question in take() { question.answer() } }
  var withdrawn: [Int] { state.withLock(\.withdrawn) }
  var forgotten: Int { state.withLock(\.forgotten) }
}

/// Finds bells, somewhere else.
private struct Bells: RemoteAnnotator {
  let isLocal = true
  let manifest = Manifest(
    id: "bells", version: "1", api: 1, title: "Bells", kinds: [.init(name: "bell", label: "Bell", attributes: [])],
    requires: ["tokens"], settings: Settings())

  static func answer(_ query: RemoteQuery) -> [Annotation] {
    query.paragraphs.flatMap { item in
      item.layers.tokens.indices.filter { item.layers.word($0) == "bell" }.map {
        Annotation("bell", item.place($0..<$0 + 1), confidence: 1, source: "bells/bell", reason: "a bell")
      }
    }
  }
}
