// swift-tools-version: 6.2
import PackageDescription

// A package of its own, which sees of Perennial what any other package sees: its public API.
let package = Package(
  name: "perennial-examples",
  dependencies: [.package(name: "perennial", path: "../..")],
  targets: [
    .executableTarget(
      name: "learning-example",
      dependencies: [.product(name: "PerennialLearning", package: "perennial")]),
    .executableTarget(
      name: "lifetime-example",
      dependencies: [.product(name: "PerennialLifetime", package: "perennial")]),
  ]
)
