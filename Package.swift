// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of a floor: it may import what its floor allows and nothing else.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
  .target(name: name, dependencies: dependencies, path: path, exclude: ["README.md"], swiftSettings: strict)
}

/// A built-in annotator: a plugin like any other, plus a C target that carries its files in the binary.
/// `data` are the files that `embed.c` includes; SwiftPM must not treat them as sources.
func plugin(_ name: String, data: [String]) -> [Target] {
  [
    .target(
      name: "\(name)Resources", path: "Plugins/\(name)/Resources", exclude: data,
      publicHeadersPath: "include"),
    .target(
      name: name, dependencies: ["DiplePluginKit", .byName(name: "\(name)Resources")],
      path: "Plugins/\(name)/Sources", swiftSettings: strict),
  ]
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "diple",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "diple", targets: ["diple"]),
    .library(name: "DiplePluginKit", targets: ["DiplePluginKit"]),
    .library(name: "DiplePluginProcess", targets: ["DiplePluginProcess"]),
    .library(name: "DiplePipeline", targets: ["DiplePipeline", "DiplePluginHost"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Floor 0
    module("DipleText"),
    // Floor 1
    module("DipleAnnotations", ["DipleText"]),
    module("DipleJSONRPC"),
    // Floor 2
    .target(
      name: "DipleLanguageResources", exclude: ["data"], publicHeadersPath: "include"),
    module("DipleLanguage", ["DipleText", "DipleAnnotations", "DipleLanguageResources"]),
    // Floor 3
    module("DiplePluginKit", ["DipleText", "DipleAnnotations", "DipleLanguage", "DipleJSONRPC"]),
    module("DipleRules", ["DiplePluginKit"]),
  ]
    + plugin("Quotes", data: ["data"])
    + plugin("Entities", data: ["data"])
    + plugin("Dates", data: ["data"])
    + plugin("Stance", data: ["data"]) + [
      // Floor 4
      module("DiplePipeline", ["DiplePluginKit"]),
      module("DiplePluginProcess", ["DiplePluginKit", "DipleJSONRPC"]),
      // Floor 5
      .target(name: "DipleSandbox", exclude: ["README.md"], publicHeadersPath: "include"),
      module(
        "DiplePluginHost",
        ["DiplePipeline", "DipleRules", "DipleJSONRPC", "DipleSandbox", "Quotes", "Entities", "Dates", "Stance", yams]),
      .target(name: "DipleExchangeResources", exclude: ["data"], publicHeadersPath: "include"),
      module("DipleExchange", ["DiplePipeline", "DipleJSONRPC", "DipleLanguage", "DipleExchangeResources"]),
      // Floor 6
      module("DipleSpecs", ["DiplePluginHost", "DipleRules", "DipleExchange", "Entities"]),
      .target(name: "DipleLanguageServerResources", exclude: ["data"], publicHeadersPath: "include"),
      module(
        "DipleLanguageServer",
        [
          "DiplePluginHost", "DipleRules", "DipleExchange", "DipleSpecs", "DipleJSONRPC", "Entities",
          "DipleLanguageServerResources",
        ]),
      module("DipleClient", ["DipleLanguageServer", "DipleJSONRPC"]),
      .target(name: "DiplePluginToolsResources", exclude: ["data"], publicHeadersPath: "include"),
      module("DiplePluginTools", ["DipleSpecs", "DiplePluginHost", "DipleRules", "DiplePluginToolsResources"]),
      // Floor 7
      .executableTarget(
        name: "diple",
        dependencies: [
          "DiplePluginTools",
          "DipleLanguageServer", "DipleClient", "DipleSpecs", "DiplePluginHost", "DipleExchange", "DipleLanguage",
          "Entities", "Stance", argumentParser,
        ],
        swiftSettings: strict),
      .executableTarget(
        name: "diple-train",
        dependencies: [
          "DipleLanguage", "DipleAnnotations", "DipleText", "DiplePipeline", "Entities", "Quotes", "Stance",
          argumentParser,
        ],
        exclude: ["README.md", "Python"],
        swiftSettings: strict),
      .executableTarget(
        name: "diple-bench",
        dependencies: [
          "DiplePluginHost", "DipleRules", "DipleJSONRPC", "DipleLanguageServer", "DipleClient", argumentParser,
        ],
        swiftSettings: strict),
      // Examples
      .executableTarget(
        name: "units", dependencies: ["DiplePluginProcess"], path: "Plugins/Examples/units/Sources",
        swiftSettings: strict),
      // Tests
      .target(
        name: "TestSupport", dependencies: ["DiplePipeline", "DipleJSONRPC"], path: "Tests/Support",
        swiftSettings: strict),
      tests("DipleTextTests", ["DipleText"]),
      tests("DipleJSONRPCTests", ["DipleJSONRPC"]),
      tests("DipleAnnotationsTests", ["DipleAnnotations"]),
      tests("DipleLanguageTests", ["DipleLanguage", "DipleAnnotations"]),
      tests("DipleRulesTests", ["DipleRules", "DiplePluginHost", "DipleSpecs", "DipleJSONRPC"]),
      tests("EntitiesTests", ["Entities", "DiplePipeline"]),
      tests("DatesTests", ["Dates", "DiplePipeline"]),
      tests("QuotesTests", ["Quotes", "DiplePluginHost"]),
      tests("StanceTests", ["Stance", "DiplePluginHost"]),
      tests("DiplePipelineTests", ["DiplePipeline", "DipleAnnotations", "DiplePluginHost", "DipleJSONRPC"]),
      .executableTarget(name: "hostile-module", path: "Tests/HostileModule"),
      .executableTarget(
        name: "swift-module", dependencies: ["DiplePluginProcess"], path: "Tests/SwiftModule", swiftSettings: strict),
      tests(
        "DiplePluginHostTests",
        ["DiplePluginHost", "DipleSandbox", "DipleJSONRPC", "DipleSpecs", "hostile-module", "swift-module", "units"]),
      tests("DipleExchangeTests", ["DipleExchange", "DiplePluginHost", "DipleJSONRPC"]),
      tests("DipleSpecsTests", ["DipleSpecs", "DiplePluginHost"]),
      tests(
        "DiplePluginToolsTests", ["DiplePluginTools", "DiplePluginHost", "DipleJSONRPC", "hostile-module"]),
      tests("CommandTests", ["DipleJSONRPC"]),
      tests("ProtocolTests", ["DipleLanguageServer", "DipleClient", "DipleJSONRPC"]),
    ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
