internal import Dense
internal import Models
internal import Snapshots

extension LevelSpread {
  /// What was missed of the holdout and of earlier dates, season and recalibration taken into account; nil
  /// where no window has both outcomes.
  ///
  /// - Parameters:
  ///   - fit: the evaluated one.
  ///   - holdout: which it has not seen.
  ///   - earlier: forecasts of dates before by fits before them; empty where settings were given.
  ///   - workers: how many threads it may take; the result does not depend on it.
  init?(
    of fit: ChurnModel, at holdout: Snapshot, earlier: [DatedForecast], workers: Workers
  ) {
    let now = MissedLevel(of: fit, in: holdout.labelledRows, workers: workers).map {
      $0.shift - (fit.season?.shift(at: holdout.asOf) ?? 0)
    }
    let before = earlier.compactMap { forecast -> Double? in
      let line = fit.season == nil ? fit.calibration : forecast.seasonLine
      return MissedLevel(
        logits: forecast.logits.map { line?($0) ?? $0 }, labels: forecast.labels)?.shift
    }
    let missed = (now.map { [$0] } ?? []) + before
    guard !missed.isEmpty else { return nil }
    self.init(missed: missed, customers: holdout.count)
  }
}
