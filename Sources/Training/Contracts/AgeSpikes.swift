internal import Dense
internal import Features
internal import Learning
internal import Models
internal import Snapshots

/// Ages at which more or fewer contracts end than a smooth course and the term would have it.
struct AgeSpikes {
  let lives: CensoredLives
  let termPeriods: Int?

  private static let most = 24
  /// Standard errors from the smooth course.
  private static let least = 4.0
  private static let fewestAtRisk = 50
  private static let fewestExpected = 5.0

  /// - Parameters:
  ///   - all: every age with enough contracts, in place of those that stand out.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: ages in periods, rising.
  func ages(all: Bool, workers: Workers) -> [Int] {
    let curve = LateEntryCurve(lives)
    let seen = curve.hazards.indices.dropFirst().filter { curve.atRisk[$0] >= Self.fewestAtRisk }
    guard seen.count >= 6 else { return [] }
    if all { return Array(seen.prefix(300)) }
    guard let expected = smooth(curve, seen, workers: workers) else { return [] }
    var spikes: [(age: Int, deviation: Double)] = []
    for (age, hazard) in zip(seen, expected) {
      let risk = Double(curve.atRisk[age])
      let (found, wanted) = (curve.hazards[age] * risk, hazard * risk)
      let deviation = abs(found - wanted) / max(1e-300, wanted * (1 - hazard)).squareRoot()
      if deviation > Self.least, max(found, wanted) >= Self.fewestExpected {
        spikes.append((age, deviation))
      }
    }
    return spikes.sorted { ($0.deviation, $1.age) > ($1.deviation, $0.age) }
      .prefix(Self.most).map(\.age).sorted()
  }

  /// Hazards by a spline of the age and the places in the term; each age weighs as its contracts.
  private func smooth(_ curve: LateEntryCurve, _ ages: [Int], workers: Workers) -> [Double]? {
    let basis = PeriodBasis(singleAges: [], termPeriods: termPeriods, hasSeason: false)
    let names = basis.names
    var values = Matrix(rows: ages.count, columns: names.count)
    for (row, age) in ages.enumerated() {
      basis.write(period: age, phase: 0, month: 1, to: &values.storage, at: row * names.count)
    }
    let recipe = DesignRecipe(
      terms: names.map {
        DesignRecipe.Term(
          feature: $0, transform: $0 == PeriodBasis.age ? .log1p : .identity,
          knots: $0 == PeriodBasis.age ? min(6, ages.count / 3) : 0)
      })
    let design = recipe.fitted(names: names, values: [values], workers: workers)
    let x = design.design(of: values, names: names, workers: workers)
    let weights = ages.map { Double(curve.atRisk[$0]) }
    let fit = try? LogisticRegression(l2Strength: 1 / weights.reduce(0, +), workers: workers)
      .fitted(
        to: x, labels: ages.map { curve.hazards[$0] }, weights: weights)
    return fit?.predictedProbabilities(for: x)
  }
}
