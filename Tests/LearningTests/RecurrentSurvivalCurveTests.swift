import Foundation
import Learning
import TestSupport
import Testing

@Suite struct RecurrentSurvivalCurveTests {
  struct Reference: Decodable {
    let name: String
    /// Times of each subject, the last of which is cut off.
    let subjects: [[Int]]
    let time: [Int]
    let survival: [Double]
  }

  /// Every subject once; pooled, the last times too.
  private func curves(
    _ subjects: [[Int]]
  ) -> (once: RecurrentSurvivalCurve, pooled: SurvivalCurve) {
    let days = 1 + (subjects.joined().max() ?? 0)
    var (ended, cutOff) = ([Double](repeating: 0, count: days), [Int](repeating: 0, count: days))
    var (pooledEnded, pooledCutOff) = (cutOff, cutOff)
    for times in subjects {
      for time in times.dropLast() {
        ended[time] += 1 / Double(times.count - 1)
        pooledEnded[time] += 1
      }
      guard let last = times.last else { continue }
      pooledCutOff[last] += 1
      if times.count == 1 { cutOff[last] += 1 }
    }
    return (
      RecurrentSurvivalCurve(ended: ended, cutOff: cutOff),
      SurvivalCurve(ended: pooledEnded, cutOff: pooledCutOff)
    )
  }

  /// `wc.fit` of R's survrec, on published times of small bowel motility and on simulated ones.
  @Test func agreesWithSurvrec() throws {
    let references = try oracle("recurrence.json", as: [Reference].self)
    #expect(references.count == 5)
    for reference in references {
      let curve = curves(reference.subjects).once
      #expect(
        agree(reference.time.map { curve.survival[$0] }, reference.survival, absolute: 1e-13),
        "\(reference.name)")
    }
  }

  /// Three subjects: 10, 20 and 30 days, then cut off; 40 days, then cut off; cut off after 40.
  ///
  /// At 10: one third of a subject of three. At 20: one third of 2⅔. At 30: one third of 2⅓. At 40 one
  /// of two, as the one cut off on that day still waits: S = 8/9 · 7/8 · 6/7 · ½.
  @Test func byHand() {
    let third = 1.0 / 3
    var ended = [Double](repeating: 0, count: 41)
    for day in [10, 20, 30] { ended[day] = third }
    ended[40] = 1
    var cutOff = [Int](repeating: 0, count: 41)
    cutOff[40] = 1
    let curve = RecurrentSurvivalCurve(ended: ended, cutOff: cutOff)
    let steps = [9, 10, 20, 30, 40].map { curve.survival[$0] }
    #expect(agree(steps, [1, 8.0 / 9, 7.0 / 9, 2 * third, third], absolute: 1e-15))
    let longer = curve.shareLonger(than: 20, ofThoseEndingBy: 40) ?? 0
    #expect(relativeDifference(longer, 2 * third) <= 1e-15)
    #expect(curve.shareLonger(than: 20, ofThoseEndingBy: 41) == nil)
    #expect(curve.shareLonger(than: 5, ofThoseEndingBy: 9) == nil)
    #expect(curve.day(byWhich: 0.5, ofThoseEndingBy: 40) == 30)
  }

  /// Customers who stay away each day with a chance that differs: a uniform number to the power
  /// 1 ÷ 56.8, so that a share of 56.8 ÷ (56.8 + t) waits longer than t days: .387 for 90.
  @Test func findsTheTruthWherePooledTimesDoNot() {
    var generator = SeededGenerator(seed: 1_999)
    let shape = 56.8
    let subjects = (0..<20_000).map { _ in
      let logOfStaying = log(Double.random(in: .ulpOfOne..<1, using: &generator)) / shape
      var left = Int.random(in: 100..<730, using: &generator)
      var times: [Int] = []
      while true {
        let draw = log(Double.random(in: .ulpOfOne..<1, using: &generator))
        let time = Int(max(1, min(10_000, draw / logOfStaying).rounded(.up)))
        guard time <= left else { return times + [left] }
        times.append(time)
        left -= time
      }
    }
    let (once, pooled) = curves(subjects)
    for day in [30, 90, 180, 365] {
      let truth = shape / (shape + Double(day))
      #expect(abs(once.survival[day] - truth) <= 0.015, "\(day): \(once.survival[day]), \(truth)")
    }
    let truth = shape / (shape + 90)
    #expect(abs(truth - 0.387) <= 0.0005)
    #expect(truth - pooled.survival[90] > 0.15, "\(pooled.survival[90])")
  }
}
