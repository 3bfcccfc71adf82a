internal import Dense
internal import Features
internal import Learning
internal import Models
internal import Snapshots
internal import Units

/// Tests whether a log has a season that the level of a model should follow.
///
/// Half of what the model missed a year before is added only where the log knows that window, where the
/// levels of the windows since then differ by more than chance, and where earlier dates, of which there
/// must be enough, do not speak against it.
struct SeasonTest {
  /// The window a year before; nil where the log does not tell.
  let yearBefore: LabelledRows?
  /// Labelled rows, latest first, of dates that a model may have learned from.
  let dates: [LabelledRows]
  /// Forecasts of past dates, latest first.
  let forecasts: [DatedForecast]
  let workers: Workers

  /// Earlier dates that must be there for them to speak against it.
  static let fewestDates = Recalibration.fewestDates
  /// Of the customers of a year before.
  private static let knownShare = 0.95
  /// χ², 99.9 %, for 1 degree of freedom and more: drift alone is seldom so large.
  private static let chiSquare = [
    10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877, 29.588, 31.264, 32.909,
  ]

  /// What to do at the date that a fit is for.
  func choice(of fit: ChurnModel) -> SeasonChoice {
    guard fit.calibration == nil else { return SeasonChoice(verdict: .recalibrated) }
    guard let yearBefore, isKnown(yearBefore, to: fit), let window = window(yearBefore, of: fit)
    else {
      return SeasonChoice(verdict: .noYearBefore)
    }
    let since = sampledCustomers(of: dates.filter { $0.date > yearBefore.date }).dates
      .prefix(Self.chiSquare.count + 1).compactMap { self.window($0, of: fit) }
    let difference = since.count > 1 ? Self.difference(since) : nil
    let gains = forecasts.compactMap(\.seasonGain)
    let gain = gains.isEmpty ? nil : gains.map(\.gain).reduce(0, +) / Double(gains.count)
    func told(_ verdict: SeasonChoice.Verdict) -> SeasonChoice {
      SeasonChoice(
        verdict: verdict, yearBefore: window, since: since, difference: difference,
        evaluatedAt: gains.map(\.date), gain: gain)
    }
    guard let difference, difference.statistic > difference.critical else {
      return told(.withinChance)
    }
    if gains.count >= Self.fewestDates, let gain, gain <= 0 { return told(.noGain) }
    return told(.applied)
  }

  /// Whether nearly all customers of a window have been customers for as long as some that a fit has
  /// learned from.
  ///
  /// Where all joined at the same time they were new a year before, and a fit of old ones extrapolates.
  private func isKnown(_ rows: LabelledRows, to fit: ChurnModel) -> Bool {
    func tenures(_ rows: LabelledRows) -> [Double] {
      rows.names.firstIndex(of: "days_since_first_order").map(rows.values.column) ?? []
    }
    let learned = dates.filter { fit.trainedAsOf.contains($0.date) }.flatMap(tenures)
    guard let shortest = learned.min(), let longest = learned.max() else { return false }
    let known = tenures(rows).count { (shortest...longest).contains($0) }
    return Double(known) >= Self.knownShare * Double(rows.count)
  }

  /// What a fit misses of a window; nil where one class is missing there.
  private func window(_ rows: LabelledRows, of fit: ChurnModel) -> SeasonChoice.Window? {
    MissedLevel(of: fit, in: rows, workers: workers).map {
      SeasonChoice.Window(asOf: rows.date, missed: $0.shift, error: $0.error)
    }
  }

  /// Cochran's Q: how far the levels are from their mean, in units of their errors.
  private static func difference(_ windows: [SeasonChoice.Window]) -> SeasonChoice.Difference {
    let weights = windows.map { 1 / ($0.error * $0.error) }
    let mean =
      zip(windows, weights).reduce(0) { $0 + $1.0.missed * $1.1 } / weights.reduce(0, +)
    let statistic = zip(windows, weights).reduce(0) {
      $0 + ($1.0.missed - mean) * ($1.0.missed - mean) * $1.1
    }
    return SeasonChoice.Difference(
      statistic: statistic, critical: chiSquare[windows.count - 2])
  }
}

extension MissedLevel {
  /// What a churn model misses of labelled rows, each with the outlook of its own date.
  init?(of model: ChurnModel, in rows: LabelledRows, workers: Workers) {
    self.init(
      logits: model.design.linearPredictor(
        of: rows.values, names: rows.names, intercept: model.intercept,
        coefficients: model.coefficients, workers: workers),
      labels: rows.labels)
  }
}

extension DatedForecast {
  /// Log-loss that half of what was missed a year before would have saved; nil where that is not known.
  fileprivate var seasonGain: (date: Day, gain: Double)? {
    seasonLine.map { (date, logLoss() - logLoss(along: $0)) }
  }

  /// The move of logits by half of what was missed a year before.
  var seasonLine: CalibrationLine? {
    missedYearBefore.map { CalibrationLine(intercept: SeasonShift.share * $0, slope: 1) }
  }
}
