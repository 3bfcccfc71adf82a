package import Dense
internal import Expressions
internal import Features
package import Histories
internal import Learning
internal import Models
internal import Segments
internal import Snapshots
internal import Units

/// Learns churn, value, clusters and cut-offs from histories.
///
/// The procedure is evaluated on a fit that saw nothing after the evaluation date; the saved model is
/// then refitted on all complete horizons.
///
/// - Parameters:
///   - store: the histories.
///   - parameters: what the user set.
///   - progress: told each step, and how much of all is done.
/// - Returns: the model and its evaluation.
/// - Throws: where the data cannot carry a model, with what would be enough.
package func train(
  on store: HistoryStore, parameters: TrainingParameters, progress: Progress = .untold
) throws(TrainingError) -> TrainedModel {
  try inWords(of: parameters.target) { () throws(TrainingError) in
    try Trainer(source: store, store: store, parameters: parameters).run(progress)
  }
}

/// Learns churn, clusters and cut-offs from rows of features that an engine made: what `train` learns of the
/// same customers' histories, without what the rows do not hold, values, lifetimes and prospects.
///
/// - Parameters:
///   - log: the rows; their horizon and score window are the parameters'.
///   - parameters: what the user set, of churn and not of another target.
///   - progress: told each step, and how much of all is done.
/// - Returns: the model and its evaluation.
/// - Throws: where the rows cannot carry a model, or lack a date.
package func train(
  on log: FeatureLog, parameters: TrainingParameters, progress: Progress = .untold
) throws(TrainingError) -> TrainedModel {
  precondition(parameters.target == nil && parameters.clusterCounts == nil)
  return try Trainer(source: log, store: nil, parameters: parameters).run(progress)
}

/// The procedure of docs/evaluation.md, step after step.
struct Trainer {
  let source: any LearningSource
  /// Nil where rows of features are learned from: values, lifetimes and prospects are then not.
  let store: HistoryStore?
  let parameters: TrainingParameters
  /// Nil where churn is learned.
  let target: Target?
  /// Dates before the number of training dates is chosen.
  let plan: SnapshotPlan
  let firstOrderDay: Day
  let lastOrderDay: Day

  var workers: Workers { parameters.workers }

  init(
    source: any LearningSource, store: HistoryStore?, parameters: TrainingParameters
  ) throws(TrainingError) {
    let orderDays = source.orderDayRange
    guard let first = orderDays?.lowerBound, let last = orderDays?.upperBound,
      let ordersBegin = source.ordersBegin
    else { throw .tooFewCustomers(0) }
    self.source = source
    self.store = store
    var parameters = parameters
    target = try store.flatMap { store throws(TrainingError) in
      try parameters.target(of: store)
    }
    // Other shops' coefficients are of churn.
    if target != nil { parameters.prior = nil }
    self.parameters = parameters
    firstOrderDay = first
    lastOrderDay = last
    let days = target?.days(begin: ordersBegin, end: last) ?? (begin: ordersBegin, end: last)
    do {
      plan = try SnapshotPlan(
        ordersBegin: days.begin, lastOrderDay: days.end, horizonInDays: parameters.horizonInDays,
        evaluateAt: parameters.evaluateAt, snapshots: SnapshotPlan.valueSnapshots,
        valueHorizonInDays: parameters.valueHorizonInDays)
    } catch { throw .plan(error) }
  }

  func run(_ progress: Progress) throws(TrainingError) -> TrainedModel {
    let steps = TrainingSteps(
      progress, choosesClusterCount: parameters.clusterCounts != nil)
    let customers = source.customerCount(orderedBefore: plan.dataEnd, workers: workers)
    guard customers >= 2 else { throw .tooFewCustomers(customers) }
    try require([plan.evaluationDate, plan.training[0]])
    let sample = source.sample(
      most: parameters.mostCustomers, asOf: plan.training[0], workers: workers)
    var snapshots = SnapshotsByDate(
      plan: plan, source: source, parameters: parameters, sample: sample, target: target)
    let judged = try judgedChurn(&snapshots, sample, steps)
    var evaluation = judged.evaluation
    // What the rest does not look at is to leave its memory to it.
    snapshots.keep(
      plan.valueTraining + plan.valueRefit + [plan.valueEvaluationDate],
      whole: [plan.valueEvaluationDate])
    // Values rest on the probability of churn.
    let valued = target == nil ? store : nil
    let value = try valued.map { store throws(TrainingError) in
      try evaluatedValue(
        of: store, snapshots, churn: judged.churn.fit,
        steps.value.begin("evaluating forecasts of value at \(plan.valueEvaluationDate)"))
    }
    evaluation.value = value?.evaluation
    let prospects = try valued.flatMap { store throws(TrainingError) in
      try ProspectTraining(store: store, plan: judged.plan, parameters: parameters).run()
    }
    evaluation.prospects = prospects?.evaluation

    let refit = steps.refit.begin("refitting on all complete windows")
    snapshots.keep(plan.valueRefit)
    let today = source.snapshot(
      asOf: plan.dataEnd, scoreWindowInDays: parameters.scoreWindowInDays,
      engagement: parameters.engagementWeights, workers: workers)
    var churnModel = try refittedChurn(judged, today: today, refit)
    let found = evaluation.weaknesses.map(Recorded.found)
    churnModel.weaknesses = found.isEmpty ? nil : found
    var model = Model(
      data: trainingData(customers: today.count), churn: target == nil ? churnModel : nil,
      lifetime: nil, value: nil, clusters: nil, scores: nil, digest: "")
    model.target = target.map { TargetModel(rule: $0.rule.text, model: churnModel) }
    if let value, let store {
      (model.lifetime, model.value) = try refittedValue(
        value, of: store, snapshots: snapshots.at(plan.valueRefit),
        steps.valueRefit.begin("refitting the models of value"))
    }
    model.clusters = try clusterTraining.forming(
      judged.clusterChoice?.recommended ?? parameters.clusterCount
    ).fitted(to: today, steps.clusters.begin("forming clusters"))
    if let earlier = parameters.clustersLike {
      model.clusters = try model.clusters?.numbered(
        like: earlier, of: today.features, workers: workers)
    }
    steps.end.begin("describing the customers")
    model.scores = scoreModel(of: today, lapseRates: evaluation.lapse)
    // Of today, not of the dates learned from: scores of the same day find no drift.
    model.population = PopulationReference(of: [today], model: churnModel, workers: workers)
    model.prospects = prospects?.model
    do {
      model.digest = try ModelDocument.digest(of: model)
    } catch { throw .undefined(error) }
    progress.end()
    return TrainedModel(
      model: model, evaluation: evaluation, plan: judged.plan,
      clusterChoice: judged.clusterChoice)
  }
}

// MARK: Churn

extension Trainer {
  /// The settings that were chosen before the evaluation date, and the snapshots that they ask for.
  private struct Chosen {
    let validation: ForwardValidation.Result
    let plan: SnapshotPlan
    /// Dates that were learned from or chosen by; those the evaluated fit learns from; those of the refit.
    let learning: [Snapshot]
    let training: [Snapshot]
    let refit: [Snapshot]
    let holdout: Snapshot
  }

  /// What is left of the evaluation of churn when the dates that it alone looks at are let go of: their
  /// features take most of the memory.
  private struct JudgedChurn {
    let churn: EvaluatedChurn
    let plan: SnapshotPlan
    /// Dates of the refit.
    let refit: [Snapshot]
    /// Without values and prospects.
    let evaluation: Evaluation
    let suspicions: [LeakageWarning]
    /// Nil where the number of clusters was given.
    let clusterChoice: ClusterChoice?
  }

  /// The fit that is evaluated, and its figures by group.
  private struct EvaluatedChurn {
    let training: ChurnTraining
    let recipe: DesignRecipe
    let fit: ChurnModel
    let season: SeasonChoice
    /// Nil where no window has both outcomes.
    let levels: LevelSpread?
    let explanation: Explanation
    let groups: [CustomerGroup: GroupEvaluation]
  }

  /// Throws where rows lack dates.
  private func require(_ dates: [Day]) throws(TrainingError) {
    let missing = source.missing(dates, withOutcomes: true)
    guard missing.isEmpty else {
      throw .datesMissing(missing, horizonInDays: plan.horizonInDays)
    }
  }

  private var yearsBefore: YearsBefore {
    YearsBefore(of: source, parameters: parameters, target: target)
  }

  /// Chooses, fits and evaluates a model of churn, at the evaluation date and at earlier ones.
  private func judgedChurn(
    _ snapshots: inout SnapshotsByDate, _ sample: CustomerSample, _ steps: TrainingSteps
  ) throws(TrainingError) -> JudgedChurn {
    let chosen = try chosenSettings(&snapshots, steps)
    let churn = try evaluatedChurn(
      chosen, steps.evaluating.begin("evaluating out of time at \(plan.evaluationDate)"))
    var evaluation = evaluation(of: churn, chosen, sample: sample)
    steps.earlier.begin("evaluating earlier dates")
    evaluation.snapshots = try overTime(churn, chosen)
    let suspicions = chosen.holdout.suspicions(horizonInDays: plan.horizonInDays, workers: workers)
    evaluation.tooGoodToBeTrue = suspicions
    return JudgedChurn(
      churn: churn, plan: chosen.plan, refit: chosen.refit, evaluation: evaluation,
      suspicions: suspicions,
      clusterChoice: try clusterChoice(
        learned: chosen.training[0], holdout: chosen.holdout, steps.clusterCount))
  }

  private func chosenSettings(
    _ snapshots: inout SnapshotsByDate, _ steps: TrainingSteps
  ) throws(TrainingError) -> Chosen {
    let taking = steps.snapshots.begin("taking snapshots")
    let customers = snapshots.at([plan.training[0]])[0].count
    let widest = learningPlan(plan, customers: customers, parameters: parameters)
    try require(widest.training + widest.refit)
    let learning = snapshots.at(widest.training, taking)
    let choosing = steps.choosing.begin("choosing settings before \(plan.evaluationDate)")
    let validation = try chosenChurnSettings(
      from: learning.map(\.labelledRows), parameters: parameters, yearsBefore: yearsBefore,
      choosing)
    let plan = widest.limited(to: validation.choice.settings.snapshots)
    let refit = snapshots.at(plan.refit)
    return Chosen(
      validation: validation, plan: plan, learning: learning, training: snapshots.at(plan.training),
      refit: refit, holdout: snapshots.whole(plan.evaluationDate))
  }

  private func evaluatedChurn(
    _ chosen: Chosen, _ progress: Progress
  ) throws(TrainingError) -> EvaluatedChurn {
    let steps = progress.parts([1, 2, 2, 1])
    let training = ChurnTraining(
      horizonInDays: plan.horizonInDays, settings: chosen.validation.choice.settings,
      prior: parameters.prior, workers: workers)
    let recipe = try training.recipe(from: chosen.training, steps[0])
    var fit = try training.fitted(
      to: chosen.training, recipe: recipe, outlook: chosen.holdout.outlook, steps[1])
    let season = yearsBefore.choice(
      for: fit, at: plan.evaluationDate, learning: chosen.learning,
      forecasts: chosen.validation.forecasts)
    fit.season = season.shift(at: plan.evaluationDate)
    let evaluator = ChurnEvaluator(
      training: training, snapshots: chosen.training, holdout: chosen.holdout,
      replicates: parameters.replicates, seed: parameters.seed)
    let groups = evaluator.evaluations(of: try evaluator.forecasts(of: fit), steps[2])
    return EvaluatedChurn(
      training: training, recipe: recipe, fit: fit, season: season,
      levels: LevelSpread(
        of: fit, at: chosen.holdout, earlier: chosen.validation.forecasts, workers: workers),
      explanation: evaluator.explanation(of: fit, steps[3]), groups: groups)
  }

  /// What the evaluated fit did at earlier dates.
  private func overTime(
    _ churn: EvaluatedChurn, _ chosen: Chosen
  ) throws(TrainingError) -> [SnapshotEvaluation] {
    try ChurnOverTime(
      training: churn.training, snapshots: chosen.learning, forecasts: chosen.validation.forecasts,
      holdout: chosen.holdout, evaluatedFit: churn.fit, evaluatedGroups: churn.groups
    ).run()
  }

  /// The saved model: the same procedure, with the products that were evaluated, on all complete windows.
  private func refittedChurn(
    _ judged: JudgedChurn, today: Snapshot, _ progress: Progress
  ) throws(TrainingError) -> ChurnModel {
    let churn = judged.churn
    var model = try churn.training.fitted(
      to: judged.refit, recipe: churn.recipe,
      outlook: OrderOutlook(
        learnedFrom: today.features, horizonInDays: plan.horizonInDays, workers: workers),
      progress)
    if churn.season.verdict == .applied {
      model.season = yearsBefore.shift(of: model, dataEnd: plan.dataEnd)
    }
    model.levelSpread = churn.levels
    model.notices += LeakageWarning.notices(of: judged.suspicions).map(Recorded.found)
    model.uninformativeGroups = churn.groups.filter { !$0.value.isInformative }
      .map(\.key.rawValue).sorted()
    return model
  }

  private func evaluation(
    of churn: EvaluatedChurn, _ chosen: Chosen, sample: CustomerSample
  ) -> Evaluation {
    var choice = chosen.validation.choice
    choice.season = churn.season
    var evaluation = Evaluation(
      asOf: plan.evaluationDate, horizonInDays: plan.horizonInDays,
      trainedAsOf: chosen.plan.training, choice: choice, groups: churn.groups, value: nil)
    evaluation.target = target?.rule.text
    if target == nil {
      evaluation.lapse = churn.fit.lapseRates(
        at: chosen.holdout, horizonInDays: plan.horizonInDays, workers: workers)
    }
    evaluation.explanation = churn.explanation
    evaluation.learnedShare = sample.share < 1 ? sample.share : nil
    evaluation.learnedRows = LearnedRows(of: chosen.training)
    evaluation.refitRows = LearnedRows(of: chosen.refit)
    return evaluation
  }
}

// MARK: Clusters and scores

extension Trainer {
  private var clusterTraining: ClusterTraining {
    ClusterTraining(
      clusterCount: parameters.clusterCount, features: parameters.clusterOn,
      seed: parameters.seed, workers: workers, moneyScale: source.moneyScale)
  }

  /// Tries the numbers of clusters that the user left open, as `compare --clusters` does.
  private func clusterChoice(
    learned: Snapshot, holdout: Snapshot, _ progress: Progress
  ) throws(TrainingError) -> ClusterChoice? {
    guard let counts = parameters.clusterCounts, let store else { return nil }
    let choosing = progress.begin("choosing the number of clusters")
    return try ClusterChooser(
      learned: learned, holdout: holdout, training: clusterTraining, counts: counts,
      worth: PartitionPredictiveness(
        learned: learned, holdout: holdout, in: store, horizonInDays: plan.horizonInDays,
        workers: workers),
      replicates: BootstrapReplicates(
        count: comparisonReplicates, population: holdout.count,
        seed: parameters.seed)
    ).run(choosing)
  }

  private func scoreModel(of today: Snapshot, lapseRates: [LapseRate]?) -> ScoreModel {
    ScoreModel(
      asOf: plan.dataEnd, windowInDays: parameters.scoreWindowInDays,
      ruleSet: parameters.rules.name,
      rules: RuleSetText.builtIn.contains(parameters.rules) ? nil : parameters.rules,
      cutOffs: RFMCutOffs(
        learnedFrom: today.facts.scoreColumns, given: parameters.givenCutOffs),
      engagement: parameters.engagementWeights,
      rhythm: RhythmColumns(horizonInDays: plan.horizonInDays) { today.features.column(named: $0) }?
        .rhythm,
      lapseRates: lapseRates)
  }

  private func trainingData(customers: Int) -> TrainingData {
    TrainingData(
      asOf: plan.dataEnd, horizonInDays: plan.horizonInDays, firstOrderDay: firstOrderDay,
      lastOrderDay: lastOrderDay, customers: customers, timeZone: parameters.timeZone,
      currency: source.currency, refunds: source.refundPolicy, seed: parameters.seed,
      catalogueVersion: FeatureCatalogue.current.version, rowsSHA256: source.digest())
  }
}
