import ArgumentParser
import Features
import Files
import Histories
import Ingestion
import Models
import Reporting
import Snapshots
import Units

struct FeaturesCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Write every customer's features as of a date.",
    discussion: """
      One row per customer with an order before the as-of date, by id. Features use only data before that \
      date. A cell is empty where the feature is unknown, 0 only where nothing happened.

        perennial features orders.csv --as-of 2026-01-01 --output features.csv
        perennial features --list
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Features") var chosen: FeatureOptions
  @OptionGroup(title: "Output") var form: OutputOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse { FileUse(input: input.files, written: [("--output", form.output)]) }

  func work(in session: Session) throws {
    let catalogue = try chosen.named()
    if chosen.list {
      try form.write(RowColumns.catalogue, in: session) { output throws(OutputError) in
        try output.write(FeatureRows.list(catalogue, format: form.rowFormat))
      }
      return
    }
    let selected = try chosen.select.map { try featureNames($0, of: catalogue, option: "--select") }
    let loaded = try load(in: session)
    let asOf = try asOf(for: loaded.store)
    session.tell("as of \(asOf)")
    session.note(asOf: asOf, after: loaded)
    guard loaded.store.hasOrders(before: asOf) else {
      throw ScoringError.nobodyToScore(
        asOf: asOf, firstOrder: loaded.store.orderDayRange?.lowerBound)
    }
    try form.write(RowColumns.features(catalogue, selected), in: session) {
      output throws(OutputError) in
      try FeatureRows.write(
        loaded.store, asOf: asOf, catalogue: catalogue, selected: selected, format: form.rowFormat,
        workers: options.workers, progress: session.progress("features"),
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  private func asOf(for store: HistoryStore) throws -> Day {
    if let asOf = chosen.asOf { return asOf.value }
    guard let days = store.orderDayRange else {
      throw ScoringError.noOrders
    }
    return days.upperBound + 1
  }
}

/// Which features, and at which date.
struct FeatureOptions: ParsableArguments {
  @Flag(name: .long, help: .shown("List the features: name, unit, window, meaning, empty value."))
  var list = false
  @Option(
    name: .long,
    help: .shown("Features to write, separated by commas (default: all).", "features"))
  var select: String?
  @Option(
    name: .long,
    help: .shown("Use only data before this date (default: after the last order).", "date"))
  var asOf: DayArgument?
  @Option(
    name: .long,
    help: .more(
      "Catalogue of features: perennial, or peer43, as data-frame scripts often compute.", "name"))
  var catalogue = FeatureCatalogue.current.name

  func named() throws -> FeatureCatalogue {
    guard let named = FeatureCatalogue.named(catalogue) else {
      let names = FeatureCatalogue.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--catalogue: found '\(catalogue)', expected one of \(names)")
    }
    return named
  }
}
