// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "starter",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(path: "../../..")
  ],
  targets: [
    .executableTarget(
      name: "starter", dependencies: [.product(name: "DiplePluginProcess", package: "diple")])
  ]
)
