// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

let numerics: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ module: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(module)Tests",
    dependencies: [.target(name: module), "TestSupport"] + dependencies,
    swiftSettings: settings)
}

let package = Package(
  name: "perennial",
  products: [
    .executable(name: "perennial", targets: ["perennial"]),
    .library(name: "PerennialLearning", targets: ["Dense", "Learning"]),
    .library(name: "PerennialLifetime", targets: ["Lifetime"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CVectors"),

    library("Units"),
    library("Expressions", ["Units"]),
    library("Dense", ["COpenBLAS", numerics]),
    library("Histories", ["CVectors", "CZlib", "Dense", "Expressions", "Units"]),
    library("Features", ["Histories", "Dense", "Expressions", "Units"]),
    library("Learning", ["CVectors", "Dense", numerics]),
    library("Lifetime", ["Dense", numerics]),
    library("Segments", ["Expressions", "Units", numerics]),
    library("Interventions", ["Dense", numerics]),
    library("Simulation", ["Dense", "Units", numerics]),
    library(
      "Scoring",
      [
        "Features", "Learning", "Lifetime", "Segments", "Interventions", "Histories", "Dense",
        "Expressions", "Units",
        numerics,
      ]),
    library(
      "Reporting",
      ["Scoring", "Features", "Segments", "Interventions", "Histories", "Units"]),
    .executableTarget(
      name: "perennial",
      dependencies: [
        "Reporting", "Scoring", "Simulation", "Features", "Learning", "Segments",
        "Interventions", "Histories", "Dense", "Expressions", "Units", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    .target(
      name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("Units"),
    tests("Dense"),
    tests("Expressions", ["Units"]),
    tests("Histories", ["Units"]),
    tests("Features", ["Histories", "Dense", "Expressions", "Units"]),
    tests("Learning", ["Dense"]),
    tests("Lifetime", ["Dense"]),
    tests("Segments", ["Expressions", "Units"]),
    tests("Interventions"),
    tests("Simulation", ["Dense", "Histories", "Units", numerics]),
    tests(
      "Scoring",
      [
        "Features", "Learning", "Lifetime", "Segments", "Interventions", "Histories", "Dense",
        "Expressions", "Units",
      ]),
    tests("Reporting", ["Scoring", "Features", "Units"]),
    .testTarget(
      name: "CommandTests", dependencies: ["perennial", "TestSupport"], swiftSettings: settings),
  ]
)
