internal import Features
internal import Histories
internal import Units

/// Judges the value regressions on the last window whose spend is known, with a churn model that
/// had to forecast the same window.
struct ValueJudge {
  let training: ValueTraining
  let plan: SnapshotPlan
  let parameters: TrainingParameters

  /// The evaluation; nil where a window has one class only and cannot teach the churn part.
  func evaluation() throws(ScoringError) -> ValueEvaluation? {
    do {
      return try judged()
    } catch .oneClass {
      return nil
    }
  }

  private func judged() throws(ScoringError) -> ValueEvaluation {
    let horizon = plan.valueHorizonInDays
    let judged = snapshot(plan.valueJudgingDate)
    let past = snapshot(plan.valueJudgingDate - horizon)
    let model = try training.fitted(to: past)
    let churn = try ChurnTraining(
      horizonInDays: plan.horizonInDays, l2Strength: parameters.l2Strength,
      threads: parameters.threads
    ).fitted(to: [snapshot(plan.valueJudgingDate - plan.horizonInDays)])
    let churnProbability = churn.probabilities(of: judged.features, threads: parameters.threads)
    let design = model.design.design(of: judged.features, threads: parameters.threads)
    let kept = model.kept.expectedSpend(of: design, threads: parameters.threads)
    let notKept = model.notKept.expectedSpend(of: design, threads: parameters.threads)
    let expected = judged.facts.customers.indices.map {
      (1 - churnProbability[$0]) * kept[$0] + churnProbability[$0] * notKept[$0]
    }
    let spend = training.spend(after: judged)
    let trainingSpend = training.spend(after: past)
    let before = outcomes(
      of: judged.facts.customers, in: training.store, asOf: judged.asOf - horizon,
      horizonInDays: horizon, threads: parameters.threads
    ).map { money($0.spend, scale: training.store.moneyScale) }

    func judge(_ forecast: [Double], where wanted: Bool?) -> ValueGroupEvaluation {
      let members = spend.kept.indices.filter { wanted == nil || spend.kept[$0] == wanted }
      let taught = trainingSpend.kept.indices.filter {
        wanted == nil || trainingSpend.kept[$0] == wanted
      }
      let mean = taught.reduce(0) { $0 + trainingSpend.totals[$1] } / Double(max(1, taught.count))
      return ValueGroupEvaluation(
        expected: members.map { forecast[$0] }, actual: members.map { spend.totals[$0] },
        mean: mean, before: members.map { before[$0] })
    }
    return ValueEvaluation(
      asOf: judged.asOf, horizonInDays: horizon, trainedAsOf: past.asOf,
      groups: [
        "all": judge(expected, where: nil), "kept": judge(kept, where: true),
        "not_kept": judge(notKept, where: false),
      ])
  }

  private func snapshot(_ asOf: Day) -> Snapshot {
    Snapshot(
      of: training.store, asOf: asOf, horizonInDays: plan.horizonInDays,
      scoreWindowInDays: parameters.scoreWindowInDays, threads: parameters.threads)
  }
}

extension ValueGroupEvaluation {
  fileprivate init(expected: [Double], actual: [Double], mean: Double, before: [Double]) {
    let count = Double(max(1, actual.count))
    func rootMeanSquare(_ forecast: [Double]) -> Double {
      (zip(forecast, actual).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / count)
        .squareRoot()
    }
    let difference = zip(actual, expected).map { $0 - $1 }
    let meanDifference = difference.reduce(0, +) / count
    let variance = difference.reduce(0) { $0 + ($1 - meanDifference) * ($1 - meanDifference) }
    self.init(
      customers: actual.count, expected: expected.reduce(0, +), actual: actual.reduce(0, +),
      differenceError: variance.squareRoot(), rootMeanSquaredError: rootMeanSquare(expected),
      baselineMeanError: rootMeanSquare(expected.map { _ in mean }),
      baselineRepeatError: rootMeanSquare(before))
  }
}
