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
/// The usual is left only for what did better by more than two standard errors, as several are tried: the
/// basis, the number of snapshots, the prior, and the strength that the rows usually ask for.
/// - Parameters:
///   - losses: of each candidate at each of the dates.
///   - order: the candidates, those preferred among equals first.
///   - evaluatedAt: the dates.
///   - usualSnapshots: the usual number of training dates.
///   - hasPrior: whether the usual settings draw coefficients to those of other shops.
///   - l1Share: of the candidates' penalty.
///   - sampledShare: share of the customers that took part.
///   - rows: rows of the latest so many dates.
/// - Returns: the settings, with what they were chosen by.
func churnChoice(
  by losses: [Candidate: [Losses]], order: [Candidate], evaluatedAt: [Day], usualSnapshots: Int,
  hasPrior: Bool, l1Share: Double?, sampledShare: Double, rows: (_ snapshots: Int) -> Int
) -> ChurnChoice {
  func settings(_ candidate: Candidate) -> ChurnSettings {
    ChurnSettings(
      basis: candidate.basis, snapshots: candidate.snapshots,
      l2Strength: candidate.multiple
        * ChurnSettings.usualStrength(rows: rows(candidate.snapshots)), l1Share: l1Share,
      usesPrior: hasPrior ? candidate.usesPrior : nil)
  }
  let compared = LossComparison(losses)
  let tried = order.filter { losses[$0] != nil }
  guard let best = compared.best(of: tried) else {
    return ChurnChoice(
      evaluatedAt: evaluatedAt, sampledShare: sampledShare,
      settings: settings(
        Candidate(
          basis: .splines, snapshots: usualSnapshots, multiple: 1, usesPrior: hasPrior)),
      candidates: [])
  }
  func isAlike(_ a: Candidate, _ b: Candidate) -> Bool {
    a.basis == b.basis && a.snapshots == b.snapshots && a.usesPrior == b.usesPrior
  }
  var kinds: [Candidate] = []
  for candidate in tried where !kinds.contains(where: { isAlike($0, candidate) }) {
    kinds.append(candidate)
  }
  let bests = kinds.compactMap { kind in compared.best(of: tried.filter { isAlike($0, kind) }) }
  let kind = bests.first { compared.isAsGood($0, as: best, errors: 2) } ?? best
  let usual = Candidate(
    basis: kind.basis, snapshots: kind.snapshots, multiple: 1, usesPrior: kind.usesPrior)
  let chosen =
    tried.contains(usual) && compared.isAsGood(usual, as: kind, errors: 2) ? usual : kind
  return ChurnChoice(
    evaluatedAt: evaluatedAt, sampledShare: sampledShare, settings: settings(chosen),
    candidates: bests.map { candidate in
      let difference = compared.difference(candidate, from: best)
      return ChurnChoice.Row(
        settings: settings(candidate), logLoss: compared.mean(candidate), excess: difference.mean,
        error: difference.error)
    })
}
