import Dense
import Foundation
import Learning
import Models
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// A shop of three years whose customers order at rates that swing with the year, and nothing else.
private func shop(swing: Double, customers: Int = 700, seed: UInt64) -> SyntheticShop {
  var random = SeededGenerator(seed: seed)
  var shop = SyntheticShop()
  let days = 3 * 365
  for number in 0..<customers {
    let first = Int.random(in: 0..<500, using: &random)
    let rate = [0.004, 0.01, 0.02][number % 3]
    var orders = 0
    for day in first..<days {
      if Double.random(in: 0..<1, using: &random) < 0.0004 { break }
      let chance = rate * (1 + swing * sin(2 * .pi * Double(day) / 365))
      guard day == first || Double.random(in: 0..<1, using: &random) < chance else { continue }
      orders += 1
      shop.addOrder(
        "o\(number)-\(orders)", of: "c\(number)", on: SyntheticShop.start + day, cents: 1_000)
    }
  }
  shop.addOrder("first", of: "c0", on: SyntheticShop.start, cents: 1_000)
  shop.addOrder("last", of: "c0", on: SyntheticShop.start + (days - 1), cents: 1_000)
  return shop
}

private func parameters() -> TrainingParameters {
  var parameters = quickParameters(60)
  parameters.replicates = 2
  return parameters
}

/// Evaluated in autumn, after a summer that the fit has just learned from.
private func autumn() -> TrainingParameters {
  var settings = parameters()
  settings.evaluateAt = SyntheticShop.start + (2 * 365 + 215)
  return settings
}

/// Half of what was missed a year before, where a log has a season.
@Suite struct SeasonTests {
  /// The process has a period of a year: what is missed at the evaluated date is what was missed a year
  /// before, so that the half that is added leaves the other half.
  @Test func theLevelOfASeasonIsRecovered() throws {
    let trained = try TrainedShop(shop(swing: 0.9, seed: 1), autumn())
    let evaluation = trained.trained.evaluation
    let choice = try #require(evaluation.choice?.season)
    #expect(choice.verdict == .applied)
    let before = try #require(choice.yearBefore)
    #expect(before.asOf == evaluation.asOf - 365 && abs(before.missed) > 3 * before.error)
    let rows = try trained.model.holdoutRows(
      of: trained.store, evaluation: evaluation, workers: 1)
    let left = try #require(
      MissedLevel(
        logits: rows.probability.map { log($0 / (1 - $0)) },
        labels: rows.happened.map { $0 ? 1 : 0 }))
    let error = (left.error * left.error + before.error * before.error).squareRoot()
    #expect(abs(left.shift - before.missed / 2) < 4 * error, "\(left) \(before)")
    #expect(rows.groups[.all]?.model.predictedRate == evaluation.group(.all)?.model.predictedRate)
  }

  /// The saved model knows the season from where its labels end to a horizon before a year later.
  @Test func theSavedModelHasTheSeasonOfEachDate() throws {
    let trained = try TrainedShop(shop(swing: 0.9, seed: 2), autumn())
    let churn = try #require(trained.model.churn)
    let season = try #require(churn.season)
    let end = trained.model.data.asOf
    let from = trained.trained.evaluation.asOf + 60
    #expect(season.levels.first?.asOf == from && season.levels.last?.asOf == end + 365 - 60)
    #expect(season.levels.contains { $0.asOf == end })
    // A swing: some dates are above the level of the training dates, others below.
    let shifts = season.levels.map(\.shift)
    #expect((shifts.min() ?? 0) < -0.1 && (shifts.max() ?? 0) > 0.1)
    #expect(churn.intercept(at: from) == churn.intercept + season.levels[0].shift)
    #expect(churn.intercept(at: end + 365) == churn.intercept)
    #expect(churn.intercept(at: nil) == churn.intercept)
    func cautions(_ asOf: Day) -> [ModelCaution] {
      trained.model.cautions(
        timeZone: "UTC", refunds: trained.model.data.refunds, hasEvents: true, asOf: asOf)
    }
    #expect(cautions(end + 100).isEmpty)
    #expect(
      cautions(end + 365) == [.seasonUnknown(scoredAt: end + 365, from: from, until: end + 305)])
    // The document holds it, bit for bit.
    let read = try ModelDocument.model(
      from: ModelDocument.bytes(of: trained.model), path: "model.json")
    #expect(read.churn == churn)
    // A row's reasons still sum to its logit.
    let scored = try trained.model.scores(of: trained.store, parameters: predictionParameters())
    #expect(scored.families.intercept == churn.intercept(at: end))
  }

  /// Without a season nothing is added, to the bit.
  @Test(arguments: [3, 4, 5] as [UInt64])
  func withoutASeasonNothingIsAdded(seed: UInt64) throws {
    let trained = try TrainedShop(shop(swing: 0, seed: seed), parameters())
    let choice = try #require(trained.trained.evaluation.choice?.season)
    #expect(choice.verdict == .withinChance && choice.since.count > 1)
    #expect(choice.shift(at: trained.trained.evaluation.asOf) == nil)
    #expect(trained.model.churn?.season == nil)
  }

  /// A log of little more than a year has no window of the year before.
  @Test func aShortLogHasNoYearBefore() throws {
    let example = try TrainedShop(
      SyntheticShop(customers: 300, days: 420, seed: 8), parameters())
    let choice = try #require(example.trained.evaluation.choice?.season)
    #expect(choice == SeasonChoice(verdict: .noYearBefore))
    #expect(example.model.churn?.season == nil)
  }

  @Test func rowOrderAndThreadsLeaveTheSeason() throws {
    let plain = shop(swing: 0.9, customers: 400, seed: 6)
    var settings = parameters()
    let one = try train(on: plain.store(), parameters: settings)
    settings.workers = 2
    let other = try train(on: plain.shuffled(seed: 7).store(), parameters: settings)
    #expect(one.model.churn?.season != nil)
    #expect(try ModelDocument.bytes(of: one.model) == ModelDocument.bytes(of: other.model))
    #expect(try canonicalJSON(one.evaluation) == canonicalJSON(other.evaluation))
  }

  /// The constant that was taken from logits is what they miss; its error is that of the information.
  @Test(arguments: [-1.5, 0, 0.8])
  func whatIsMissedIsFound(constant: Double) throws {
    var random = SeededGenerator(seed: 9)
    let logits = (0..<20_000).map { _ in Double.random(in: -3...3, using: &random) }
    let labels = logits.map { logit in
      Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-logit - constant)) ? 1.0 : 0
    }
    let missed = try #require(MissedLevel(logits: logits, labels: labels))
    #expect(abs(missed.shift - constant) < 4 * missed.error)
    // With it, the mean prediction is the actual rate.
    let predicted = logits.reduce(0) { $0 + 1 / (1 + exp(-$1 - missed.shift)) }
    #expect(abs(predicted - labels.reduce(0, +)) < 1e-6)
    let information = logits.reduce(0) { sum, logit in
      let p = 1 / (1 + exp(-logit - missed.shift))
      return sum + p * (1 - p)
    }
    #expect(relativeDifference(missed.error, 1 / information.squareRoot()) < 1e-9)
    #expect(MissedLevel(logits: logits, labels: logits.map { _ in 1 }) == nil)
  }

  @Test func betweenDatesTheShiftIsOnALine() {
    let first = day("2024-06-01")
    let season = SeasonShift(levels: [
      SeasonShift.Level(asOf: first, shift: -0.2), SeasonShift.Level(asOf: first + 30, shift: 0.1),
      SeasonShift.Level(asOf: first + 40, shift: 0.1),
    ])
    #expect(season.shift(at: first) == -0.2 && season.shift(at: first + 30) == 0.1)
    #expect(abs((season.shift(at: first + 10) ?? 0) + 0.1) < 1e-12)
    #expect(season.shift(at: first + 35) == 0.1)
    #expect(season.shift(at: first - 1) == nil && season.shift(at: first + 41) == nil)
    #expect(season.isUsable)
    let turned = SeasonShift(levels: season.levels.reversed())
    #expect(!turned.isUsable && !SeasonShift(levels: []).isUsable)
  }
}
