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
      \(ScoreRows.columns.joined(separator: ", ")).

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
  @Option(name: .long, help: "Assumed lift in the chance to stay at even odds.")
  var saveRate = ShareArgument(value: 0.10)
  @Option(name: .long, help: "Cost of one contact, in money.")
  var contactCost = 0.0
  @Option(name: .long, help: "Share of spend that is earned, at most 100%.")
  var margin = MarginArgument(value: 1)
  @Option(name: .long, help: "Discount of future money.")
  var discount = YearlyRateArgument(value: 0.10)
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
    let model = try ModelFolder.read(model)
    let loaded = try input.load(options)
    var parameters = PredictionParameters(
      economics: try Economics(saveRate: SaveRate(saveRate.value), contactCost: contactCost),
      discounting: try Discounting(annualRate: discount.value))
    parameters.asOf = asOf?.value
    parameters.margin = margin.value
    parameters.threads = options.threadCount
    options.progress("scoring")
    let scored = try model.scores(of: loaded.store, parameters: parameters)
    options.tell(summary(of: scored))
    let customers = loaded.store.customers
    try form.write { output throws(OutputError) in
      try ScoreRows.write(
        scored, id: { customers[$0] }, top: top, format: form.format,
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

  private func summary(of scored: ScoredCustomers) -> String {
    func count(_ list: InterventionList) -> String {
      grouped(scored.list.count { $0 == list })
    }
    return """
      as of \(scored.asOf), horizon \(scored.horizonInDays) days, values over \
      \(scored.valueHorizonInDays) days; model \(scored.modelDigest)
      assumed: save rate \(saveRate.defaultValueDescription), contact cost \
      \(contactCost), margin \(margin.defaultValueDescription), discount \
      \(discount.defaultValueDescription)
      \(grouped(scored.count)) customers: \(count(.act)) act, \(count(.winBack)) win_back, \
      \(count(.none)) none
      """
  }
}
