internal import Dense
internal import Features
internal import Histories
internal import Learning
internal import Lifetime
internal import Models
internal import RealModule
internal import Snapshots
internal import Units

/// Learns who of the prospects orders for the first time, from the snapshots of a plan.
package struct ProspectTraining {
  let store: HistoryStore
  let plan: SnapshotPlan
  let parameters: TrainingParameters

  /// Buyers, and prospects who did not buy, below which nothing is learned or evaluated.
  package static let fewestOfAKind = 20
  private static let l2Strength = 1e-3

  /// Prospects of one date and who of them ordered.
  private struct Prospects {
    let features: FeatureMatrix
    let labels: [Double]
  }

  /// Evaluates a model of the training dates at the evaluation date, and learns one of the dates up to it.
  ///
  /// - Returns: nil where there are too few prospects of either kind.
  func run() throws(TrainingError) -> (model: ProspectModel, evaluation: ProspectEvaluation)? {
    guard !store.events.kinds.isEmpty else { return nil }
    let holdout = prospects(at: plan.evaluationDate)
    let training = plan.training.map(prospects)
    let refit = plan.refit.map { $0 == plan.evaluationDate ? holdout : prospects(at: $0) }
    guard [training, [holdout], refit].allSatisfy(isEnough) else { return nil }
    let evaluation = evaluation(of: holdout, by: try fitted(to: training), training: training)
    var model = try fitted(to: refit)
    model.isInformative = evaluation.isInformative
    return (model, evaluation)
  }

  private func prospects(at date: Day) -> Prospects {
    let features = store.prospectFeatures(asOf: date, workers: parameters.workers)
    let outcomes = outcomes(
      of: features.customers, in: store, asOf: date, horizonInDays: plan.horizonInDays,
      workers: parameters.workers)
    return Prospects(features: features, labels: outcomes.map { $0.orders > 0 ? 1 : 0 })
  }

  private func isEnough(_ dates: [Prospects]) -> Bool {
    let buyers = dates.reduce(0) { $0 + $1.labels.count { $0 == 1 } }
    let all = dates.reduce(0) { $0 + $1.labels.count }
    return min(buyers, all - buyers) >= Self.fewestOfAKind
  }

  private func fitted(to dates: [Prospects]) throws(TrainingError) -> ProspectModel {
    let design = HistoryStore.prospectRecipe().fitted(
      to: dates.map(\.features), workers: parameters.workers)
    let labels = dates.flatMap(\.labels)
    let fit: FittedLogisticRegression
    do {
      fit = try LogisticRegression(l2Strength: Self.l2Strength, workers: parameters.workers)
        .fitted(
          to: stacked(dates.map { design.design(of: $0.features, workers: parameters.workers) }),
          labels: labels, groups: dates.flatMap(\.features.customers))
    } catch {
      throw .fit(.prospectModel, error)
    }
    // Snapshots repeat prospects: naive errors would be too small.
    let errors = fit.robustStandardErrors ?? fit.standardErrors
    return ProspectModel(
      design: design, intercept: fit.intercept, coefficients: fit.coefficients,
      standardErrors: errors.map { [$0.intercept] + $0.coefficients }
        ?? [Double](repeating: 0, count: design.columns.count + 1),
      l2Strength: Self.l2Strength, trainedAsOf: dates.map(\.features.asOf), rows: labels.count,
      buyers: labels.count { $0 == 1 }, isInformative: false)
  }

  private func evaluation(
    of holdout: Prospects, by model: ProspectModel, training: [Prospects]
  ) -> ProspectEvaluation {
    let bought = holdout.labels.map { $0 == 1 }
    func ranked(_ probabilities: [Double]) -> RankedOutcomes {
      RankedOutcomes(probabilities: probabilities, outcomes: bought)
    }
    let contributions = model.program(names: holdout.features.names)
      .families(of: holdout.features.values, workers: parameters.workers)
    let outcomes = ranked(contributions.probabilities(ofRows: bought.count))
    let rate = mean(holdout.labels)
    return ProspectEvaluation(
      customers: holdout.labels.count, baseRate: rate,
      trainingBaseRate: mean(training.flatMap(\.labels)),
      baseRateLogLoss: ranked(bought.map { _ in rate }).metrics().logLoss ?? 0,
      model: metricSet(outcomes), recency: metricSet(ranked(recency(holdout, training))),
      reliability: outcomes.reliability().filter { $0.count > 0 }.map {
        CalibrationBin(
          customers: $0.count, meanProbability: $0.meanProbability, observedRate: $0.observedRate)
      })
  }

  /// One feature alone; people without engagement count as long inactive.
  private func recency(_ holdout: Prospects, _ training: [Prospects]) -> [Double] {
    func column(_ date: Prospects) -> Matrix {
      let days = date.features.column(named: "days_since_last_engagement") ?? []
      let longest = date.features.column(named: "days_since_first_event") ?? []
      let values = zip(days, longest).map { Double.log(onePlus: $0.isNaN ? $1 : $0) }
      return Matrix(rows: values.count, columns: 1, storage: values)
    }
    let fit = try? LogisticRegression(workers: parameters.workers)
      .fitted(to: stacked(training.map(column)), labels: training.flatMap(\.labels))
    let rate = mean(training.flatMap(\.labels))
    return fit?.predictedProbabilities(for: column(holdout)) ?? holdout.labels.map { _ in rate }
  }

  private func metricSet(_ outcomes: RankedOutcomes) -> MetricSet {
    MetricSet(
      outcomes, replicates: parameters.replicates, seed: parameters.seed,
      workers: parameters.workers)
  }
}
