package import Dense
internal import Expressions
package import Histories
internal import Learning
package import Models
package import Snapshots
internal import Units

/// Holdout predictions and outcomes of every customer: the rows that the evaluation's metrics are
/// computed from.
package struct HoldoutRows: Sendable {
  package let facts: CustomerFacts
  package let horizonInDays: Int
  /// The rule of what was predicted; nil where that is churn.
  package let target: String?
  /// Whether it came true.
  package let happened: [Bool]
  package let probability: [Double]
  package let recencyProbability: [Double]
  package let frequencyProbability: [Double]
  package let recencyFrequencyProbability: [Double]
  package let trainingBaseRate: Double
  /// The figures that the model folder holds; the rows must give them again.
  package let groups: [CustomerGroup: GroupEvaluation]
}

extension Model {
  /// Fits the evaluated model again, from the same snapshots, and scores the evaluation date with it.
  ///
  /// Rows that came after the evaluated window do not change it.
  ///
  /// - Throws: where nobody had ordered at one of the dates, or a fit gives up.
  package func holdoutRows(
    of store: HistoryStore, evaluation: Evaluation, workers: Workers
  ) throws(TrainingError) -> HoldoutRows {
    guard let outcome else { throw .scoring(withoutChurn(for: .notebook)) }
    let target = try self.target.map { target throws(TrainingError) in
      try target.bound(to: store, horizonInDays: evaluation.horizonInDays)
    }
    let sample =
      evaluation.learnedShare.map { CustomerSample(of: store, share: $0) } ?? .all
    func snapshot(_ asOf: Day, among sample: CustomerSample) -> Snapshot {
      Snapshot(
        of: store, asOf: asOf, horizonInDays: evaluation.horizonInDays, target: target,
        scoreWindowInDays: scores?.windowInDays, among: sample, workers: workers)
    }
    let training = ChurnTraining(
      horizonInDays: evaluation.horizonInDays, settings: outcome.settings, prior: outcome.prior,
      workers: workers)
    let snapshots = evaluation.trainedAsOf.map { snapshot($0, among: sample) }
    let holdout = snapshot(evaluation.asOf, among: .all)
    // A log of another shop may begin after dates that the model was learned at.
    if let early = (snapshots + [holdout]).first(where: { $0.count == 0 }) {
      throw .logBeginsLate(asOf: early.asOf, firstOrder: store.orderDayRange?.lowerBound)
    }
    let evaluator = ChurnEvaluator(
      training: training, snapshots: snapshots, holdout: holdout, replicates: 1, seed: data.seed)
    var fit = try training.fitted(to: evaluator.snapshots, outlook: evaluator.holdout.outlook)
    fit.season = evaluation.choice?.season?.shift(at: evaluation.asOf)
    let forecasts = try evaluator.forecasts(of: fit)
    return HoldoutRows(
      facts: evaluator.holdout.facts, horizonInDays: evaluation.horizonInDays,
      target: self.target?.rule, happened: evaluator.holdout.churned.map { $0 == 1 },
      probability: forecasts.model,
      recencyProbability: forecasts.recency, frequencyProbability: forecasts.frequency,
      recencyFrequencyProbability: forecasts.recencyFrequency,
      trainingBaseRate: evaluator.trainingRate(of: .all), groups: evaluation.groups)
  }
}

extension TargetModel {
  /// Its target, bound to a log.
  fileprivate func bound(
    to store: HistoryStore, horizonInDays: Int
  ) throws(TrainingError) -> Target {
    guard let rule = try? TargetRule(parsing: rule) else {
      preconditionFailure("a model whose rule is none is not read")
    }
    do {
      return try Target(rule, of: store, horizonInDays: horizonInDays)
    } catch { throw .target(error) }
  }
}
