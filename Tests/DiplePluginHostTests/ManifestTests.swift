import DiplePluginKit
import Testing

@Suite struct ManifestTests {}
