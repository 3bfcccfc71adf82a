internal import Dense
internal import Models
internal import Snapshots

/// Numbers of training dates, one horizon apart, that are tried where so many customers are known at the
/// latest; the usual first.
///
/// In a small shop more of the past is needed to learn from; in a large one less, and the past would
/// outweigh the present.
private func snapshotCounts(customers: Int, parameters: TrainingParameters) -> [Int] {
  if let snapshots = parameters.snapshots { return [snapshots] }
  let fewest = TrainingParameters.fewestDates
  let usual = max(fewest, min(8, ChurnSettings.usualRows / max(1, customers)))
  return [usual, 2 * usual, usual / 2].filter {
    $0 <= 8 && $0 <= max(fewest, TrainingParameters.mostRows / max(1, customers))
  }
}

/// A plan with the dates that a model may learn from, and those before them that its settings are
/// chosen by.
///
/// - Parameters:
///   - plan: the dates of one training.
///   - customers: those of its latest training date.
///   - parameters: what the user set.
/// - Returns: the plan with these training dates.
func learningPlan(
  _ plan: SnapshotPlan, customers: Int, parameters: TrainingParameters
) -> SnapshotPlan {
  let most = snapshotCounts(customers: customers, parameters: parameters).max() ?? 1
  return plan.learning(
    at: most + (parameters.l2Strength == nil ? ForwardValidation.mostDates : 0))
}

/// Chooses what the user has not set of a churn model.
///
/// - Parameters:
///   - dates: labelled rows that a model may learn from and be chosen by, latest first.
///   - parameters: what the user set.
///   - yearsBefore: gives what was known a year before past dates.
///   - progress: told of each fit.
/// - Returns: the settings, and forecasts of past dates where they were chosen by these.
/// - Throws: where a candidate cannot be fitted.
func chosenChurnSettings(
  from dates: [LabelledRows], parameters: TrainingParameters, yearsBefore: YearsBefore,
  _ progress: Progress
) throws(TrainingError) -> ForwardValidation.Result {
  let counts = snapshotCounts(customers: dates[0].count, parameters: parameters)
  let prior = parameters.prior(for: dates.prefix(counts[0]).reduce(0) { $0 + $1.count })
  if let l2Strength = parameters.l2Strength {
    let given = ChurnSettings(
      basis: .splines, snapshots: counts[0], l2Strength: l2Strength,
      l1Share: parameters.l1Share, usesPrior: prior == nil ? nil : true)
    return ForwardValidation.Result(choice: ChurnChoice(given: given), forecasts: [])
  }
  var validation = ForwardValidation(
    horizonInDays: parameters.horizonInDays, workers: parameters.workers, snapshotCounts: counts)
  validation.l1Share = parameters.l1Share
  validation.prior = prior
  validation.yearsBefore = yearsBefore
  return try validation.run(on: dates, progress)
}

extension TrainingParameters {
  /// What coefficients are drawn to where so many rows are learned from; nil for 0.
  ///
  /// A penalty of absolute values has no prior: it chooses columns by drawing them to 0.
  fileprivate func prior(for rows: Int) -> ShopPrior? {
    rows <= DonorPrior.mostRows && l1Share == nil ? prior : nil
  }
}
