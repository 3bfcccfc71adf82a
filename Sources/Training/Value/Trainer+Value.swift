internal import Dense
internal import Histories
internal import Models
internal import Snapshots
internal import Units

extension Trainer {
  private func valueTraining(of store: HistoryStore) -> ValueTraining {
    ValueTraining(
      store: store, horizonInDays: plan.horizonInDays,
      periodInDays: plan.valueHorizonInDays,
      l2Strength: parameters.valueL2Strength, workers: workers)
  }

  /// Evaluates forecasts of value beside the evaluated fit of churn.
  ///
  /// The snapshots that value alone is learned from and evaluated on are let go of at the end.
  func evaluatedValue(
    of store: HistoryStore, _ snapshots: SnapshotsByDate, churn evaluated: ChurnModel,
    _ progress: Progress
  ) throws(TrainingError) -> ValueEvaluator.Result {
    var snapshots = snapshots
    let (taking, evaluating) = progress.split(at: 0.2)
    let training = snapshots.at(plan.valueTraining, taking)
    let holdout = snapshots.whole(plan.valueEvaluationDate)
    let fit =
      plan.valueEvaluationDate == plan.evaluationDate
      ? evaluated
      : try ChurnTraining(
        // The chosen settings have seen labels of this window.
        horizonInDays: plan.horizonInDays, settings: .usual(for: training), workers: workers
      ).fittedWhereTwoClasses(to: training, outlook: holdout.outlook)
    return try ValueEvaluator(
      training: valueTraining(of: store), date: plan.valueEvaluationDate,
      days: plan.valueHorizonInDays, unit: .day, names: LifetimeModelName.allCases,
      snapshots: training, holdout: holdout,
      churn: fit?.probabilities(of: holdout.features, workers: workers)
    ).run(evaluating)
  }

  /// The selected method, refitted on all complete windows.
  func refittedValue(
    _ evaluated: ValueEvaluator.Result, of store: HistoryStore, snapshots: [Snapshot],
    _ progress: Progress
  ) throws(TrainingError) -> (LifetimeModel, ValueModel) {
    let lifetime: LifetimeModel
    do {
      lifetime = try LifetimeModel(
        evaluated.evaluation.lifetimeWinner,
        to: LifetimeColumns(of: store, asOf: plan.dataEnd, workers: workers),
        moneyScale: store.moneyScale, workers: workers)
    } catch { throw .purchases(error) }
    progress.reach(0.5)
    let method = evaluated.evaluation.winner
    let constants = try valueTraining(of: store).fitted(at: plan.dataEnd, snapshots: snapshots)
    // Where buyers have become too few to fit their spend, the lifetime model is used.
    let usable = constants.isComplete(for: method) ? method : .lifetime
    return (
      lifetime,
      ValueModel(
        method: usable, evaluatedHorizonInDays: plan.valueHorizonInDays, trainedAsOf: plan.dataEnd,
        constants: constants.reduced(to: usable), intervals: evaluated.intervals,
        horizonIntervals: evaluated.horizonIntervals,
        biasWarning: evaluated.evaluation.bias.map(Recorded.found),
        levelError: evaluated.evaluation.levelError)
    )
  }
}
