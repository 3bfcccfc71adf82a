internal import Features
package import Histories
internal import Segments
internal import Units

/// A model with the evaluation that judged its procedure.
package struct TrainedModel: Sendable {
  package let model: Model
  package let evaluation: Evaluation
  package let plan: SnapshotPlan
}

/// Learns churn, value, clusters and cut-offs from histories.
///
/// The procedure is judged on a fit that saw nothing after the judging date; the saved model is
/// then refitted on all complete horizons.
///
/// - Parameters:
///   - store: the histories.
///   - parameters: what the user set.
///   - progress: told each step as it begins.
/// - Returns: the model and its evaluation.
/// - Throws: where the data cannot carry a model, with what would be enough.
package func train(
  on store: HistoryStore, parameters: TrainingParameters, progress: (String) -> Void
) throws(ScoringError) -> TrainedModel {
  let trainer = try Trainer(store: store, parameters: parameters)
  return try trainer.run(progress)
}

private struct Trainer {
  let store: HistoryStore
  let parameters: TrainingParameters
  let plan: SnapshotPlan
  let firstOrderDay: Day
  let lastOrderDay: Day

  init(store: HistoryStore, parameters: TrainingParameters) throws(ScoringError) {
    let orderDays = store.orderDayRange
    guard let first = orderDays?.lowerBound, let last = orderDays?.upperBound,
      let ordersBegin = store.ordersBegin
    else { throw .tooFewCustomers(0) }
    self.store = store
    self.parameters = parameters
    firstOrderDay = first
    lastOrderDay = last
    plan = try SnapshotPlan(
      ordersBegin: ordersBegin, lastOrderDay: last, horizonInDays: parameters.horizonInDays,
      judgeAt: parameters.judgeAt, snapshots: parameters.snapshots,
      valueHorizonInDays: parameters.valueHorizonInDays)
  }

  func run(_ progress: (String) -> Void) throws(ScoringError) -> TrainedModel {
    let today = Snapshot(
      of: store, asOf: plan.dataEnd, scoreWindowInDays: parameters.scoreWindowInDays,
      threads: parameters.threads)
    guard today.count >= 2 else { throw .tooFewCustomers(today.count) }
    progress("taking snapshots of \(grouped(today.count)) customers")
    let refitSnapshots = plan.refit.map(snapshot(asOf:))
    let trainingSnapshots = plan.training.map { asOf in
      refitSnapshots.first { $0.asOf == asOf } ?? snapshot(asOf: asOf)
    }
    let judged = refitSnapshots[0]

    progress("judging out of time at \(plan.judgingDate)")
    let churnTraining = ChurnTraining(
      horizonInDays: plan.horizonInDays, l2Strength: parameters.l2Strength,
      threads: parameters.threads)
    let judgedFit = try churnTraining.fitted(to: trainingSnapshots)
    let judge = ChurnJudge(
      training: churnTraining, snapshots: trainingSnapshots, judged: judged,
      replicates: parameters.replicates, seed: parameters.seed)
    let groups = judge.evaluations(of: try judge.forecasts(of: judgedFit))
    let valueJudge = ValueJudge(training: valueTraining, plan: plan, parameters: parameters)
    let evaluation = Evaluation(
      asOf: plan.judgingDate, horizonInDays: plan.horizonInDays, trainedAsOf: plan.training,
      groups: groups, value: try valueJudge.evaluation())

    progress("refitting on all complete horizons")
    var churn = try churnTraining.fitted(to: refitSnapshots)
    churn.uninformativeGroups = groups.filter { !$0.value.isInformative }.keys.sorted()
    var value = try valueTraining.fitted(
      to: refitSnapshots.first { $0.asOf == plan.valueJudgingDate }
        ?? snapshot(asOf: plan.valueJudgingDate))
    value.biasWarning = evaluation.value?.biasWarning
    progress("forming clusters")
    let clusters = try clusterTraining.fitted(to: today)
    let scores = ScoreModel(
      asOf: plan.dataEnd, windowInDays: parameters.scoreWindowInDays, ruleSet: parameters.ruleSet,
      cutOffs: RFMCutOffs(learnedFrom: today.facts.scoreColumns))
    var model = Model(
      data: trainingData(customers: today.count), churn: churn, value: value, clusters: clusters,
      scores: scores, digest: "")
    model.digest = ModelDocument.digest(of: model)
    return TrainedModel(model: model, evaluation: evaluation, plan: plan)
  }

  private var valueTraining: ValueTraining {
    ValueTraining(
      store: store, horizonInDays: plan.horizonInDays,
      valueHorizonInDays: plan.valueHorizonInDays,
      wantedHorizonInDays: plan.wantedValueHorizonInDays,
      l2Strength: parameters.valueL2Strength, threads: parameters.threads)
  }

  private var clusterTraining: ClusterTraining {
    ClusterTraining(
      clusterCount: parameters.clusterCount, features: parameters.clusterOn,
      seed: parameters.seed, threads: parameters.threads, moneyScale: store.moneyScale)
  }

  private func snapshot(asOf: Day) -> Snapshot {
    Snapshot(
      of: store, asOf: asOf, horizonInDays: plan.horizonInDays,
      scoreWindowInDays: parameters.scoreWindowInDays, threads: parameters.threads)
  }

  private func trainingData(customers: Int) -> TrainingData {
    TrainingData(
      asOf: plan.dataEnd, horizonInDays: plan.horizonInDays, firstOrderDay: firstOrderDay,
      lastOrderDay: lastOrderDay, customers: customers, timeZone: parameters.timeZone,
      currency: store.currency, refunds: store.refundPolicy, seed: parameters.seed,
      catalogueVersion: FeatureCatalogue.current.version, rowsSHA256: store.digest())
  }
}
