import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation

/// The module around a file that somebody writes in: what the file may name.
struct Authoring {
  /// A kind of annotation, and who makes it.
  struct KnownKind {
    var kind: Manifest.Kind
    /// The manifest's path; nil for a part of the program.
    var manifest: String?
    var title: String
    /// True where the module itself makes it.
    var isOwn = false
  }

  /// A word list of the module.
  struct List {
    var name: String
    /// The rule file that names it, as a path.
    var path: String
    var span: Span
    /// The file that holds its entries, as a path.
    var file: String?
  }

  let file: ModuleFile
  let uri: String
  let document: Document
  let sketch: Sketch
  let manifest: Sketch
  let kinds: [KnownKind]
  private let open: [String: [UInt8]]

  /// - Parameters:
  ///   - modules: the manifests of all modules that were found, with their paths.
  ///   - open: the content of open files, by path.
  init(
    _ file: ModuleFile, uri: String, _ document: Document, caret: Int?,
    modules: [(manifest: Manifest, path: String?)], open: [String: [UInt8]]
  ) {
    (self.file, self.uri, self.document, self.open) = (file, uri, document, open)
    sketch = Sketch(document.bytes, caret: caret)
    let disk =
      open[file.manifestPath] ?? (try? Data(contentsOf: URL(fileURLWithPath: file.manifestPath))).map { Array($0) }
    let manifest = file.isManifest ? sketch : Sketch(disk ?? [])
    self.manifest = manifest
    let id = manifest.value([.member("id")])
    let own = Self.kinds(manifest).map {
      KnownKind(kind: $0, manifest: file.manifestPath, title: id ?? file.folder.lastPathComponent, isOwn: true)
    }
    var kinds = own
    for (manifest, path) in modules where path != file.manifestPath && manifest.id != id {
      for kind in manifest.kinds where !kinds.contains(where: { $0.kind.name == kind.name }) {
        kinds.append(KnownKind(kind: kind, manifest: path, title: manifest.title))
      }
    }
    self.kinds = kinds
  }

  var schema: ModuleSchema { file.isManifest ? .manifest : .rules }

  /// The kinds of a manifest that may be unfinished.
  private static func kinds(_ manifest: Sketch) -> [Manifest.Kind] {
    manifest.names(in: [.member("kinds")]).map { part in
      let name = manifest.text(part)
      let path: [Sketch.Step] = [.member("kinds"), .member(name)]
      let around = path + [.member("attributes")]
      let attributes = manifest.names(in: around).map { part in
        let attribute = manifest.text(part)
        let values = manifest.values(in: around + [.member(attribute)])
        if values.count == 1, values[0].path.last == .member(attribute) {
          return Manifest.Attribute(name: attribute, type: .init(rawValue: manifest.text(values[0])) ?? .string)
        }
        return Manifest.Attribute(name: attribute, type: .string, values: values.map(manifest.text))
      }
      return Manifest.Kind(
        name: name, label: manifest.value(path + [.member("label")]) ?? name, attributes: attributes,
        color: manifest.value(path + [.member("color")]))
    }
  }

  var ownKinds: [KnownKind] { kinds.filter(\.isOwn) }
  /// What the manifest requires: layers and kinds.
  var requires: [String] { manifest.values(in: [.member("requires")]).map(manifest.text) }
  func kind(_ name: String) -> KnownKind? { kinds.first { $0.kind.name == name } }

  /// The kind that a rule makes.
  func kind(ofRule path: [Sketch.Step]) -> KnownKind? {
    if let name = sketch.value(path + [.member("kind")]) { return ownKinds.first { $0.kind.name == name } }
    return ownKinds.count == 1 ? ownKinds[0] : nil
  }

  /// The pattern of a rule.
  func pattern(ofRule path: [Sketch.Step]) -> PatternSketch? {
    sketch.values(path + [.member("pattern")]).first.map { PatternSketch($0, in: sketch) }
  }

  /// The rule files of the module, as paths, with their contents as far as they can be read.
  private var ruleFiles: [(path: String, sketch: Sketch)] {
    let patterns = manifest.values(in: [.member("entry"), .member("rules")]).map(manifest.text)
    let disk = RuleFolder(file.folder)
    return file.files(patterns).compactMap { name in
      let path = file.folder.appendingPathComponent(name).path
      if name == file.name { return (path, sketch) }
      return (open[path] ?? disk.read(name)).map { (path, Sketch($0)) }
    }
  }

  /// The word lists of all files of the module.
  var lists: [List] {
    ruleFiles.flatMap { path, sketch in
      sketch.names(in: [.member("lists")]).map { part in
        let name = sketch.text(part)
        let file = sketch.value([.member("lists"), .member(name), .member("file")])
        return List(
          name: name, path: path, span: part.span, file: file.map { self.file.folder.appendingPathComponent($0).path })
      }
    }
  }

  /// The files of the module's folder with these endings, as paths in it.
  func files(_ endings: String...) -> [String] {
    var seen: Set<String> = []
    return endings.flatMap { FilePattern("**/*." + $0).files(below: file.folder) }.filter { seen.insert($0).inserted }
  }

  /// The content of a file, for places in it: as it is in the editor, else on the disk.
  func content(_ path: String) -> Document {
    if path == file.folder.appendingPathComponent(file.name).path { return document }
    let bytes = open[path] ?? (try? Data(contentsOf: URL(fileURLWithPath: path))).map { Array($0) } ?? []
    return Document(String(decoding: bytes, as: UTF8.self))
  }
}

extension LanguageServer {
  /// The module around an open file; nil for a text.
  /// - Parameter caret: where somebody writes.
  func authoring(_ uri: String, caret: Position? = nil) -> Authoring? {
    guard let file = moduleFiles[uri], let document = documents[uri]?.text else { return nil }
    let modules: [(manifest: Manifest, path: String?)] =
      library?.plugins.compactMap { plugin in
        plugin.manifest.map { ($0, plugin.folder?.appendingPathComponent(Manifest.fileName).path) }
      } ?? whole.manifests.map { ($0, nil) }
    return Authoring(
      file, uri: uri, document, caret: caret.map { document.offset(of: $0, client.encoding) }, modules: modules,
      open: openFiles)
  }
}
