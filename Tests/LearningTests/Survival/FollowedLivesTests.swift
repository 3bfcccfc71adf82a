import Foundation
import Learning
import TestSupport
import Testing

/// Censored lives against lifelines and scikit-survival.
@Suite struct FollowedLivesTests {
  private struct LateEntry: Decodable {
    let entries, exits: [Int]
    let ended: [Bool]
    let survival: [Double]
  }

  @Test func lateEntryCurveIsLifelines() throws {
    let reference = try oracle("survival_late_entry.json", as: LateEntry.self)
    let curve = LateEntryCurve(
      CensoredLives(entries: reference.entries, exits: reference.exits, ended: reference.ended))
    #expect(curve.survival.count == reference.survival.count)
    for (own, theirs) in zip(curve.survival, reference.survival) {
      #expect(abs(own - theirs) < 1e-12)
    }
  }

  /// Lives that enter late and are taken for followed from the start make hazards too low.
  @Test func leftTruncationMatters() {
    // One in ten ends in each period; whoever is gone by period 5 was never seen.
    var (entries, exits, ended): ([Int], [Int], [Bool]) = ([], [], [])
    var left = 100_000
    for period in 1...10 {
      let gone = left / 10
      if period > 5 {
        for _ in 0..<gone / 100 {
          entries.append(5)
          exits.append(period)
          ended.append(true)
        }
      }
      left -= gone
    }
    for _ in 0..<left / 100 {
      entries.append(5)
      exits.append(10)
      ended.append(false)
    }
    let late = LateEntryCurve(CensoredLives(entries: entries, exits: exits, ended: ended))
    let naive = LateEntryCurve(
      CensoredLives(
        entries: entries.map { _ in 0 }, exits: exits, ended: ended))
    #expect(late.hazards[6...].allSatisfy { abs($0 - 0.1) < 0.003 })
    #expect(late.hazards[1...5].allSatisfy { $0 == 0 })
    #expect(late.atRisk[3] == 0 && naive.atRisk[3] > 0)
    #expect(naive.survival[10] == late.survival[10])
  }

  private struct Followed: Decodable {
    let times: [Double]
    let ended: [Bool]
    let scores, probabilities, at, auc, brier: [Double]
    let concordance: Double
  }

  @Test func weightedFiguresAreScikitSurvivals() throws {
    let reference = try oracle("followed_lives.json", as: Followed.self)
    let lives = FollowedLives(
      times: reference.times, causes: reference.ended.map { $0 ? 0 : nil })
    for (index, time) in reference.at.enumerated() {
      let area = try #require(lives.areaUnderCurve(of: reference.scores, by: time, cause: nil))
      #expect(abs(area - reference.auc[index]) < 1e-10)
      let brier = lives.brier(of: reference.probabilities, by: time, cause: nil)
      #expect(abs(brier - reference.brier[index]) < 1e-10)
    }
    let concordance = try #require(lives.concordance(of: reference.scores, cause: nil))
    #expect(abs(concordance - reference.concordance) < 1e-10)
  }

  /// By hand: of four lives one ends of cause 0, one of cause 1, and none is lost.
  @Test func otherCausesAreNoEnds() throws {
    let lives = FollowedLives(times: [1, 2, 9, 9], causes: [0, 1, nil, nil])
    #expect(lives.shareEnded(by: 5, cause: nil) == 0.5)
    #expect(lives.shareEnded(by: 5, cause: 0) == 0.25)
    // The life of cause 0 is above two of the three others.
    #expect(lives.areaUnderCurve(of: [3, 4, 1, 2], by: 5, cause: 0) == 2.0 / 3)
    #expect(lives.brier(of: [1, 0, 0, 0], by: 5, cause: 0) == 0)
    #expect(lives.brier(of: [1, 1, 0, 0], by: 5, cause: 0) == 0.25)
    #expect(lives.areaUnderCurve(of: [1, 2, 3, 4], by: 0.5, cause: nil) == nil)
  }

  /// Who is lost counts through those who were followed: half of the lives are lost at random before
  /// their end, and the share that ended is found nevertheless.
  @Test func lossesAreMadeUpFor() {
    var generator = SeededGenerator(seed: 3)
    var (times, causes): ([Double], [Int?]) = ([], [])
    for _ in 0..<40_000 {
      let end = -log(Double.random(in: 1e-9..<1, using: &generator))
      let loss = -log(Double.random(in: 1e-9..<1, using: &generator))
      times.append(min(end, loss) + 1e-9)
      causes.append(end < loss ? 0 : nil)
    }
    let share = FollowedLives(times: times, causes: causes).shareEnded(by: 1, cause: nil)
    #expect(abs(share - 0.632_1) < 0.01)
    let naive = Double(zip(times, causes).count { $0 <= 1 && $1 != nil }) / 40_000
    #expect(naive < 0.5)
  }
}
