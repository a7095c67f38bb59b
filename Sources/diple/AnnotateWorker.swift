import DipleExchange
import DipleJSONRPC
import DipleLanguageServer
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Stance

/// Does one piece of `diple annotate`'s work, on any thread.
struct AnnotateWorker: Sendable {
  /// What came of it.
  struct Done: Sendable {
    /// Hands out what is to be written, in pieces.
    var output: (@Sendable (_ emit: ([UInt8]) throws -> Void) throws -> Void)?
    var messages: [String] = []
    var isFailure = false
    var size = 0
  }

  let pipeline: Pipeline
  let kinds: Set<String>?
  /// Runs modules that are programs.
  let runner: any ModuleRunner
  let date: DocumentDate?
  /// How texts are marked up; nil where the endings of files tell.
  let input: SourceFormat?
  let format: Annotate.Format
  let offsets: OffsetUnit
  let limit: Int
  /// True where lines name the places whose tone is asked for.
  let usesTargets: Bool
  /// True where a person's corrections next to a file are applied.
  let usesOverrides: Bool
  let page: TextRendering

  func run(_ work: Work) async -> Done {
    switch work {
    case .problem(let text): Done(messages: [text], isFailure: true)
    case .file(let path): await text(of: path)
    case .standardInput: await text(of: nil)
    case .record(let bytes, let file, let line): await record(bytes, "\(file):\(line)")
    }
  }

  private func text(of path: String?) async -> Done {
    let name = path ?? "standard input"
    do throws(FileProblem) {
      let source = if let path { try ByteSource(path: path) } else { ByteSource() }
      let bytes = try source.readAll(limit: limit)
      if let problem = TextCheck.problem(bytes) { throw FileProblem(problem) }
      let format = input ?? path.flatMap { SourceFormat(path: $0) } ?? .plain
      guard let document = Document(bytes: bytes, format: format) else { throw FileProblem("not UTF-8") }
      var done = await annotate(document, id: .string(path ?? "-"), path: path, date: date)
      if bytes.isEmpty { done.messages.append("\(name): is empty") }
      return done
    } catch {
      return Done(messages: ["\(name): \(error.cause)"], isFailure: true)
    }
  }

  private func record(_ line: [UInt8], _ name: String) async -> Done {
    do throws(RecordError) {
      let record = try Record(line: line)
      let document = Document(record.text)
      let targets = usesTargets ? record.places(of: record.targets, in: document, offsets) : []
      var done = await annotate(
        document, id: record.id ?? .string(name), path: nil, date: date ?? record.date,
        targets: usesTargets ? targets.compactMap(\.self) : nil)
      for (number, place) in targets.enumerated() where place == nil {
        done.messages.append("\(name): target \(number + 1) does not stand in one paragraph of the text; left out")
        done.isFailure = true
      }
      if let text = record.unreadableDate {
        done.messages.append("\(name): “\(text)” is no day written YYYY-MM-DD; annotated without it")
      }
      return done
    } catch {
      return Done(messages: ["\(name): \(error)"], isFailure: true)
    }
  }

  private func annotate(
    _ document: Document, id: JSON, path: String?, date: DocumentDate?, targets: [Place]? = nil
  ) async -> Done {
    let pipeline = targets.map { self.pipeline.replacing(with: StanceAnnotator(targets: $0)) } ?? self.pipeline
    let sidecar = path.flatMap { usesOverrides ? SidecarFiles(of: $0, pipeline.manifests) : nil }
    let analysis = await runner.run(
      pipeline, document, date: date, overrides: sidecar?.overrides ?? [], uri: path)
    let writer = DocumentWriter(offsets: offsets, kinds: kinds)
    var done = Done(
      messages: sidecar?.messages(analysis) ?? [], isFailure: sidecar?.hasProblems ?? false,
      size: document.bytes.count)
    for missing in analysis.unanswered {
      let name = path ?? id.string ?? id.int.map(String.init) ?? ""
      done.messages.append("\(name): \(missing.module) gave no answer; what it finds is missing")
      done.isFailure = true
    }
    switch format {
    case .jsonl where document.bytes.count > 4 << 20:
      // The JSON of a long text takes six times its room: it is made while it is written.
      Allocator.giveBack()
      done.output = { emit in try writer.line(analysis, id: id, path: path, emit: emit) }
    case .jsonl: done.output = Self.whole(writer.line(analysis, id: id, path: path))
    case .json: done.output = Self.whole(Array(writer.json(analysis, id: id, path: path).pretty().utf8))
    case .text:
      let title = path ?? id.string ?? id.int.map(String.init) ?? ""
      done.output = Self.whole(page.render(analysis, title: title, kinds: kinds))
    case .ledger, .timeline, .stances:
      let title = path ?? id.string ?? id.int.map(String.init) ?? ""
      let style = PageStyle(width: page.width, usesColor: page.usesColor, file: title)
      done.output = Self.whole(format.insight.map { $0.render(analysis, title: title, style) } ?? [])
    }
    return done
  }

  private static func whole(_ bytes: [UInt8]) -> @Sendable (([UInt8]) throws -> Void) throws -> Void {
    { emit in try emit(bytes) }
  }
}
