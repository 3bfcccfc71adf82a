internal import Dense
internal import Features
internal import Models
internal import Snapshots

extension ChurnModel {
  /// Return rates by lapse label, as in score rows, of a snapshot whose outcomes are known.
  ///
  /// - Parameters:
  ///   - holdout: which the fit has not seen.
  ///   - horizonInDays: of churn.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: nil where nobody has a rhythm.
  func lapseRates(at holdout: Snapshot, horizonInDays: Int, workers: Workers) -> [LapseRate]? {
    let features = holdout.features
    let rhythms = RhythmColumns(horizonInDays: horizonInDays) { features.column(named: $0) }
    guard let rhythms, rhythms.rhythm != nil else { return nil }
    let probabilities = probabilities(of: features, workers: workers)
    let facts = holdout.facts
    let told = rhythms.lapses.enumerated().map { row, lapse in
      CustomerReading(
        lapse: lapse, lifecycle: nil, churnProbability: probabilities[row],
        daysToDue: facts.ownGap[row].map { $0 - Double(facts.daysSinceLastOrder[row]) },
        horizonInDays: horizonInDays
      ).lapse
    }
    return [LapseRate](told, churned: holdout.churned)
  }
}
