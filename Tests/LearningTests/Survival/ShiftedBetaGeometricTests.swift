import Dense
import Foundation
import Learning
import TestSupport
import Testing

/// The shifted-beta-geometric model against Fader & Hardie (2007), "How to project customer retention",
/// and against itself.
@Suite struct ShiftedBetaGeometricTests {
  /// Percent of 1,000 customers left after each of seven years, as published.
  static let highEnd = [86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]
  static let regular = [63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]

  private func lives(_ survival: [Double]) -> (lives: CensoredLives, weights: [Double]) {
    var weights: [Double] = []
    var before = 100.0
    for left in survival {
      weights.append(10 * (before - left))
      before = left
    }
    weights.append(10 * before)
    let periods = survival.count
    return (
      CensoredLives(
        entries: [Int](repeating: 0, count: periods + 1), exits: Array(1...periods) + [periods],
        ended: [Bool](repeating: true, count: periods) + [false]),
      weights
    )
  }

  @Test(arguments: [(highEnd, 0.668, 3.806), (regular, 0.704, 1.182)])
  func equalsThePublishedParameters(survival: [Double], alpha: Double, beta: Double) {
    let (lives, weights) = lives(survival)
    let fit = ShiftedBetaGeometric().fitted(to: lives, weights: weights)
    #expect(abs(fit.sharedAlpha - alpha) < 0.000_6, "\(fit.sharedAlpha)")
    #expect(abs(fit.sharedBeta - beta) < 0.000_6, "\(fit.sharedBeta)")
  }

  /// The published forecast of year 12: 39.4 % of High End are left, and the model of seven years says 38.6 to 39.
  @Test func projectsTheTwelfthYear() {
    let (lives, weights) = lives(Self.highEnd)
    let fit = ShiftedBetaGeometric().fitted(to: lives, weights: weights)
    let left = (1...12).reduce(1.0) {
      $0
        * (1
          - FittedShiftedBetaGeometric.hazard(
            inPeriod: $1, alpha: fit.sharedAlpha, beta: fit.sharedBeta))
    }
    #expect(abs(left - 0.394) < 0.02, "\(left)")
  }

  /// Contracts drawn by the process itself, a column of α and β, and half of them seen from period 3 on.
  @Test func findsWhatLivesWereDrawnBy() {
    var random = RandomSource(seed: 11)
    var (entries, exits, ended, values): ([Int], [Int], [Bool], [Double]) = ([], [], [], [])
    for number in 0..<60_000 {
      let x = Double(number % 2) * 2 - 1
      let (alpha, beta) = (2 * exp(0.3 * x), 6 * exp(-0.2 * x))
      var (period, isEnded) = (1, false)
      // The hazard of those left is all that lives show of θ.
      while period <= 15 {
        isEnded =
          random.uniform()
          < FittedShiftedBetaGeometric.hazard(inPeriod: period, alpha: alpha, beta: beta)
        if isEnded { break }
        period += 1
      }
      let entry = number % 4 < 2 ? 0 : 3
      let exit = min(period, 15)
      guard exit > entry else { continue }
      entries.append(entry)
      exits.append(exit)
      ended.append(isEnded)
      values.append(x)
    }
    let fit = ShiftedBetaGeometric(l2Strength: 0).fitted(
      to: CensoredLives(entries: entries, exits: exits, ended: ended),
      columns: Matrix(rows: values.count, columns: 1, storage: values))
    #expect(abs(fit.sharedAlpha - 2) < 0.25 && abs(fit.sharedBeta - 6) < 0.7)
    #expect(abs(fit.alpha.coefficients[0] - 0.3) < 0.1)
    #expect(abs(fit.beta.coefficients[0] + 0.2) < 0.1)
  }
}
