public import DiplePluginKit
public import Foundation

/// A module that is a program: what is needed to start it.
public struct ProcessModule: Sendable, Hashable {
  /// What it says of itself.
  public var manifest: Manifest
  /// Its folder, in which it is started.
  public var folder: URL
  /// What its files held when it was loaded: another content, another module.
  public var checksum: String
  /// What it may beyond reading the text: names of capabilities (`Manifest.Capabilities.names`).
  public var grants: Set<String>

  /// Makes one.
  public init(manifest: Manifest, folder: URL, checksum: String, grants: Set<String>) {
    (self.manifest, self.folder, self.checksum, self.grants) = (manifest, folder, checksum, grants)
  }

  /// Of what the manifest asks for, what was granted.
  var allowed: Grants {
    let asked = manifest.capabilities
    var allowed = Manifest.Capabilities.none
    if grants.contains("network") { allowed.network = asked.network }
    if grants.contains("files") { (allowed.readable, allowed.writable) = (asked.readable, asked.writable) }
    if grants.contains("environment") { allowed.environment = asked.environment }
    return Grants(allowed)
  }
}
