import ArgumentParser
import Histories
import Ingestion
import Models
import Reporting
import Snapshots
import Training

struct ClvCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "clv",
    abstract: "Fit buy-till-you-die models of orders and spend, and evaluate them on a holdout.",
    discussion: """
      Fits BTYD models of orders and a Gamma-Gamma model of spend to the orders before --evaluate-at, and \
      compares their forecasts with actual orders and spend from that date on. Orders are counted by day. \
      With all models, baselines (last period repeated, regressions on recency and on frequency) and \
      machine-learned forecasts of spend are compared too. Without --evaluate-at the models are fitted on \
      all orders and not evaluated.

        perennial clv orders.csv --evaluate-at 2026-01-01 --unit week
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Models") var fitting: LifetimeOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse { FileUse(input: input.files, written: [("--output", report.output)]) }

  func work(in session: Session) throws {
    let names = try fitting.names()
    let loaded = try load(in: session, writesLedger: false)
    let evaluation = try lifetimeEvaluation(
      of: loaded.store, split: fitting.evaluateAt?.value, names: names,
      comparesMethods: fitting.models == "all", unit: fitting.unit, workers: options.workers,
      progress: session.progress("lifetime models"))
    var ledger = loaded.ledger
    ledger.customersLeftOut = Dictionary(
      uniqueKeysWithValues: evaluation.excluded.map { ($0.key.rawValue, $0.value) })
    try input.write(ledger)
    try report.write(evaluation, in: session) { LifetimeReport.text(of: $0) }
  }

}

/// Which lifetime models are fitted, and how they are evaluated.
struct LifetimeOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("First day of the holdout (default: none, fits only).", "date"))
  var evaluateAt: DayArgument?
  @Option(
    name: .long,
    help: .shown(
      """
      Models separated by commas, or all: \
      \(LifetimeModelName.allCases.map(\.rawValue).joined(separator: ", ")).
      """, "models"))
  var models = "all"
  @Option(name: .long, help: .shown("Time unit of the parameters."))
  var unit = LifetimeUnit.week

  func names() throws -> [LifetimeModelName] {
    guard models != "all" else { return LifetimeModelName.allCases }
    return try listedNames(
      models, option: "--models", known: LifetimeModelName.allCases.map(\.rawValue),
      what: "a lifetime model"
    ).compactMap(LifetimeModelName.init(rawValue:))
  }
}

extension LifetimeUnit: ExpressibleByArgument {}
