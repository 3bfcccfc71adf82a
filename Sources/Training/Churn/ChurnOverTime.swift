internal import Dense
internal import Features
internal import Learning
internal import Lifetime
internal import Models
internal import Snapshots
internal import Units

/// Evaluates past dates out of time, too: by fits with the chosen settings on dates whose labels were
/// complete by then.
///
/// The settings were chosen with an eye on the latest of these dates, so its figures flatter a little.
struct ChurnOverTime {
  let training: ChurnTraining
  /// The dates that could be learned from or chosen by, latest first.
  let snapshots: [Snapshot]
  /// Their forecasts from the choice of the settings, latest first; empty where settings were given.
  let forecasts: [DatedForecast]
  let holdout: Snapshot
  /// What the evaluation date's figures are of.
  let evaluatedFit: ChurnModel
  let evaluatedGroups: [CustomerGroup: GroupEvaluation]

  private var followsSeason: Bool { evaluatedFit.season != nil }

  /// Fits at most: they are to cost less than the choice of the settings did.
  private static let mostFits = 3

  /// Figures by date, the evaluation date first.
  func run() throws(TrainingError) -> [SnapshotEvaluation] {
    let forecasts = forecasts.isEmpty ? try givenForecasts() : forecasts
    return [evaluationDate]
      + snapshots.map { snapshot in
        forecasts.first { $0.date == snapshot.asOf }.map { evaluation(of: snapshot, $0) }
          ?? inSample(snapshot)
      }
  }

  /// Forecasts of past dates with settings that were given.
  private func givenForecasts() throws(TrainingError) -> [DatedForecast] {
    let (dates, share) = sampledCustomers(of: snapshots.map(\.labelledRows))
    do {
      return try ForwardForecasting(
        horizonInDays: training.horizonInDays, settings: training.settings, sampledShare: share,
        workers: training.workers, prior: training.prior
      ).forecasts(of: dates, most: Self.mostFits)
    } catch {
      throw .fit(.pastChurnModels, error)
    }
  }

  private var evaluationDate: SnapshotEvaluation {
    var groups: [CustomerGroup: SnapshotEvaluation.Figures] = [:]
    for group in SnapshotEvaluation.shownGroups {
      guard let figures = evaluatedGroups[group] else { continue }
      groups[group] = SnapshotEvaluation.Figures(
        customers: figures.customers, baseRate: figures.baseRate,
        evaluatedCustomers: figures.customers, auc: figures.model.auc.value,
        logLoss: figures.model.logLoss.value)
    }
    return SnapshotEvaluation(
      asOf: holdout.asOf, part: .holdout, learnedFrom: evaluatedFit.trainedAsOf, isInSample: false,
      groups: groups)
  }

  /// A past date, predicted from labels complete by then.
  private func evaluation(of snapshot: Snapshot, _ forecast: DatedForecast) -> SnapshotEvaluation {
    let line = followsSeason ? forecast.seasonLine : training.settings.calibration
    return SnapshotEvaluation(
      asOf: snapshot.asOf, part: part(of: snapshot), learnedFrom: forecast.learnedFrom,
      isInSample: false,
      groups: figures(
        of: snapshot, probabilities: forecast.logits.map { logistic(line?($0) ?? $0) },
        of: forecast.customers))
  }

  /// A date before which no labels had ended: the evaluated fit looks back, if it learned from the date.
  private func inSample(_ snapshot: Snapshot) -> SnapshotEvaluation {
    let isLearned = evaluatedFit.trainedAsOf.contains(snapshot.asOf)
    return SnapshotEvaluation(
      asOf: snapshot.asOf, part: part(of: snapshot),
      learnedFrom: isLearned ? evaluatedFit.trainedAsOf : [], isInSample: isLearned,
      groups: isLearned
        ? figures(
          of: snapshot,
          probabilities: evaluatedFit.probabilities(
            of: snapshot.features, workers: training.workers),
          of: snapshot.facts.customers)
        : figures(of: snapshot, probabilities: [], of: []))
  }

  private func part(of snapshot: Snapshot) -> SnapshotEvaluation.Part {
    evaluatedFit.trainedAsOf.contains(snapshot.asOf) ? .training : .choice
  }

  /// Figures by group; probabilities are of some of the snapshot's customers, in its order.
  private func figures(
    of snapshot: Snapshot, probabilities: [Double], of predicted: [Int]
  ) -> [CustomerGroup: SnapshotEvaluation.Figures] {
    let probability = Dictionary(uniqueKeysWithValues: zip(predicted, probabilities))
    var groups: [CustomerGroup: SnapshotEvaluation.Figures] = [:]
    for group in SnapshotEvaluation.shownGroups {
      let members = group.members(of: snapshot.facts, horizonInDays: training.horizonInDays)
      guard !members.isEmpty else { continue }
      let known = members.filter { probability[snapshot.facts.customers[$0]] != nil }
      let metrics = RankedOutcomes(
        probabilities: known.compactMap { probability[snapshot.facts.customers[$0]] },
        outcomes: known.map { snapshot.churned[$0] == 1 }
      ).metrics()
      groups[group] = SnapshotEvaluation.Figures(
        customers: members.count,
        baseRate: members.reduce(0) { $0 + snapshot.churned[$1] } / Double(members.count),
        evaluatedCustomers: known.count, auc: metrics.auc, logLoss: metrics.logLoss)
    }
    return groups
  }
}
