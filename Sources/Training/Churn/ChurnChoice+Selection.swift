internal import Dense
internal import Learning
internal import Models
internal import RealModule
internal import Snapshots
internal import Units

extension ChurnChoice {
  /// Tests whether forecasts of past dates are better moved along a line.
  mutating func testCalibration(of forecasts: [DatedForecast]) throws(FitError) {
    let recalibration = try Recalibration(testing: forecasts)
    self.recalibration = recalibration
    settings.calibration = recalibration.line
  }

  /// Chooses by what the candidates lost.
  ///
  /// The usual basis and number of snapshots are left only for ones that did better by more than two
  /// standard errors, as several are tried; of the strengths, the strongest within a standard error of the best is taken.
  /// - Parameters:
  ///   - losses: of each candidate at each of the dates.
  ///   - order: the candidates, those preferred among equals first.
  ///   - judgedAt: the dates.
  ///   - usualSnapshots: the usual number of training dates.
  ///   - l1Share: of the candidates' penalty.
  ///   - rows: rows of so many dates.
  ///   - sampledShare: share of the customers that took part.
  init(
    _ losses: [Candidate: [Losses]], order: [Candidate], judgedAt: [Day], usualSnapshots: Int,
    l1Share: Double?, rows: Int, sampledShare: Double
  ) {
    let compared = LossComparison(losses)
    let tried = order.filter { losses[$0] != nil }
    guard let best = compared.best(of: tried) else {
      self.init(
        judgedAt: judgedAt, sampledShare: sampledShare,
        settings: ChurnSettings(
          basis: .splines, snapshots: usualSnapshots,
          l2Strength: ChurnSettings.usualStrength(rows: rows), l1Share: l1Share),
        candidates: [])
      return
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
      return Row(
        settings: made(candidate, strength: candidate.strength),
        logLoss: compared.mean(candidate), excess: difference.mean, error: difference.error)
    }
    // A penalty is worth a number of customers: among more of them it weighs less.
    self.init(
      judgedAt: judgedAt, sampledShare: sampledShare,
      settings: made(chosen, strength: strength * sampledShare), candidates: rows)
  }
}

/// Losses of candidates, compared customer by customer.
private struct LossComparison {
  private let losses: [Candidate: [Losses]]

  init(_ losses: [Candidate: [Losses]]) { self.losses = losses }

  func mean(_ candidate: Candidate) -> Double {
    let all = losses[candidate] ?? []
    let rows = all.reduce(0) { $0 + $1.values.count }
    return all.reduce(0) { $1.values.reduce($0, +) } / Double(max(1, rows))
  }

  func best(of candidates: [Candidate]) -> Candidate? {
    candidates.min { mean($0) < mean($1) }
  }

  /// The mean difference a row, and its standard error with the rows of one customer taken together.
  func difference(_ a: Candidate, from b: Candidate) -> (mean: Double, error: Double) {
    var sums: [Int: Double] = [:]
    var rows = 0
    for (first, second) in zip(losses[a] ?? [], losses[b] ?? []) {
      for (row, customer) in first.customers.enumerated() {
        sums[customer, default: 0] += first.values[row] - second.values[row]
      }
      rows += first.values.count
    }
    guard sums.count > 1 else { return (0, 0) }
    // In order of customers, so that the sums have the same bits every time.
    let ordered = sums.sorted { $0.key < $1.key }.map(\.value)
    let total = ordered.reduce(0, +)
    let mean = total / Double(ordered.count)
    let squares = ordered.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let variance = squares * Double(ordered.count) / Double(ordered.count - 1)
    return (total / Double(rows), variance.squareRoot() / Double(rows))
  }

  /// Whether a candidate lost no more than the best did but for some standard errors.
  func isAsGood(_ candidate: Candidate, as best: Candidate, errors: Double) -> Bool {
    let difference = difference(candidate, from: best)
    return difference.mean <= errors * difference.error
  }
}
