import ArgumentParser
import Files
import Histories
import Ingestion
import Interventions
import Models
import Reporting
import Scoring
import Units

struct PredictCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Score every customer and rank them for intervention.",
    discussion: """
      Writes one row a customer, the first to act on first: list `act` (expected gain above 0), then \
      `win_back` (silent for long, by the calendar and by their own rhythm), then `none`. Columns: \
      \(ScoreColumn.allCases.map(\.rawValue).joined(separator: ", ")).

        perennial predict orders.csv --model models/shop --top 20
        perennial predict --features features.csv --model models/shop --top 20

      --features takes the CSV that `perennial features` wrote in place of a log. It must hold every \
      feature of the model's churn section; other columns are filled where their features are there, \
      and as_of where --as-of says it. Without values the rank follows churn probability.

      --table takes a plain table for a model that `train --table` wrote: \
      \(TableScoreRows.columns.joined(separator: ", ")). --value names a column of money; the rank then \
      follows expected_loss, probability × value, else the probability.

        perennial predict --table contracts.csv --model models/contracts --value monthly_charges

      --prospects scores who is known by events and has not ordered before the as-of date: \
      \(FirstOrderRows.columns.joined(separator: ", ")). Where that model did not beat its base rate out of \
      time, all get the base rate and reliable is no. Who stands in a customers file alone is not scored: \
      it does not say since when they are known.

        perennial predict orders.csv --events events.csv --model models/shop --prospects

      second_order_probability is of customers with one order, 1 − churn_probability.

      reason_1 to reason_3 tell by which of the customer's own values the probability differs most from \
      that of a customer who is average in them, the largest first: associations, not causes.

      Empty cells are unknown. Save rate, cost, margin and discount are assumptions until a test has \
      measured them; they are printed.
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .long, help: "Folder of the model.")
  var model: String
  @Option(
    name: .long,
    help:
      "Score ready features instead of a log: CSV of `perennial features`, also gzipped; - is stdin.",
    completion: .file())
  var features: String?
  @OptionGroup var table: TableScoringOptions
  @Flag(
    name: .long, help: "Score who has events and no order yet: the probability of a first order.")
  var prospects = false
  @Option(name: .long, help: "Score as of this day (default: the day after the last order).")
  var asOf: DayArgument?
  @Option(name: .long, help: "Write only the first N rows.")
  var top: Int?
  @Option(name: .long, help: "Columns to write, in this order, with commas between (default: all).")
  var select: String?
  @OptionGroup var naming: RuleOptions
  @Option(
    name: .long, help: "Time between the letter (contact_on) and the order it is written for.")
  var lead = DurationArgument(value: DayCount(days: 7))
  @OptionGroup var economics: EconomicsOptions
  @Option(name: .long, help: "Also write every feature's contribution to each logit here.")
  var contributions: String?
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

  var files: FileUse {
    FileUse(
      read: [features, table.table, naming.rules], model: model,
      written: [("--output", form.output), ("--contributions", contributions)])
  }

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top \(top): expected at least 1") }
    if contributions == "-", form.output ?? "-" == "-" {
      throw ValidationError("--contributions -: expected another place than the score rows'")
    }
  }

  func run() throws {
    if prospects { return try scoreProspects() }
    if let path = table.table { return try score(table: path) }
    let columns = try columns()
    let model = try ModelFolder.read(model)
    var parameters = try economics.parameters(asOf: asOf?.value, threads: options.threadCount)
    parameters.rules = try naming.named()
    parameters.leadInDays = lead.value.wholeDays
    parameters.tellsBehaviour = columns.contains(where: \.tellsBehaviour)
    if let features {
      return try score(features, by: model, columns: columns, parameters: parameters)
    }
    let loaded = try input.load(options)
    options.progress("scoring")
    let scored = try model.scores(
      of: loaded.store, customerColumns: loaded.customerColumns, parameters: parameters)
    options.tell(economics.summary(of: scored))
    input.tell(of: scored.asOf, after: loaded, options)
    let hasEvents = !loaded.store.events.kinds.isEmpty
    let cautions = model.cautions(
      timeZone: input.timeZone, refunds: input.refunds, hasEvents: hasEvents, asOf: scored.asOf)
    for caution in cautions { options.tell("note: \(caution.text)") }
    if let bias = model.biasText { options.tell("note: \(bias)") }
    for notice in scored.drift?.notices ?? [] { options.tell("note: \(notice.text)") }
    let customers = loaded.store.customers
    try form.write { output throws(OutputError) in
      try ScoreRows.write(
        scored, columns: columns, id: { customers[$0] }, top: top, format: form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
    if let contributions {
      try writeOutput(to: contributions) { output throws(OutputError) in
        try ContributionRows.write(
          scored, id: { customers[$0] }, format: form.format,
          to: { bytes throws(OutputError) in try output.write(bytes) })
      }
    }
  }

  private func score(
    _ path: String, by model: Model, columns: [ScoreColumn], parameters: PredictionParameters
  ) throws {
    guard input.readsNothing else {
      throw UsageError(
        description: "--features \(path): found order, event or customer files beside it, expected "
          + "one or the other")
    }
    if let stray = input.strayFeatureOption {
      throw UsageError(
        description: "\(stray): it is for order logs and tables, and --features reads neither")
    }
    guard contributions == nil else {
      throw UsageError(
        description: "--contributions: expected order files; --features gives none")
    }
    var file = try FeatureFile(path: path)
    let scores = try model.scores(
      of: &file, parts: FeatureScoreRows.parts(of: columns), parameters: parameters)
    options.tell(economics.summary(of: scores))
    for notice in scores.notices { options.tell("note: \(notice.text)") }
    if let bias = model.biasText { options.tell("note: \(bias)") }
    try form.write { output throws(OutputError) in
      try FeatureScoreRows.write(
        scores, columns: columns, top: top, format: form.format, threads: options.threadCount,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  private func columns() throws -> [ScoreColumn] {
    guard let select else { return ScoreColumn.allCases }
    return try listedNames(
      select, option: "--select", known: ScoreColumn.allCases.map(\.rawValue),
      what: "a column of the score row (`perennial help predict`)"
    ).compactMap(ScoreColumn.init(rawValue:))
  }
}
