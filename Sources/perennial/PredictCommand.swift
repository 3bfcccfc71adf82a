import ArgumentParser
import Histories
import Interventions
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

      Empty cells are unknown. Save rate, cost, margin and discount are assumptions until a test has \
      measured them; they are printed.
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .long, help: "Folder of the model.")
  var model: String
  @Option(name: .long, help: "Score as of this day (default: the day after the last order).")
  var asOf: DayArgument?
  @Option(name: .long, help: "Write only the first N rows.")
  var top: Int?
  @Option(name: .long, help: "Columns to write, in this order, with commas between (default: all).")
  var select: String?
  @OptionGroup var economics: EconomicsOptions
  @Option(name: .long, help: "Also write every feature's contribution to each logit here.")
  var contributions: String?
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top \(top): expected at least 1") }
    if let contributions, contributions == form.output ?? "-" {
      throw ValidationError(
        "--contributions \(contributions): expected another place than the score rows'")
    }
  }

  func run() throws {
    let columns = try columns()
    let model = try ModelFolder.read(model)
    let parameters = try economics.parameters(asOf: asOf?.value, threads: options.threadCount)
    let loaded = try input.load(options)
    options.progress("scoring")
    let scored = try model.scores(of: loaded.store, parameters: parameters)
    options.tell(economics.summary(of: scored))
    let hasEvents = !loaded.store.events.kinds.isEmpty
    for notice in model.notices(
      timeZone: input.timeZone, refunds: input.refunds, hasEvents: hasEvents)
    {
      options.tell("note: \(notice)")
    }
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

  private func columns() throws -> [ScoreColumn] {
    guard let select else { return ScoreColumn.allCases }
    return try listedNames(
      select, option: "--select", known: ScoreColumn.allCases.map(\.rawValue),
      what: "a column of the score row (`perennial help predict`)"
    ).compactMap(ScoreColumn.init(rawValue:))
  }
}
