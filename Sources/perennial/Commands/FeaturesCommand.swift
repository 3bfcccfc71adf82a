import ArgumentParser
import Features
import Histories
import Reporting
import Scoring
import Units

struct FeaturesCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Write every customer's features at a date.",
    discussion: """
      One row a customer with an order before the as-of date, in order of id; the whole catalogue in \
      its order, or --select. A cell is empty where nothing can be known, 0 only where nothing was \
      seen.

        perennial features orders.csv --as-of 2026-01-01 --output features.csv
        perennial features --list
      """)

  @OptionGroup var input: InputOptions
  @Flag(name: .long, help: "List the catalogue: name, unit, window, meaning, what none gives.")
  var list = false
  @Option(
    name: .long,
    help: "perennial, or peer43: what data-frame scripts usually compute, to compare with them.")
  var catalogue = FeatureCatalogue.current.name
  @Option(name: .long, help: "Features to write, separated by commas (default: all).")
  var select: String?
  @Option(name: .long, help: "Day that separates past from future (default: after the last order).")
  var asOf: DayArgument?
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(written: [("--output", form.output)]) }

  func run() throws {
    let catalogue = try chosenCatalogue()
    if list {
      try form.write { output throws(OutputError) in
        try output.write(FeatureRows.list(catalogue, format: form.format))
      }
      return
    }
    let selected = try select.map { try featureNames($0, of: catalogue, option: "--select") }
    let loaded = try input.load(options)
    let asOf = try asOf(for: loaded.store)
    options.tell("as of \(asOf)")
    input.tell(of: asOf, after: loaded, options)
    guard loaded.store.hasOrders(before: asOf) else {
      throw ScoringError.nobodyToScore(
        asOf: asOf, firstOrder: loaded.store.orderDayRange?.lowerBound)
    }
    try form.write { output throws(OutputError) in
      try FeatureRows.write(
        loaded.store, asOf: asOf, catalogue: catalogue, selected: selected, format: form.format,
        threads: options.threadCount,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  private func chosenCatalogue() throws -> FeatureCatalogue {
    guard let chosen = FeatureCatalogue.named(catalogue) else {
      let names = FeatureCatalogue.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--catalogue: found '\(catalogue)', expected one of \(names)")
    }
    return chosen
  }

  private func asOf(for store: HistoryStore) throws -> Day {
    if let asOf { return asOf.value }
    guard let days = store.orderDayRange else {
      throw ScoringError.tooFewCustomers(0)
    }
    return days.upperBound + 1
  }
}
