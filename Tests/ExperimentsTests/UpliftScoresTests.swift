import Dense
import Experiments
import Foundation
import Testing

/// Uplift of customers who took no part; the oracle is the effect that outcomes were drawn with.
@Suite struct UpliftScoresTests {
  private struct Shop {
    var x: [Double] = []
    /// In [0, 1], mostly small, as chances of being silent are.
    var whole: [Double] = []
    var effect: [Double] = []
    var isTreated: [Bool] = []
    var outcome: [Double] = []

    /// 0 and 1 with the effect whole · (0.25 + slope · x₀), or the same for all.
    init(_ count: Int, slope: Double, seed: UInt64) {
      var random = RandomSource(seed: seed)
      for _ in 0..<count {
        let own = (0..<2).map { _ in random.normal() }
        let share = pow(random.uniform(), 3)
        x += own
        whole.append(share)
        let change = slope == 0 ? 0.05 : share * (0.25 + slope * max(-1.5, min(1.5, own[0])))
        effect.append(change)
        isTreated.append(random.chance(0.5))
        let base = 0.5 * (1 - share)
        outcome.append(random.chance(base + (isTreated[isTreated.count - 1] ? change : 0)) ? 1 : 0)
      }
    }

    var matrix: Matrix {
      Matrix(
        rows: whole.count, columns: 3,
        storage: whole.indices.flatMap { [x[2 * $0], x[2 * $0 + 1], 3 * (whole[$0] - 0.25)] })
    }

    func rows(_ most: [Double]?) -> UpliftRows {
      UpliftRows(
        x: matrix, names: ["a", "b", "whole"], isTreated: isTreated, outcome: outcome, most: most)
    }
  }

  private func scores(_ shop: Shop, _ others: Shop, byShares: Bool) throws -> UpliftScores {
    var settings = UpliftSettings()
    settings.replicates = 20
    settings.halves = 6
    settings.workers = 2
    let rows = shop.rows(byShares ? shop.whole : nil)
    let study = try UpliftStudy(
      of: rows, outcomeName: "y", arms: (treated: "yes", control: "no"), settings: settings)
    return UpliftScores(
      of: others.matrix, most: byShares ? (others: others.whole, own: shop.whole) : nil,
      learnedFrom: rows, study)
  }

  private func error(_ scores: UpliftScores, _ shop: Shop) -> Double {
    let squares = zip(scores.effects.values, shop.effect).map { ($0 - $1) * ($0 - $1) }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }

  /// Predictions of others come near their effects, and nearer where the whole is known of which these are
  /// shares.
  @Test func othersAreScoredAndSharesHelp() throws {
    let (shop, others) = (
      Shop(20_000, slope: 0.15, seed: 1), Shop(5_000, slope: 0.15, seed: 2)
    )
    let (plain, shares) = (
      try scores(shop, others, byShares: false), try scores(shop, others, byShares: true)
    )
    let mean = others.effect.reduce(0, +) / 5_000
    let spread =
      (others.effect.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5_000).squareRoot()
    #expect(plain.effects.basis == .customer && shares.effects.basis == .customer)
    #expect(error(plain, others) < 0.7 * spread, "\(error(plain, others)) of \(spread)")
    #expect(
      error(shares, others) < 0.7 * error(plain, others),
      "\(error(shares, others)), \(error(plain, others))")
    #expect(shares.prediction.uplift == shares.effects.values)
    #expect(
      zip(shares.kinds, shares.prediction.uplift).allSatisfy { ($0 == .sleepingDog) == ($1 < 0) })
  }

  /// Where all gain the same, everybody's effect is the average one.
  @Test func oneEffectForAllIsTheAverage() throws {
    let (shop, others) = (Shop(8_000, slope: 0, seed: 3), Shop(500, slope: 0, seed: 4))
    let found = try scores(shop, others, byShares: false)
    #expect(found.effects.basis == .average)
    #expect(Set(found.effects.values).count == 1)
    #expect(abs(found.effects.values[0] - 0.05) < 0.05)
  }
}
