import ArgumentParser
import Expressions
import Files
import Learning
import Models
import Snapshots
import Training
import Units

/// What may be set about a model of an order log.
struct TrainingOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder to write the model to.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown(
      """
      Days without an order that count as churn: 90d, 12w, 6m, 1y (default: recommended by `perennial \
      horizon`, printed with its reason).
      """, "days"))
  var horizon: DurationArgument?
  @Option(
    name: .long,
    help: .shown(
      "Predict this instead of churn: 'spend(90d) < 20' (default: no order in the horizon).", "rule"
    ))
  var target: String?
  @Option(
    name: .long,
    help: .shown(
      "Date of the evaluation; the horizon after it is the holdout (default: the latest possible).",
      "date"))
  var evaluateAt: DayArgument?
  @Option(
    name: .long,
    help: .shown(
      """
      Number of k-means clusters; 2-12, or auto, to select by out-of-time deviance explained, as \
      `compare` does (default: 8).
      """, "number"))
  var clusters: ClusterCountsArgument?
  @Option(
    name: .long,
    help: .shown(
      "Number clusters as this model does, by the customers in common (default: by value).", "dir"),
    completion: .directory)
  var clustersLike: String?
  @OptionGroup var required: RequirementOptions
  @Flag(
    name: .long,
    help: .shown(
      "End with status 0 though the model is no better than none; it is written either way."))
  var acceptWeak = false
  @Option(
    name: .long,
    help: .more(
      """
      Features that clusters are formed on, separated by commas (default: \
      \(TrainingParameters.defaultClusterOn.joined(separator: ","))).
      """, "features"))
  var clusterOn: String?
  @Option(
    name: .long,
    help: .more(
      """
      Horizon over which value forecasts are evaluated, at least the churn horizon; shortened to what \
      the log can hold (default: 1y, or the churn horizon where that is longer).
      """, "days"))
  var clvHorizon: DurationArgument?
  @OptionGroup var churn: ChurnOptions

  func validate() throws {
    if let clusters, !clusters.isOne,
      clusters.counts.upperBound > ClusterCountsArgument.mostTried
    {
      throw ValidationError(
        "--clusters \(clusters.defaultValueDescription): expected at most "
          + "\(ClusterCountsArgument.mostTried) to choose from")
    }
    if let clusters, clustersLike != nil {
      throw ValidationError(
        "--clusters \(clusters.defaultValueDescription): expected none beside --clusters-like, whose model has a "
          + "number of its own")
    }
  }

  func set(_ parameters: inout TrainingParameters) throws {
    parameters.evaluateAt = evaluateAt?.value
    try churn.set(&parameters)
    if let clvHorizon { parameters.valueHorizonInDays = clvHorizon.value.wholeDays }
    if let clusters {
      parameters.clusterCount = clusters.counts.lowerBound
      parameters.clusterCounts = clusters.isOne ? nil : clusters.counts
    }
    if let clustersLike {
      guard let earlier = EarlierClusters(of: try ModelFolder.read(clustersLike)) else {
        throw ScoringError.sectionMissing(.clusters, neededFor: .train)
      }
      parameters.clustersLike = earlier
      parameters.clusterCount = earlier.count
    }
    if let clusterOn { parameters.clusterOn = try featureNames(clusterOn, option: "--cluster-on") }
  }
}

/// Metrics that a model must reach.
struct RequirementOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      Metrics that the holdout must reach, or no model is written (exit 1): auc=0.75,log_loss=0.5, \
      all.auc=0.8 (default: none).
      """, "metrics"))
  var require: String?

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
}

/// Numbers of clusters on the command line: `2-12`, one, or `auto`.
struct ClusterCountsArgument: ExpressibleByArgument {
  let counts: ClosedRange<Int>

  /// Each is fitted and evaluated.
  static let mostTried = 50
  static let usual = 2...12

  init(_ count: Int) { counts = count...count }

  init?(argument: String) {
    if argument == "auto" {
      counts = Self.usual
      return
    }
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let low = Int(parts[0]),
      let high = Int(parts[parts.count - 1]), low >= 2, low <= high, high <= 1_000
    else { return nil }
    counts = low...high
  }

  var isOne: Bool { counts.count == 1 }

  var defaultValueDescription: String {
    isOne ? "\(counts.lowerBound)" : "\(counts.lowerBound)-\(counts.upperBound)"
  }
}

extension TargetRule {
  /// Reads the rule of the command line.
  init(argument: String) throws {
    guard !argument.allSatisfy(\.isWhitespace) else {
      throw UsageError(
        description: "--target: found nothing, expected a condition on the days after a date, such "
          + "as 'orders(90d) = 0'")
    }
    do {
      try self.init(parsing: argument)
    } catch {
      throw UsageError(description: "--target: \(error)")
    }
  }
}
