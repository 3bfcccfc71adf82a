import Foundation
import Interventions
import TestSupport
import Testing

@Suite struct GainUncertaintyTests {
  private let economics = try? Economics(saveRate: SaveRate(0.1), contactCost: 2)

  private func low(
    p: Double, w: Double, kept: Double = 100, not: Double = 5, _ uncertainty: GainUncertainty
  ) throws -> (low: Double, expected: Double) {
    let economics = try #require(economics)
    let value = economics.prospect(
      churnProbability: p, orderIfCustomer: w, valueIfKept: kept, valueIfNot: not)
    return (
      economics.lowGain(value, churnProbability: p, orderIfCustomer: w, within: uncertainty),
      value.expectedGain
    )
  }

  @Test func nothingIsTakenOffWhatIsCertain() throws {
    let certain = GainUncertainty(churnLevel: 0, customers: .infinity, valueLevel: 0)
    for p in [0.01, 0.3, 0.5, 0.9, 0.999] {
      let found = try low(p: p, w: 0.6, certain)
      #expect(abs(found.low - found.expected) < 1e-12 * (1 + abs(found.expected)))
    }
  }

  /// By hand: p = ½, w = ½, so that everybody is still a customer and s is the plain lift of a chance.
  @Test func boundByHand() throws {
    let found = try low(
      p: 0.5, w: 0.5, not: 20, GainUncertainty(churnLevel: 0.25, customers: 100, valueLevel: 0.1))
    // The level moves the logit by ½ either way, then Wald's interval of a share of 100.
    func end(_ sign: Double) -> Double {
      let level = 1 / (1 + exp(-sign * 0.5))
      return level + sign * 2 * (level * (1 - level) / 100).squareRoot()
    }
    func lift(_ p: Double) throws -> Double {
      // Above ½ only q ÷ w of the customers are left.
      let (q, w) = (1 - p, 0.5)
      let customer = min(1, q / w)
      return try customer * SaveRate(0.1).lift(churnProbability: (customer - q) / customer)
    }
    let worst = try min(lift(end(-1)), lift(end(1)))
    #expect(abs(found.low - (exp(-0.2) * worst * 80 - 2)) < 1e-12)
    #expect(abs(found.expected - (0.1 * 80 - 2)) < 1e-12)
  }

  /// Each uncertainty lowers the bound, and none raises it above the gain.
  @Test func moreUncertaintyIsNeverBetter() throws {
    for p in stride(from: 0.001, to: 1, by: 0.037) {
      for w in [0.05, 0.4, 0.9, 1.0] {
        var last = Double.infinity
        for step in 0..<8 {
          let size = Double(step) / 10
          let found = try low(
            p: p, w: w,
            GainUncertainty(churnLevel: size, customers: 500 / (1 + size), valueLevel: size))
          #expect(found.low <= found.expected && found.low >= min(found.expected, -2) - 1e-12)
          #expect(found.low <= last + 1e-12)
          last = found.low
        }
      }
    }
  }

  /// Of a hundred customers around it, a probability of 2 % may be one of 0, and one of 98 % one of 1.
  @Test(arguments: [0.02, 0.98])
  func whereNobodyOrEverybodyMayBeLostNothingIsSure(p: Double) throws {
    let few = GainUncertainty(churnLevel: 0, customers: 100, valueLevel: 0)
    #expect(try low(p: p, w: 0.9, not: 0, few).low == -2)
    let many = GainUncertainty(churnLevel: 0, customers: 100_000, valueLevel: 0)
    #expect(try low(p: p, w: 0.9, not: 0, many).low > -2)
  }

  @Test func aGainBelowNothingStaysWhatItIs() throws {
    let found = try low(
      p: 0.5, w: 0.5, kept: 10, not: 50,
      GainUncertainty(churnLevel: 1, customers: 10, valueLevel: 1))
    #expect(found.expected < 0 && found.low == found.expected)
  }
}
