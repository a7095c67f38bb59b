public import DiplePluginKit

/// What the user lets a module have of what its manifest asks for.
public struct Grants: Sendable, Hashable {
  /// What is granted; what the manifest does not ask for is not given.
  public var capabilities: Manifest.Capabilities
  /// Grants these.
  public init(_ capabilities: Manifest.Capabilities) { self.capabilities = capabilities }
  /// Nothing.
  public static let none = Grants(.none)
  /// All that the manifest asks for.
  public static func all(of manifest: Manifest) -> Grants { Grants(manifest.capabilities) }

  /// Of what the manifest asks for, the capabilities of these names (`Manifest.Capabilities.names`).
  public init(_ names: Set<String>, of manifest: Manifest) {
    var granted = manifest.capabilities
    if !names.contains("network") { granted.network = false }
    if !names.contains("files") { (granted.readable, granted.writable) = ([], []) }
    if !names.contains("environment") { granted.environment = [] }
    capabilities = granted
  }

  /// What is both asked for and granted.
  func given(_ asked: Manifest.Capabilities) -> Manifest.Capabilities {
    func both(_ asked: [String], _ granted: [String]) -> [String] { asked.filter(granted.contains) }
    return Manifest.Capabilities(
      network: asked.network && capabilities.network, readable: both(asked.readable, capabilities.readable),
      writable: both(asked.writable, capabilities.writable),
      environment: both(asked.environment, capabilities.environment))
  }
}
