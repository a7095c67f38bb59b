import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation

extension LanguageServer {
  /// Notes that a document is a part of a module: it is no prose, and it tells its mistakes itself from now on.
  func noteModuleFile(_ uri: String, _ text: String) {
    moduleFiles[uri] = FileURI.path(uri).flatMap { ModuleFile(path: $0, content: Array(text.utf8)) }
    guard moduleFiles[uri] != nil, moduleProblems.remove(uri) != nil else { return }
    tellProblems([], in: uri)
  }

  /// The saved file counts again.
  func forgetModuleFile(_ uri: String) {
    guard let file = moduleFiles.removeValue(forKey: uri) else { return }
    if let items = library.map(problemItems)?[uri] {
      moduleProblems.insert(uri)
      tellProblems(items, in: uri)
    }
    pushModule(file, except: uri)
  }

  /// Tells the mistakes in the open files of a module anew: a list in one is used in another.
  func pushModule(_ file: ModuleFile, except uri: String) {
    for (other, another) in moduleFiles.sorted(by: { $0.key < $1.key })
    where other != uri && another.folder == file.folder { pushDiagnostics(other, evenIfLarge: true) }
  }

  /// What is wrong with a module as it stands in the editor.
  private func problems(_ file: ModuleFile) -> [PluginProblem] {
    let open = openFiles
    return file.problems { open[$0] }
  }

  /// The content of open files, by their paths.
  var openFiles: [String: [UInt8]] {
    var open: [String: [UInt8]] = [:]
    for (uri, document) in documents {
      guard let path = FileURI.path(uri) else { continue }
      open[URL(fileURLWithPath: path).standardizedFileURL.path] = document.text.bytes
    }
    return open
  }

  /// What is wrong with an open file of a module.
  func moduleFileItems(_ file: ModuleFile, _ view: View) -> [JSON] {
    let path = file.folder.appendingPathComponent(file.name).path
    return problems(file).filter { $0.file == path }.prefix(Diagnosis.most).map {
      Self.item($0, in: view.analysis.document, client.encoding)
    }
  }

  /// A mistake in a module's file as a diagnostic. Columns of problems are Unicode scalars, from 1.
  static func item(_ problem: PluginProblem, in document: Document, _ encoding: PositionEncoding) -> JSON {
    let bytes = document.bytes
    let line = min(max(0, (problem.line ?? 1) - 1), document.lines.count - 1)
    let content = document.lines.content(of: line, in: bytes)
    var span = content
    while span.start < span.end, bytes[span.start] == 0x20 { span.start += 1 }
    if let column = problem.column {
      span.start = document.offset(of: Position(line: line, character: max(0, column - 1)), .utf32)
      span.end = span.start
      while span.end < content.end, isName(bytes[span.end]) { span.end += 1 }
      if span.end == span.start, span.end < content.end {
        repeat { span.end += 1 } while span.end < content.end && bytes[span.end] & 0xC0 == 0x80
      }
    }
    func json(_ offset: Int) -> JSON {
      let position = document.lines.position(of: offset, in: bytes, encoding)
      return ["line": .int(position.line), "character": .int(position.character)]
    }
    return [
      "range": ["start": json(span.start), "end": json(span.end)],
      "severity": .int(DiagnosticSeverity.error.rawValue), "source": "diple", "code": "module",
      "message": .string(problem.cause),
    ]
  }

  /// Letters, digits and what joins them in names; all beyond ASCII.
  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x80...: true
    default: false
    }
  }
}
