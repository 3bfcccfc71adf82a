import ArgumentParser
import Histories
import Learning
import Reporting
import Scoring
import Units

struct BacktestCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Train at one past date after another and judge the window that followed each.",
    discussion: """
      At each origin the model is trained as `train` would have trained it then, and judged on the \
      horizon that follows: by group, with intervals, beside recency, frequency and current gap ÷ own \
      gap alone, and beside a previous model at the origins that it had not seen.

        perennial backtest orders.csv --horizon 90d --origins 4 --against models/shop
      """)

  @OptionGroup var input: InputOptions
  @Option(
    name: .long,
    help: """
      Days without an order that count as churn: 90d, 12w, 6m, 1y (default: the previous model's, else \
      what `perennial horizon` recommends).
      """)
  var horizon: DurationArgument?
  @Option(
    name: .long,
    help: """
      Origins at most, the latest (default: as many as the log holds, up to \
      \(BacktestParameters.mostOrigins)).
      """)
  var origins: Int?
  @Option(name: .long, help: "Time between origins: 30d (default: the horizon).")
  var every: DurationArgument?
  @Option(name: .long, help: "Folder of a previous model to judge beside.")
  var against: String?
  @OptionGroup var churn: ChurnOptions
  @Option(name: .long, help: "Samples of customers behind every interval.")
  var replicates = 200
  @OptionGroup var campaign: CampaignOptions
  @Flag(name: .long, help: "Write JSON instead of tables.")
  var json = false
  @Option(name: .long, help: "Write here instead of stdout.")
  var output: String?
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(model: against, written: [("--output", output)]) }

  func validate() throws {
    if let origins, !(1...100).contains(origins) {
      throw ValidationError("--origins \(origins): expected 1 to 100")
    }
    guard (20...10_000).contains(replicates) else {
      throw ValidationError("--replicates \(replicates): expected 20 to 10000")
    }
  }

  func run() throws {
    let campaign = try campaign.campaign()
    let previous = try against.map { try ModelFolder.read($0) }
    let loaded = try input.load(options)
    let days =
      try horizon?.value.wholeDays ?? previous?.data.horizonInDays
      ?? options.recommendedHorizon(of: loaded.store)
    var training = TrainingParameters(horizonInDays: days)
    training.snapshots = churn.snapshots
    training.l2Strength = churn.l2Strength
    training.l1Share = churn.l1ShareIfAny
    training.replicates = replicates
    training.threads = options.threadCount
    if let seed = options.seed ?? previous?.data.seed { training.seed = seed }
    var parameters = BacktestParameters(training: training, campaign: campaign)
    parameters.origins = origins
    parameters.everyDays = every?.value.wholeDays
    let backtest = try Scoring.backtest(
      on: loaded.store, parameters: parameters, previous: previous
    ) { options.progress($0) }
    try writeReport(of: backtest, asJSON: json, to: output) { BacktestReport.text(of: $0) }
  }
}

/// The assumptions behind the expected maximum profit.
struct CampaignOptions: ParsableArguments {
  @Option(name: .long, help: "Profit: value of a customer who is kept.")
  var profitValue = 200.0
  @Option(name: .long, help: "Profit: cost of the offer to whoever takes it.")
  var profitOffer = 10.0
  @Option(name: .long, help: "Profit: cost of reaching a customer.")
  var profitContact = 1.0
  @Option(
    name: .long,
    help: "Profit: beta distribution of the share of would-be churners who take the offer.")
  var profitAcceptance = BetaArgument(alpha: 6, beta: 14)

  func campaign() throws -> RetentionCampaign {
    let campaign = RetentionCampaign(
      customerValue: profitValue, offerCost: profitOffer, contactCost: profitContact,
      acceptance: (profitAcceptance.alpha, profitAcceptance.beta))
    guard let campaign else {
      throw UsageError(
        description: """
          found --profit-value \(profitValue), --profit-offer \(profitOffer), --profit-contact \
          \(profitContact), --profit-acceptance \(profitAcceptance.defaultValueDescription); expected \
          a value above 0, an offer from 0 to below the value, a contact cost of at least 0, and \
          two shapes from 0.01 to 1000
          """)
    }
    return campaign
  }
}

/// The shapes of a beta distribution on the command line: `6,14`.
struct BetaArgument: ExpressibleByArgument {
  let alpha: Double
  let beta: Double

  init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let alpha = Double(parts[0]), let beta = Double(parts[1]) else {
      return nil
    }
    self.init(alpha: alpha, beta: beta)
  }

  var defaultValueDescription: String {
    func text(_ value: Double) -> String {
      abs(value) < 1e6 && value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
    return "\(text(alpha)),\(text(beta))"
  }
}
