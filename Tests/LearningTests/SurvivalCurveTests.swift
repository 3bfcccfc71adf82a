import Learning
import TestSupport
import Testing

@Suite struct SurvivalCurveTests {
  struct Reference: Decodable, CustomTestStringConvertible {
    let name: String
    let ended: [Int]
    let cut_off: [Int]
    let survival: [Double]
    let at_risk: [Int]

    var testDescription: String { name }

    static func read() throws -> [Reference] {
      try oracle("survival.json", as: [Reference].self)
    }
  }

  /// Products of the same fractions, in another order of multiplication.
  @Test func agreesWithStatsmodels() throws {
    for reference in try Reference.read() {
      let curve = SurvivalCurve(ended: reference.ended, cutOff: reference.cut_off)
      #expect(agree(curve.survival, reference.survival, absolute: 1e-13), "\(reference.name)")
      #expect(curve.atRisk == reference.at_risk, "\(reference.name)")
    }
  }

  /// Six times: 1 day, 2 days, 2 cut off at 2, 3 days, one cut off at 4.
  ///
  /// S(1) = 5/6; S(2) = 5/6 · 4/5 = 2/3, the two cut off on that day still waiting; S(3) = 2/3 · ½.
  @Test func byHand() {
    let curve = SurvivalCurve(ended: [0, 1, 1, 1, 0], cutOff: [0, 0, 2, 0, 1])
    #expect(curve.atRisk == [6, 6, 5, 2, 1])
    let third = 1.0 / 3
    #expect(agree(curve.survival, [1, 2.5 * third, 2 * third, third, third], absolute: 1e-15))
    let share = curve.shareEnding(after: 1, by: 3) ?? 0
    #expect(abs(share - 0.6) <= 1e-15)
    #expect(curve.shareEnding(after: 3, by: 3) == 0)
    #expect(curve.shareEnding(after: 1, by: 5) == nil)
    #expect(curve.lastDay(withAtRisk: 5) == 2)
    #expect(curve.lastDay(withAtRisk: 7) == nil)
    // Two thirds end by day 3: a quarter of them on day 1, half on day 2.
    #expect(curve.day(byWhich: 0.25, ofThoseEndingBy: 3) == 1)
    #expect(curve.day(byWhich: 0.49, ofThoseEndingBy: 3) == 2)
    #expect(curve.day(byWhich: 1, ofThoseEndingBy: 3) == 3)
    let waiting = SurvivalCurve(ended: [0, 0], cutOff: [0, 9])
    #expect(waiting.day(byWhich: 0.5, ofThoseEndingBy: 1) == nil)
  }
}
