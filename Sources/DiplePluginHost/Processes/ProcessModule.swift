public import DiplePluginKit
public import Foundation

/// A module that is a program: what is needed to start it.
public struct ProcessModule: Sendable, Hashable {
  /// How it is known that its files are those that were loaded.
  public enum Content: Sendable, Hashable {
    /// A person trusted what has this checksum, and nothing else is started.
    case trusted(checksum: String)
    /// It is the user's own: names, sizes and times tell when it must be started anew.
    case own(stamp: String)
  }

  /// What it says of itself.
  public var manifest: Manifest
  /// Its folder, in which it is started.
  public var folder: URL
  /// What its files held when it was loaded: another content, another module.
  public var content: Content
  /// What it may beyond reading the text: names of capabilities (`Manifest.Capabilities.names`).
  public var grants: Set<String>

  /// Makes one.
  public init(manifest: Manifest, folder: URL, content: Content, grants: Set<String>) {
    (self.manifest, self.folder, self.content, self.grants) = (manifest, folder, content, grants)
  }
}
