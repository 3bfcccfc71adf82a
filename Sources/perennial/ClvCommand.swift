import ArgumentParser
import Ingestion
import Models
import Reporting
import Snapshots
import Training

struct ClvCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "clv",
    abstract: "Fit lifetime models to orders and judge them on a holdout.",
    discussion: """
      Fits "buy till you die" models of orders and a Gamma-Gamma model of spend to the orders before \
      --split, forecasts the days from the split on, and holds the forecasts against what came. \
      Orders are counted by day. With all models, forecasts that need none stand beside them (the \
      last period repeated, lines on recency and on frequency), and spend as machine-learned models \
      foretell it. Without --split everything is fitted and nothing judged.

        perennial clv orders.csv --split 2026-01-01 --unit week
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .long, help: "First day of the holdout (default: none, fits only).")
  var split: DayArgument?
  @Option(
    name: .long,
    help: """
      Models with commas between, or all: \
      \(LifetimeModelName.allCases.map(\.rawValue).joined(separator: ", ")).
      """)
  var models = "all"
  @Option(name: .long, help: "Unit of time of the parameters: day, week or month.")
  var unit = LifetimeUnit.week
  @Flag(name: .long, help: "Write JSON instead of tables.")
  var json = false
  @Option(name: .long, help: "Write here instead of stdout.")
  var output: String?
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(written: [("--output", output)]) }

  func run() throws {
    let names = try modelNames()
    let loaded = try input.load(options, writesLedger: false)
    options.progress("fitting")
    let evaluation = try lifetimeEvaluation(
      of: loaded.store, split: split?.value, names: names, comparesMethods: models == "all",
      unit: unit, threads: options.threadCount)
    var ledger = loaded.ledger
    ledger.customersLeftOut = Dictionary(
      uniqueKeysWithValues: evaluation.excluded.map { ($0.key.rawValue, $0.value) })
    try input.write(ledger)
    try writeReport(of: evaluation, asJSON: json, to: output) { LifetimeReport.text(of: $0) }
  }

  private func modelNames() throws -> [LifetimeModelName] {
    guard models != "all" else { return LifetimeModelName.allCases }
    return try listedNames(
      models, option: "--models", known: LifetimeModelName.allCases.map(\.rawValue),
      what: "a lifetime model"
    ).compactMap(LifetimeModelName.init(rawValue:))
  }
}

extension LifetimeUnit: ExpressibleByArgument {}
