internal import Features
package import Histories
internal import Learning
package import Models
internal import Segments
package import Snapshots
internal import Units

/// A model with the evaluation that judged its procedure.
package struct TrainedModel: Sendable {
  package let model: Model
  package let evaluation: Evaluation
  package let plan: SnapshotPlan
  /// How the number of clusters was chosen; nil where it was given.
  package let clusterChoice: ClusterChoice?
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
) throws(TrainingError) -> TrainedModel {
  let trainer = try Trainer(store: store, parameters: parameters)
  return try trainer.run(progress)
}

private struct Trainer {
  let store: HistoryStore
  let parameters: TrainingParameters
  let plan: SnapshotPlan
  let firstOrderDay: Day
  let lastOrderDay: Day

  init(store: HistoryStore, parameters: TrainingParameters) throws(TrainingError) {
    let orderDays = store.orderDayRange
    guard let first = orderDays?.lowerBound, let last = orderDays?.upperBound,
      let ordersBegin = store.ordersBegin
    else { throw .tooFewCustomers(0) }
    self.store = store
    self.parameters = parameters
    firstOrderDay = first
    lastOrderDay = last
    do {
      plan = try SnapshotPlan(
        ordersBegin: ordersBegin, lastOrderDay: last, horizonInDays: parameters.horizonInDays,
        judgeAt: parameters.judgeAt, snapshots: SnapshotPlan.valueSnapshots,
        valueHorizonInDays: parameters.valueHorizonInDays)
    } catch { throw .plan(error) }
  }

  func run(_ progress: (String) -> Void) throws(TrainingError) -> TrainedModel {
    let today = Snapshot(
      of: store, asOf: plan.dataEnd, scoreWindowInDays: parameters.scoreWindowInDays,
      engagement: parameters.engagementWeights, threads: parameters.threads)
    guard today.count >= 2 else { throw .tooFewCustomers(today.count) }
    progress("taking snapshots of \(grouped(today.count)) customers")
    let sample = CustomerSample(
      of: store, most: parameters.mostCustomers, asOf: plan.training[0],
      threads: parameters.threads)
    var snapshots = Snapshots(
      plan: plan, store: store, parameters: parameters, sample: sample)
    let learningPlan = parameters.learningPlan(
      plan, customers: snapshots.at([plan.training[0]])[0].count)
    progress("choosing the churn model's settings before \(plan.judgingDate)")
    let learningSnapshots = snapshots.at(learningPlan.training)
    let finding = try parameters.churnFinding(from: learningSnapshots.map(\.labelledRows))
    let choice = finding.choice
    let plan = learningPlan.limited(to: choice.settings.snapshots)
    let refitSnapshots = snapshots.at(plan.refit)
    let trainingSnapshots = snapshots.at(plan.training)
    let judged = snapshots.whole(plan.judgingDate)

    progress("judging out of time at \(plan.judgingDate)")
    let churnTraining = ChurnTraining(
      horizonInDays: plan.horizonInDays, settings: choice.settings, threads: parameters.threads)
    let recipe = try churnTraining.recipe(from: trainingSnapshots)
    let judgedFit = try churnTraining.fitted(
      to: trainingSnapshots, recipe: recipe, outlook: judged.outlook)
    let judge = ChurnEvaluator(
      training: churnTraining, snapshots: trainingSnapshots, judged: judged,
      replicates: parameters.replicates, seed: parameters.seed)
    let groups = judge.evaluations(of: try judge.forecasts(of: judgedFit))

    progress("judging forecasts of value at \(plan.valueJudgingDate)")
    let valueSnapshots = snapshots.at(plan.valueTraining)
    let valueJudged = snapshots.whole(plan.valueJudgingDate)
    let valueFit =
      plan.valueJudgingDate == plan.judgingDate
      ? judgedFit
      : try ChurnTraining(
        // The chosen settings have seen labels of this window.
        horizonInDays: plan.horizonInDays, settings: .usual(for: valueSnapshots),
        threads: parameters.threads
      ).fittedWhereTwoClasses(to: valueSnapshots, outlook: valueJudged.outlook)
    let value = try ValueEvaluator(
      training: valueTraining, date: plan.valueJudgingDate, days: plan.valueHorizonInDays,
      unit: .day, names: LifetimeModelName.allCases, snapshots: valueSnapshots,
      judged: valueJudged,
      churn: valueFit?.probabilities(of: valueJudged.features, threads: parameters.threads)
    ).finding()
    var evaluation = Evaluation(
      asOf: plan.judgingDate, horizonInDays: plan.horizonInDays, trainedAsOf: plan.training,
      choice: choice, groups: groups, value: value.evaluation)
    evaluation.explanation = judge.explanation(of: judgedFit)
    evaluation.learnedShare = sample.share < 1 ? sample.share : nil
    evaluation.learnedRows = LearnedRows(of: trainingSnapshots)
    evaluation.refitRows = LearnedRows(of: refitSnapshots)
    progress("judging earlier dates")
    evaluation.snapshots = try ChurnOverTime(
      training: churnTraining, snapshots: learningSnapshots, forecasts: finding.forecasts,
      judged: judged, judgedFit: judgedFit, judgedGroups: groups
    ).evaluations()
    let suspicions = judged.suspicions(
      horizonInDays: plan.horizonInDays, threads: parameters.threads)
    evaluation.tooGoodToBeTrue = suspicions
    let prospects = try ProspectTraining(store: store, plan: plan, parameters: parameters).trained()
    evaluation.prospects = prospects?.evaluation

    progress("refitting on all complete horizons")
    var churn = try churnTraining.fitted(
      // With the products that were judged.
      to: refitSnapshots, recipe: recipe,
      outlook: OrderOutlook(
        learnedFrom: today.features, horizonInDays: plan.horizonInDays,
        threads: parameters.threads))
    churn.notices += LeakageWarning.notices(of: suspicions)
    churn.uninformativeGroups = groups.filter { !$0.value.isInformative }.keys.sorted()
    let (lifetime, valueModel) = try refittedValue(
      value, snapshots: snapshots.at(plan.valueRefit))
    progress("forming clusters")
    let clusterChoice = try clusterChoice(
      learned: trainingSnapshots[0], judged: judged)
    let clusters = try clusterTraining.forming(
      clusterChoice?.recommended ?? parameters.clusterCount
    ).fitted(to: today)
    let scores = ScoreModel(
      asOf: plan.dataEnd, windowInDays: parameters.scoreWindowInDays,
      ruleSet: parameters.rules.name,
      rules: RuleSetText.builtIn.contains(parameters.rules) ? nil : parameters.rules,
      cutOffs: RFMCutOffs(
        learnedFrom: today.facts.scoreColumns, given: parameters.givenCutOffs),
      engagement: parameters.engagementWeights)
    var model = Model(
      data: trainingData(customers: today.count), churn: churn, lifetime: lifetime,
      value: valueModel, clusters: clusters, scores: scores, digest: "")
    model.population = PopulationReference(
      of: refitSnapshots, model: churn, threads: parameters.threads)
    model.prospects = prospects?.model
    model.digest = ModelDocument.digest(of: model)
    return TrainedModel(
      model: model, evaluation: evaluation, plan: plan, clusterChoice: clusterChoice)
  }

  private var valueTraining: ValueTraining {
    ValueTraining(
      store: store, horizonInDays: plan.horizonInDays,
      periodInDays: plan.valueHorizonInDays,
      l2Strength: parameters.valueL2Strength, threads: parameters.threads)
  }

  private var clusterTraining: ClusterTraining {
    ClusterTraining(
      clusterCount: parameters.clusterCount, features: parameters.clusterOn,
      seed: parameters.seed, threads: parameters.threads, moneyScale: store.moneyScale)
  }

  /// Tries the numbers of clusters that the user left open, as `compare --clusters` does.
  private func clusterChoice(
    learned: Snapshot, judged: Snapshot
  ) throws(TrainingError) -> ClusterChoice? {
    guard let counts = parameters.clusterCounts else { return nil }
    return try ClusterChoosing(
      learned: learned, judged: judged, training: clusterTraining, counts: counts,
      worth: PartitionPredictiveness(
        learned: learned, judged: judged, in: store, horizonInDays: plan.horizonInDays,
        threads: parameters.threads),
      replicates: BootstrapReplicates(
        count: comparisonReplicates, population: judged.count,
        seed: parameters.seed)
    ).choice()
  }

  /// The method that won, learned again from everything.
  private func refittedValue(
    _ finding: ValueEvaluator.Finding, snapshots: [Snapshot]
  ) throws(TrainingError) -> (LifetimeModel, ValueModel) {
    guard let name = LifetimeModelName(rawValue: finding.evaluation.lifetimeWinner) else {
      preconditionFailure("a lifetime model of no name")
    }
    let lifetime: LifetimeModel
    do {
      lifetime = try LifetimeModel(
        name, to: LifetimeColumns(of: store, asOf: plan.dataEnd, threads: parameters.threads),
        moneyScale: store.moneyScale, threads: parameters.threads)
    } catch { throw .purchases(error) }
    let method = finding.evaluation.winner
    let constants = try valueTraining.fitted(at: plan.dataEnd, snapshots: snapshots)
    // Where those who order have become too few to teach what they spend, orders alone must do.
    let usable = constants.isComplete(for: method) ? method : .lifetime
    return (
      lifetime,
      ValueModel(
        method: usable, judgedHorizonInDays: plan.valueHorizonInDays, trainedAsOf: plan.dataEnd,
        constants: constants.reduced(to: usable), intervals: finding.intervals,
        biasWarning: finding.evaluation.biasWarning)
    )
  }

  private func trainingData(customers: Int) -> TrainingData {
    TrainingData(
      asOf: plan.dataEnd, horizonInDays: plan.horizonInDays, firstOrderDay: firstOrderDay,
      lastOrderDay: lastOrderDay, customers: customers, timeZone: parameters.timeZone,
      currency: store.currency, refunds: store.refundPolicy, seed: parameters.seed,
      catalogueVersion: FeatureCatalogue.current.version, rowsSHA256: store.digest())
  }
}

/// Snapshots by date, each taken once: of the customers that are learned from, or of all.
private struct Snapshots {
  let plan: SnapshotPlan
  let store: HistoryStore
  let parameters: TrainingParameters
  let sample: CustomerSample
  private var taken: [Day: Snapshot] = [:]
  private var wholes: [Day: Snapshot] = [:]

  init(
    plan: SnapshotPlan, store: HistoryStore, parameters: TrainingParameters,
    sample: CustomerSample
  ) {
    self.plan = plan
    self.store = store
    self.parameters = parameters
    self.sample = sample
  }

  /// What is learned from.
  mutating func at(_ dates: [Day]) -> [Snapshot] {
    dates.map { date in
      if let snapshot = taken[date] { return snapshot }
      let snapshot = snapshot(date, of: sample)
      taken[date] = snapshot
      return snapshot
    }
  }

  /// What is judged.
  mutating func whole(_ date: Day) -> Snapshot {
    if sample.share == 1 { return at([date])[0] }
    if let snapshot = wholes[date] { return snapshot }
    let snapshot = snapshot(date, of: .all)
    wholes[date] = snapshot
    return snapshot
  }

  private func snapshot(_ date: Day, of sample: CustomerSample) -> Snapshot {
    Snapshot(
      of: store, asOf: date, horizonInDays: plan.horizonInDays,
      scoreWindowInDays: parameters.scoreWindowInDays, among: sample, threads: parameters.threads)
  }
}
