import DiplePluginHost
import DiplePluginKit
import Foundation

extension LanguageServer {
  /// The modules that do not count for a document: those that another workspace folder brings. The innermost folder that holds
  /// the document is its own, as for options. A document in no folder belongs to the session, and so do modules that are named
  /// or the user's.
  func modulesElsewhere(_ uri: String) -> Set<String> {
    guard configuration.folders.count > 1, let own = configuration.folder(of: uri)?.uri else { return [] }
    let brought = configuration.folders.compactMap { folder in
      FileURI.path(folder.uri).map { path in
        (uri: folder.uri, modules: Self.resolved(path + "/" + PluginPlaces.workspaceFolder) + "/")
      }
    }
    return Set(
      (library?.plugins ?? []).compactMap { plugin in
        guard plugin.place == .workspace, plugin.state == .active, let path = plugin.folder?.path else { return nil }
        let module = Self.resolved(path) + "/"
        guard let folder = brought.first(where: { module.hasPrefix($0.modules) }) else { return nil }
        return folder.uri == own ? nil : plugin.id
      })
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
