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

  func evaluations(
    of forecasts: Forecasts, _ progress: Progress = .untold
  ) -> [CustomerGroup: GroupEvaluation] {
    var evaluations: [CustomerGroup: GroupEvaluation] = [:]
    let members = CustomerGroup.allCases.map {
      $0.members(of: holdout.facts, horizonInDays: training.horizonInDays)
    }
    let steps = progress.begin("intervals by group").parts(members.map { Double(1 + $0.count) })
    for ((group, members), step) in zip(zip(CustomerGroup.allCases, members), steps)
    where !members.isEmpty {
      evaluations[group] = evaluation(
        of: members, trainingRate: trainingRate(of: group), forecasts: forecasts, step)
    }
    return evaluations
  }

  private func evaluation(
    of members: [Int], trainingRate: Double, forecasts: Forecasts, _ progress: Progress
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
    func metricSet(_ outcomes: RankedOutcomes, _ number: Int) -> MetricSet {
      MetricSet(
        outcomes, replicates: replicates, seed: seed, workers: training.workers,
        progress: progress.part(number, of: 4))
    }
    return GroupEvaluation(
      customers: members.count, baseRate: baseRate, baseRateLogLoss: logLoss(ofRate: baseRate),
      trainingBaseRate: trainingRate, trainingBaseRateLogLoss: logLoss(ofRate: trainingRate),
      model: metricSet(evaluatedModel, 0), recency: metricSet(ranked(forecasts.recency), 1),
      frequency: metricSet(ranked(forecasts.frequency), 2),
      recencyFrequency: metricSet(ranked(forecasts.recencyFrequency), 3),
      reliability: evaluatedModel.reliability().filter { $0.count > 0 }.map {
        CalibrationBin(
          customers: $0.count, meanProbability: $0.meanProbability, observedRate: $0.observedRate)
      })
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
