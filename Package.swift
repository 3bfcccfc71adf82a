// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")
let numerics: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: data.map { .embedInCode($0) },
    swiftSettings: settings)
}

func tests(_ module: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(module)Tests",
    dependencies: [.target(name: module), "TestSupport"] + dependencies,
    swiftSettings: settings)
}

// What each room may use. Arrows point down only: docs/architecture.md draws them.
let values: [Target.Dependency] = ["Units", "Dense"]
let histories: [Target.Dependency] = values + ["Files", "Expressions", "Histories"]
let sciences: [Target.Dependency] = [
  "Features", "Learning", "Lifetime", "Segments", "Interventions", numerics,
]
let snapshots: [Target.Dependency] = histories + sciences + ["Snapshots"]
let readers: [Target.Dependency] = ["Intake", "Exports", "Stores", "Ingestion"]
let models: [Target.Dependency] = snapshots + readers + ["Models"]
let results: [Target.Dependency] =
  models + [
    "Experiments", "Training", "Segmentation", "Scoring", "Comparison", "Warehouse", "Exchange",
  ]

let package = Package(
  name: "perennial",
  products: [
    .executable(name: "perennial", targets: ["perennial"]),
    .library(name: "PerennialLearning", targets: ["Dense", "Learning"]),
    .library(name: "PerennialLifetime", targets: ["Dense", "Lifetime"]),
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
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
    .systemLibrary(name: "CLzma", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CRename"),
    .target(name: "CVectors"),

    library("Units"),
    library("Dense", ["COpenBLAS", "CVectors", numerics]),
    library("Files", values + ["CVectors", "CRename", "CZlib", "CZstd", "CBzip2", "CLzma"]),
    library("Expressions", ["Units"]),
    library("Histories", values + ["Files"]),
    library("Intake", histories),
    library("Stores", values + ["Files", "CZstd"]),
    // Profiles of exports and kinds of events are data, and part of the one binary.
    library("Exports", histories + ["Intake", yaml], data: ["BuiltIn"]),
    library("Ingestion", histories + ["CVectors", "Intake", "Exports", "Stores"]),
    library("Features", histories, data: ["Kinds"]),
    library("Learning", ["CVectors", "Dense", numerics]),
    library("Lifetime", ["Dense", numerics]),
    library("Segments", ["Expressions", "Units", numerics]),
    library("Interventions", ["Dense", numerics]),
    library("Experiments", ["Units", "Dense", "Files", "Learning", numerics]),
    library("Charts", ["Files", "Units"], data: ["chart.css"]),
    library("Simulation", values + ["Files", numerics]),
    library("Snapshots", histories + sciences),
    library("Models", snapshots + readers),
    library("Training", models + ["Experiments"]),
    library("Segmentation", models),
    library("Scoring", models + ["Segmentation"]),
    library("Comparison", models + ["Training", "Segmentation"]),
    // A model as a query of an engine of SQL, and what an engine says beside what we say.
    library("Warehouse", snapshots + readers + ["Models"]),
    // A model in the forms of other programs.
    library(
      "Exchange", snapshots + readers + ["Models"],
      data: ["perennial_model.py", "perennial_mlflow.py"]),
    // The notebook's script and the page's style are part of the one binary.
    library(
      "Reporting", results + ["Charts"],
      data: ["Notebook/churn-notebook.py", "Page/report.css"]),
    .executableTarget(
      name: "perennial",
      dependencies: results + [
        "Reporting", "Simulation", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    .target(
      name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("Units"),
    tests("Dense"),
    tests("Files", values),
    tests("Expressions", ["Units"]),
    tests("Stores", ["Files"]),
    tests("Ingestion", histories + ["Intake", "Exports", "Stores", "Reporting"]),
    tests("Features", histories + readers),
    tests("Learning", ["Dense"]),
    tests("Lifetime", ["Dense"]),
    tests("Segments", ["Expressions", "Units"]),
    tests("Interventions"),
    tests("Experiments", ["Dense", "Files", "Learning"]),
    tests("Charts"),
    tests("Simulation", histories + readers + [numerics]),
    .testTarget(
      name: "ScoringTests", dependencies: results + ["Reporting", "TestSupport"],
      swiftSettings: settings),
    tests("Reporting", results),
    .testTarget(
      name: "WarehouseTests", dependencies: results + ["Reporting", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["Dense", "Lifetime", "Experiments", "perennial", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests", dependencies: results + ["Reporting", "perennial", "TestSupport"],
      swiftSettings: settings),
  ]
)
