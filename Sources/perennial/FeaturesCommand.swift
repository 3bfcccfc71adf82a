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
  @Option(name: .long, help: "Features to write, separated by commas (default: all).")
  var select: String?
  @Option(name: .long, help: "Day that separates past from future (default: after the last order).")
  var asOf: DayArgument?
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    if list {
      try form.write { output throws(OutputError) in
        try output.write(FeatureRows.catalogue(format: form.format))
      }
      return
    }
    let selected = try select.map { try featureNames($0, option: "--select") }
    let loaded = try input.load(options)
    let asOf = try asOf(for: loaded.store)
    options.tell("as of \(asOf)")
    let features = loaded.store.features(asOf: asOf, threads: options.threadCount)
    guard !features.customers.isEmpty else {
      throw ScoringError.nobodyToScore(
        asOf: asOf, firstOrder: loaded.store.orderDayRange?.lowerBound)
    }
    try form.write { output throws(OutputError) in
      try FeatureRows.write(
        features, selected: selected, id: { loaded.store.customers[$0] }, format: form.format,
        threads: options.threadCount,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  private func asOf(for store: HistoryStore) throws -> Day {
    if let asOf { return asOf.value }
    guard let days = store.orderDayRange else {
      throw ScoringError.tooFewCustomers(0)
    }
    return days.upperBound + 1
  }
}
