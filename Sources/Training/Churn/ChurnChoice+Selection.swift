internal import Dense
internal import Learning
internal import Models
internal import Snapshots
internal import Units

extension ChurnChoice {
  /// Tests whether forecasts of past dates are better moved along a line.
  mutating func testCalibration(of forecasts: [DatedForecast]) throws(FitError) {
    let recalibration = try Recalibration.tested(on: forecasts)
    self.recalibration = recalibration
    settings.calibration = recalibration.line
  }
}

/// Chooses by what the candidates lost.
///
/// The usual basis and number of snapshots are left only for ones that did better by more than two
/// standard errors, as several are tried; of the strengths, the strongest within a standard error of the best is taken.
/// - Parameters:
///   - losses: of each candidate at each of the dates.
///   - order: the candidates, those preferred among equals first.
///   - evaluatedAt: the dates.
///   - usualSnapshots: the usual number of training dates.
///   - l1Share: of the candidates' penalty.
///   - rows: rows of so many dates.
///   - sampledShare: share of the customers that took part.
/// - Returns: the settings, with what they were chosen by.
func churnChoice(
  by losses: [Candidate: [Losses]], order: [Candidate], evaluatedAt: [Day], usualSnapshots: Int,
  l1Share: Double?, rows: Int, sampledShare: Double
) -> ChurnChoice {
  let compared = LossComparison(losses)
  let tried = order.filter { losses[$0] != nil }
  guard let best = compared.best(of: tried) else {
    return ChurnChoice(
      evaluatedAt: evaluatedAt, sampledShare: sampledShare,
      settings: ChurnSettings(
        basis: .splines, snapshots: usualSnapshots,
        l2Strength: ChurnSettings.usualStrength(rows: rows), l1Share: l1Share),
      candidates: [])
  }
  func isAlike(_ a: Candidate, _ b: Candidate) -> Bool {
    a.basis == b.basis && a.snapshots == b.snapshots
  }
  var kinds: [Candidate] = []
  for candidate in tried where !kinds.contains(where: { isAlike($0, candidate) }) {
    kinds.append(candidate)
  }
  let bests = kinds.compactMap { kind in compared.best(of: tried.filter { isAlike($0, kind) }) }
  let chosen = bests.first { compared.isAsGood($0, as: best, errors: 2) } ?? best
  let strength =
    tried.filter { isAlike($0, chosen) && compared.isAsGood($0, as: chosen, errors: 1) }
    .map(\.strength).max() ?? chosen.strength
  func made(_ candidate: Candidate, strength: Double) -> ChurnSettings {
    ChurnSettings(
      basis: candidate.basis, snapshots: candidate.snapshots,
      l2Strength: strength, l1Share: l1Share)
  }
  let rows = bests.map { candidate in
    let difference = compared.difference(candidate, from: best)
    return ChurnChoice.Row(
      settings: made(candidate, strength: candidate.strength),
      logLoss: compared.mean(candidate), excess: difference.mean, error: difference.error)
  }
  // A penalty is worth a number of customers: among more of them it weighs less.
  return ChurnChoice(
    evaluatedAt: evaluatedAt, sampledShare: sampledShare,
    settings: made(chosen, strength: strength * sampledShare), candidates: rows)
}
