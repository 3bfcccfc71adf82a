import ArgumentParser
import Expressions
import Histories
import Ingestion
import Learning
import Models
import Reporting
import Segmentation
import Training
import Units

struct BacktestCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract:
      "Rolling-origin backtest: train at successive past dates, evaluate on the next window.",
    discussion: """
      At each origin the model is trained as `train` would have trained it then, and evaluated on the \
      horizon after it: by customer group, with intervals, beside three baselines (recency, frequency, \
      current gap ÷ median inter-purchase time) and beside a previous model at origins after its training. \
      With --target, models of that target are.

        perennial backtest orders.csv --horizon 90d --origins 4 --against models/shop
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Backtest") var plan: BacktestOptions
  @OptionGroup(title: "Campaign profit") var campaign: CampaignOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(input: input.files, model: plan.against, written: [("--output", report.output)])
  }

  func work(in session: Session) throws {
    let campaign = try campaign.campaign()
    let previous = try plan.against.map { try ModelFolder.read($0) }
    let target = try (plan.target ?? previous?.target?.rule).map(TargetRule.init(argument:))
    let loaded = try load(in: session)
    let days =
      try plan.horizon?.value.wholeDays ?? previous?.data.horizonInDays
      ?? target?.longestWindowInDays ?? recommendedHorizon(of: loaded.store, in: session)
    var training = TrainingParameters(horizonInDays: days)
    training.target = target
    try plan.churn.set(&training)
    training.replicates = plan.replicates
    training.workers = options.workers
    if let seed = options.seed ?? previous?.data.seed { training.seed = seed }
    var parameters = BacktestParameters(training: training, campaign: campaign)
    parameters.origins = plan.origins
    parameters.everyDays = plan.every?.value.wholeDays
    let backtest = try Training.backtest(
      on: loaded.store, parameters: parameters, previous: previous,
      progress: session.progress("backtest"))
    try report.write(backtest, in: session) { BacktestReport.text(of: $0) }
  }
}

/// Which dates are tested, and what is trained at each.
struct BacktestOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      Days without an order that count as churn: 90d, 12w, 6m, 1y (default: the previous model's, else \
      recommended by `perennial horizon`).
      """, "days"))
  var horizon: DurationArgument?
  @Option(
    name: .long,
    help: .shown(
      """
      Evaluate models of this instead of churn: 'spend(90d) < 20' (default: what the previous model \
      predicts, else no order in the horizon).
      """, "rule"))
  var target: String?
  @Option(
    name: .long,
    help: .shown(
      """
      Maximum number of origins, the latest (default: all that the log holds, up to \
      \(BacktestParameters.mostOrigins)).
      """, "number"))
  var origins: Int?
  @Option(
    name: .long, help: .shown("Time between origins: 30d (default: the horizon).", "days"))
  var every: DurationArgument?
  @Option(
    name: .long,
    help: .shown("Folder of a previous model to compare with (default: none).", "dir"),
    completion: .directory)
  var against: String?
  @Option(name: .long, help: .more("Bootstrap samples of customers per interval.", "number"))
  var replicates = 200
  @OptionGroup var churn: ChurnOptions

  func validate() throws {
    if let origins, !(1...100).contains(origins) {
      throw ValidationError("--origins \(origins): expected 1 to 100")
    }
    guard (20...10_000).contains(replicates) else {
      throw ValidationError("--replicates \(replicates): expected 20 to 10000")
    }
  }
}

/// The assumptions behind the expected maximum profit.
struct CampaignOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Value of a retained customer.", "amount"))
  var profitValue = 200.0
  @Option(name: .long, help: .shown("Cost of the offer to a customer who accepts.", "amount"))
  var profitOffer = 10.0
  @Option(name: .long, help: .shown("Cost of contacting a customer.", "amount"))
  var profitContact = 1.0
  @Option(
    name: .long,
    help: .shown(
      "Beta distribution of the share of would-be churners who accept the offer.", "alpha,beta"))
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
