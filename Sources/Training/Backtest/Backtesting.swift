package import Dense
internal import Expressions
internal import Features
package import Histories
internal import Learning
package import Models
internal import RealModule
internal import Snapshots
internal import Units

/// Trains at one date after another, on what was known then, and evaluates the window that follows.
///
/// - Parameters:
///   - store: the histories.
///   - parameters: what the user set.
///   - previous: a model to compare with that of each origin; it is evaluated only where its labels
///     end at or before the origin.
///   - progress: told each origin and its steps, and how much of all is done.
/// - Returns: figures by origin, and pooled.
/// - Throws: where the log is too short, no origin can be learned, or the previous model does not fit.
package func backtest(
  on store: HistoryStore, parameters: BacktestParameters, previous: Model?,
  progress: Progress = .untold
) throws(TrainingError) -> Backtest {
  try inWords(of: parameters.training.target) { () throws(TrainingError) in
    try Backtester(store: store, parameters: parameters, previous: previous).run(progress)
  }
}

private struct Backtester {
  let store: HistoryStore
  let parameters: BacktestParameters
  let previous: Model?
  /// Nil where churn is evaluated.
  let target: Target?
  let plan: BacktestPlan

  /// Customers that origins learn from; how many there are at the latest sets the share.
  let sample: CustomerSample

  /// Snapshots that wait for later origins; with origins close together they would fill the memory.
  var mostSnapshotsKept: Int {
    let customers = min(store.customerCount, parameters.training.mostCustomers)
    return max(6, min(32, TrainingParameters.mostRows / max(1, customers)))
  }

  var horizon: Int { parameters.training.horizonInDays }
  var workers: Workers { parameters.training.workers }

  init(
    store: HistoryStore, parameters: BacktestParameters, previous: Model?
  ) throws(TrainingError) {
    guard let last = store.orderDayRange?.upperBound, let begin = store.ordersBegin else {
      throw .tooFewCustomers(0)
    }
    self.store = store
    self.previous = previous
    target = try parameters.training.target(of: store)
    var parameters = parameters
    // Other shops' coefficients are of churn.
    if target != nil { parameters.training.prior = nil }
    self.parameters = parameters
    let days = target?.days(begin: begin, end: last) ?? (begin: begin, end: last)
    plan = try BacktestPlan(
      ordersBegin: days.begin, lastOrderDay: days.end, parameters: parameters)
    sample = CustomerSample(
      of: store, most: parameters.training.mostCustomers,
      asOf: plan.latestTrainingDate(of: plan.count - 1), workers: parameters.training.workers)
    try previous?.requireBacktest(
      of: store, horizonInDays: horizon, target: parameters.training.target?.text)
  }

  func run(_ progress: Progress) throws(TrainingError) -> Backtest {
    var snapshots: [Day: Snapshot] = [:]
    var evaluated: [EvaluatedOrigin] = []
    var notices: [BacktestNotice] = []
    var lastFault: TrainingError?
    func taken(_ date: Day) -> Snapshot {
      if let snapshot = snapshots[date] { return snapshot }
      let snapshot = snapshot(asOf: date, among: sample)
      snapshots[date] = snapshot
      return snapshot
    }
    let (training, evaluating) = progress.split(at: 0.85)
    for number in 0..<plan.count {
      let step = training.part(number, of: plan.count).begin(
        "origin \(plan.evaluationDate(of: number)), \(number + 1) of \(plan.count)")
      let customers = taken(plan.latestTrainingDate(of: number)).count
      let origin = plan.origin(number, customers: customers)
      let dates = origin.training.map(taken)
      let holdout =
        sample.share == 1
        ? taken(origin.evaluationDate) : snapshot(asOf: origin.evaluationDate, among: .all)
      do {
        evaluated.append(
          try evaluatedOrigin(
            holdout, training: dates, plan: origin, step.split(at: 0.1).1))
      } catch {
        lastFault = error
        notices.append(.originLeftOut(origin.evaluationDate, error))
      }
      let kept = plan.nextDates(
        after: number, customers: customers, atMost: mostSnapshotsKept)
      snapshots = snapshots.filter { kept.contains($0.key) }
    }
    guard !evaluated.isEmpty else { throw lastFault ?? .tooFewCustomers(0) }
    if let wanted = parameters.origins, wanted > plan.count {
      notices.append(
        .fewerOrigins(held: plan.count, wanted: wanted, horizonInDays: horizon))
    }
    let drawing = evaluating.begin("drawing \(parameters.training.replicates) samples of customers")
      .parts([1] + evaluated.map { _ in 1.0 } + [1])
    let evaluator = BacktestEvaluator(parameters: parameters, customerCount: store.customerCount)
    let previousBacktest = previous.map { previous in
      let unseen = evaluated.filter { $0.probabilities[.previous] != nil }
      if unseen.isEmpty {
        notices.append(.previousNotEvaluated(labelsEnd: previous.labelsEnd))
      }
      return PreviousModelBacktest(
        model: previous.shortDigest, labelsEnd: previous.labelsEnd,
        origins: unseen.map(\.asOf), pooled: evaluator.groups(of: unseen, drawing[0]))
    }
    defer { progress.end() }
    return Backtest(
      horizonInDays: horizon, target: target?.rule.text,
      origins: zip(evaluated, drawing.dropFirst()).map { origin, step in
        BacktestOrigin(
          asOf: origin.asOf, trainedAsOf: origin.trainedAsOf,
          groups: evaluator.groups(of: [origin], step))
      },
      pooled: evaluator.groups(of: evaluated, drawing[drawing.count - 1]),
      previous: previousBacktest,
      campaign: target == nil ? CampaignDocument(parameters.campaign) : nil,
      seed: parameters.training.seed, replicates: parameters.training.replicates, notices: notices)
  }

  private func snapshot(asOf: Day, among sample: CustomerSample) -> Snapshot {
    Snapshot(
      of: store, asOf: asOf, horizonInDays: horizon, target: target,
      scoreWindowInDays: parameters.training.scoreWindowInDays, among: sample, workers: workers)
  }

  /// Trains as `train` does, and predicts the origin's window.
  private func evaluatedOrigin(
    _ holdout: Snapshot, training learning: [Snapshot], plan: SnapshotPlan, _ progress: Progress
  ) throws(TrainingError) -> EvaluatedOrigin {
    let (choosing, fitting) = progress.split(at: 0.7)
    let yearsBefore = YearsBefore(of: store, parameters: parameters.training, target: target)
    let validation = try chosenChurnSettings(
      from: learning.map(\.labelledRows), parameters: parameters.training,
      yearsBefore: yearsBefore, choosing.begin("choosing settings"))
    let settings = validation.choice.settings
    let snapshots = Array(learning.prefix(settings.snapshots))
    let training = ChurnTraining(
      horizonInDays: horizon, settings: settings, prior: parameters.training.prior,
      workers: workers)
    var fit = try training.fitted(
      to: snapshots, outlook: holdout.outlook, fitting.begin("fitting"))
    fit.season = yearsBefore.choice(
      for: fit, at: plan.evaluationDate, learning: learning, forecasts: validation.forecasts
    ).shift(at: plan.evaluationDate)
    let evaluator = ChurnEvaluator(
      training: training, snapshots: snapshots, holdout: holdout, replicates: 1,
      seed: parameters.training.seed)
    let forecasts = try evaluator.forecasts(of: fit)
    var probabilities: [BacktestForecast: [Double]] = [
      .model: forecasts.model, .recency: forecasts.recency, .frequency: forecasts.frequency,
      .recencyFrequency: forecasts.recencyFrequency,
      .gapRatio: try training.gapRatioBaseline(of: snapshots, holdout: holdout),
    ]
    if let previous, previous.labelsEnd <= plan.evaluationDate, let outcome = previous.outcome {
      probabilities[.previous] = outcome.probabilities(of: holdout.features, workers: workers)
    }
    return EvaluatedOrigin(
      asOf: plan.evaluationDate, trainedAsOf: snapshots.map(\.asOf),
      customers: holdout.facts.customers,
      churned: holdout.churned.map { $0 == 1 }, probabilities: probabilities,
      members: CustomerGroup.allCases.map {
        $0.members(of: holdout.facts, horizonInDays: horizon)
      })
  }
}

extension Model {
  /// The first day that none of the model's labels had seen.
  var labelsEnd: Day {
    (outcome?.trainedAsOf.max() ?? data.asOf) + data.horizonInDays
  }

  /// Refuses what cannot be held beside a backtest of a store.
  func requireBacktest(
    of store: HistoryStore, horizonInDays: Int, target rule: String?
  ) throws(TrainingError) {
    do { try requireFit(to: store) } catch { throw .scoring(error) }
    if let rule {
      guard target?.rule == rule else { throw .otherTarget(model: target?.rule, asked: rule) }
    } else if churn == nil {
      throw .scoring(withoutChurn(for: .backtest))
    }
    guard data.horizonInDays == horizonInDays else {
      throw .otherHorizon(model: data.horizonInDays, asked: horizonInDays)
    }
  }
}
