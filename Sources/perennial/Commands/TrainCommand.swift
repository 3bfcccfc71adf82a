import ArgumentParser
import Histories
import Reporting
import Scoring
import Segments
import Units

struct TrainCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learn churn, value, clusters and cut-offs from past orders, and judge them.",
    discussion: """
      Writes the folder DIR: model.json, evaluation.json and card.md. The figures printed judge the \
      procedure on a window that it did not see; the saved model is then refitted on all complete \
      windows.

        perennial train orders.csv --horizon 90d --model models/shop

      Where customers sign contracts, or features are ready: --table takes one row a customer, with a \
      label and an id; all other columns are features. Columns hold numbers where nine in ten of their \
      cells do, else categories; rare texts are pooled, empty cells are a case of their own. A column \
      that tells the label almost without error is flagged. --l2 is \(TableParameters().l2Strength) there unless \
      it is set; options of logs are refused.

        perennial train --table contracts.csv --label churned --id customer_id --model models/contracts
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var table: TableTrainingOptions
  @Option(
    name: .long,
    help: """
      Days without an order that count as churn: 90d, 12w, 6m, 1y (default: what `perennial horizon` \
      recommends, printed with its reason).
      """)
  var horizon: DurationArgument?
  @Option(name: .long, help: "Folder to write the model to.")
  var model: String
  @Option(
    name: .long,
    help: "As-of date of the evaluation (default: the last whose horizon is complete).")
  var judgeAt: DayArgument?
  @OptionGroup var churn: ChurnOptions
  @Option(
    name: .long,
    help: """
      Window that value forecasts are judged over, at least the horizon, shortened to what the log \
      can hold (default: 1y, or the horizon where that is longer).
      """)
  var valueHorizon: DurationArgument?
  @Option(
    name: .long,
    help: """
      Number of k-means clusters; 2-12, or auto, to choose among these by worth out of time, as \
      compare does.
      """)
  var clusters = Self.usualClusters
  @Option(
    name: .long,
    help: """
      Features that clusters are formed on, separated by commas (default: \
      \(TrainingParameters.defaultClusterOn.joined(separator: ","))).
      """)
  var clusterOn: String?
  @Option(
    name: .long,
    help: """
      Figures that the model must reach at the judging date, or it is not written (exit 1): \
      auc=0.75,log_loss=0.5 of active customers, all.auc=0.8 of another group; of \
      \(ModelRequirement.metricNames.joined(separator: ", ")).
      """)
  var require: String?
  @OptionGroup var scoring: ScoreOptions
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(read: [table.table, scoring.naming.rules]) }

  static let usualClusters = ClusterCountsArgument(8)

  func validate() throws {
    guard clusters.isOne || clusters.counts.upperBound <= ClusterCountsArgument.mostTried else {
      throw ValidationError(
        "--clusters \(clusters.defaultValueDescription): expected at most "
          + "\(ClusterCountsArgument.mostTried) to choose from")
    }
  }

  func run() throws {
    try ModelFolder.checkReplaceable(model)
    if let path = table.table { return try train(on: path) }
    // Faults of the command line are told before any file is read.
    let requirements = try requirements()
    var parameters = try parameters(horizonInDays: horizon?.value.wholeDays ?? 1)
    let loaded = try input.load(options)
    if horizon == nil {
      let days = try options.recommendedHorizon(of: loaded.store)
      parameters = try self.parameters(horizonInDays: days)
    }
    let trained = try Scoring.train(on: loaded.store, parameters: parameters) { step in
      options.progress(step)
    }
    try trained.require(requirements)
    try ModelFolder.write(trained, to: model)
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(report: TrainingReport.text(of: trained, folder: model))
    }
  }

  func requirements() throws -> [ModelRequirement] {
    guard let require else { return [] }
    return try require.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let requirement = ModelRequirement(String(text)) else {
        throw UsageError(
          description:
            "--require: found '\(text)', expected METRIC=NUMBER or GROUP.METRIC=NUMBER, as "
            + "auc=0.75 or repeat.log_loss=0.4; metrics: "
            + "\(ModelRequirement.metricNames.joined(separator: ", ")); groups: "
            + CustomerGroup.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return requirement
    }
  }

  private func parameters(horizonInDays: Int) throws -> TrainingParameters {
    var parameters = TrainingParameters(horizonInDays: horizonInDays)
    parameters.judgeAt = judgeAt?.value
    parameters.snapshots = churn.snapshots
    parameters.l2Strength = churn.l2Strength
    parameters.l1Share = churn.l1ShareIfAny
    if let valueHorizon { parameters.valueHorizonInDays = valueHorizon.value.wholeDays }
    parameters.clusterCount = clusters.counts.lowerBound
    parameters.clusterCounts = clusters.isOne ? nil : clusters.counts
    if let clusterOn { parameters.clusterOn = try featureNames(clusterOn, option: "--cluster-on") }
    let settings = try scoring.settings()
    parameters.scoreWindowInDays = settings.windowInDays
    parameters.engagementWeights = settings.engagement
    parameters.givenCutOffs = settings.givenCutOffs
    if let rules = try scoring.naming.named() { parameters.rules = rules.text }
    parameters.timeZone = input.timeZone
    if let seed = options.seed { parameters.seed = seed }
    parameters.threads = options.threadCount
    return parameters
  }
}
