internal import Dense
internal import Learning
internal import Models
internal import Snapshots
internal import Units

/// Evaluates a fit on a snapshot whose labels it has not seen, group by group, beside the baselines.
struct ChurnEvaluator {
  let training: ChurnTraining
  /// The snapshots that the evaluated fit was trained on.
  let snapshots: [Snapshot]
  let holdout: Snapshot
  let replicates: Int
  let seed: UInt64

  /// What the model and its baselines say of every evaluated customer.
  struct Forecasts {
    let model: [Double]
    let recency: [Double]
    let frequency: [Double]
    let recencyFrequency: [Double]
  }

  func forecasts(of fit: ChurnModel) throws(TrainingError) -> Forecasts {
    let (recency, frequency) = ("days_since_last_order", "orders")
    return Forecasts(
      model: fit.probabilities(of: holdout.features, workers: training.workers),
      recency: try training.baseline(on: [recency], of: snapshots, holdout: holdout),
      frequency: try training.baseline(on: [frequency], of: snapshots, holdout: holdout),
      recencyFrequency: try training.baseline(
        on: [recency, frequency], of: snapshots, holdout: holdout))
  }

  func evaluations(of forecasts: Forecasts) -> [CustomerGroup: GroupEvaluation] {
    var evaluations: [CustomerGroup: GroupEvaluation] = [:]
    for group in CustomerGroup.allCases {
      let members = group.members(of: holdout.facts, horizonInDays: training.horizonInDays)
      guard !members.isEmpty else { continue }
      evaluations[group] = evaluation(
        of: members, trainingRate: trainingRate(of: group), forecasts: forecasts)
    }
    return evaluations
  }

  private func evaluation(
    of members: [Int], trainingRate: Double, forecasts: Forecasts
  ) -> GroupEvaluation {
    let churned = members.map { holdout.churned[$0] == 1 }
    func ranked(_ probabilities: [Double]) -> RankedOutcomes {
      RankedOutcomes(probabilities: members.map { probabilities[$0] }, outcomes: churned)
    }
    let evaluatedModel = ranked(forecasts.model)
    let baseRate = Double(churned.count { $0 }) / Double(churned.count)
    func logLoss(ofRate rate: Double) -> Double {
      RankedOutcomes(probabilities: members.map { _ in rate }, outcomes: churned)
        .metrics().logLoss ?? 0
    }
    return GroupEvaluation(
      customers: members.count, baseRate: baseRate, baseRateLogLoss: logLoss(ofRate: baseRate),
      trainingBaseRate: trainingRate, trainingBaseRateLogLoss: logLoss(ofRate: trainingRate),
      model: metricSet(evaluatedModel), recency: metricSet(ranked(forecasts.recency)),
      frequency: metricSet(ranked(forecasts.frequency)),
      recencyFrequency: metricSet(ranked(forecasts.recencyFrequency)),
      reliability: evaluatedModel.reliability().filter { $0.count > 0 }.map {
        CalibrationBin(
          customers: $0.count, meanProbability: $0.meanProbability, observedRate: $0.observedRate)
      })
  }

  private func metricSet(_ outcomes: RankedOutcomes) -> MetricSet {
    MetricSet(
      outcomes, replicates: replicates, seed: seed, workers: training.workers)
  }

  /// Share of churners in a group over all training rows; ½ where it had no member.
  func trainingRate(of group: CustomerGroup) -> Double {
    var rows = 0
    var churners = 0.0
    for snapshot in snapshots {
      for member in group.members(of: snapshot.facts, horizonInDays: training.horizonInDays) {
        rows += 1
        churners += snapshot.churned[member]
      }
    }
    return rows == 0 ? 0.5 : churners / Double(rows)
  }
}
