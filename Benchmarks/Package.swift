// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

let learning: Target.Dependency = .product(name: "PerennialLearning", package: "perennial")
let lifetime: Target.Dependency = .product(name: "PerennialLifetime", package: "perennial")

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: ["Inputs"] + dependencies, swiftSettings: settings)
}

let package = Package(
  name: "perennial-benchmarks",
  dependencies: [
    .package(name: "perennial", path: ".."),
    // Without its default trait the harness needs no jemalloc.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .target(name: "Inputs", swiftSettings: settings),
    program("benchmark-kmeans", [learning]),
    program("benchmark-machine", [learning]),
    program("benchmark-logistic", [learning]),
    program("benchmark-lifetime", [lifetime]),
    .executableTarget(
      name: "Kernels",
      dependencies: [
        learning, lifetime, .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/Kernels",
      // The harness's settings are unsafe variables.
      swiftSettings: settings.dropLast(),
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
