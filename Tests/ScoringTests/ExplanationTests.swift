import Dense
import Features
import Foundation
import Models
import Reporting
import Scoring
import Snapshots
import Testing
import Training
import Units

/// What a model rests on, and whether the scored customers are those it learned from.
@Suite struct ExplanationTests {
  @Test func importanceIsLargestFirstAndOfAllFamilies() throws {
    let example = try TrainedShop.example.get()
    let explanation = try #require(example.trained.evaluation.explanation)
    let rises = explanation.importance.map(\.logLossRise)
    #expect(rises == rises.sorted(by: >) && (rises.first ?? 0) > 0)
    #expect(explanation.importance.allSatisfy { $0.error >= 0 })
    let known = Set(ReasonFamily.allCases.map(\.rawValue))
    #expect(known.isSuperset(of: explanation.importance.map(\.family)))
    #expect(explanation.rows == example.trained.evaluation.group(.all)?.customers)
  }

  /// Half the customers have the value that the curve is asked at, or less: the curve's mean over
  /// the deciles lies among the probabilities, and a longer silence never lowers a rising risk.
  @Test func dependenceIsAMeanProbability() throws {
    let example = try TrainedShop.example.get()
    let explanation = try #require(example.trained.evaluation.explanation)
    let silence = try #require(
      explanation.dependence.first { $0.feature == "days_since_last_order" })
    #expect((2...11).contains(silence.points.count))
    #expect(silence.points.allSatisfy { 0 < $0.meanProbability && $0.meanProbability < 1 })
    let values = silence.points.compactMap { Double($0.value) }
    #expect(values.count == silence.points.count && values == values.sorted())
  }

  /// Everybody had a year more: the model says who has moved, and by how much.
  @Test func predictionTellsHowFarCustomersHaveMoved() throws {
    let example = try TrainedShop.example.get()
    var parameters = try predictionParameters()
    let now = try #require(
      try example.model.scores(of: example.store, parameters: parameters).drift)
    // On the day of training there is nothing to tell.
    #expect(now.rows > 400 && now.referenceRows == now.rows)
    #expect(now.notices.isEmpty && now.features.allSatisfy { $0.index < 1e-12 })
    parameters.asOf = example.model.data.asOf + 300
    let later = try #require(
      try example.model.scores(of: example.store, parameters: parameters).drift)
    let silence = try #require(later.features.first { $0.name == "days_since_last_order" })
    #expect(silence.isAlarming && silence.index > 1)
    #expect(later.notices.first?.text.contains("PSI above 0.25") ?? false)
    #expect(later.meanScore > now.meanScore)
  }

  @Test func aDatumThatKnowsTheLabelIsFound() {
    let labels = (0..<400).map { Double($0 % 3 == 0 ? 1 : 0) }
    let noise = (0..<400).map { Double($0 * 7_919 % 401) }
    let columns = [
      SingleFeature(name: "noise", values: noise),
      SingleFeature(name: "label", values: labels),
      SingleFeature(name: "against", values: labels.map { 7 - $0 }),
      SingleFeature(name: "known only then", values: labels.map { $0 == 1 ? 3 : .nan }),
      SingleFeature(name: "threshold", values: zip(noise, labels).map { $0 + 1_000 * $1 }),
      SingleFeature(
        name: "levels", form: .category,
        values: zip(noise, labels).map { $0.truncatingRemainder(dividingBy: 3) + 10 * $1 }),
      // Seven in ten: good, and true.
      SingleFeature(
        name: "good", values: labels.enumerated().map { $0 % 10 < 7 ? $1 : 1 - $1 }),
    ]
    let found = LeakageWarning.found(count: columns.count, labels: labels, workers: 2) {
      number, rows in
      SingleFeature(
        name: columns[number].name, form: columns[number].form,
        values: rows.map { columns[number].values[$0] })
    }
    #expect(
      found.map(\.feature) == ["label", "against", "known only then", "threshold", "levels"])
    #expect(found.allSatisfy { $0.areaUnderCurve == 1 })
    // Too few of a kind: chance may do it.
    let few = LeakageWarning.found(count: 1, labels: [1, 0, 0, 1, 0], workers: 1) { _, rows in
      SingleFeature(name: "x", values: rows.map { [1, 0, 0, 1, 0][$0] })
    }
    #expect(few.isEmpty)
  }

  /// Ties count ½; numpy and scikit-learn give 0.8125 for these, and 0.1875 the other way round.
  @Test func areaUnderCurveOfOneColumn() throws {
    let labels = [1.0, 1, 1, 1, 0, 0, 0, 0]
    let values = [4.0, 3, 2, 2, 3, 2, 1, 1]
    let up = SingleFeature(name: "x", values: values)
    let down = SingleFeature(name: "x", values: values.map { -$0 })
    // With as many bins as values the rates by bin rank at least as well as the number.
    #expect(try #require(up.areaUnderCurve(labels: labels)) >= 0.8125)
    #expect(up.areaUnderCurve(labels: labels) == down.areaUnderCurve(labels: labels))
    #expect(up.areaUnderCurve(labels: [Double](repeating: 1, count: 8)) == nil)
  }

  @Test func minimumDataIsSaidInNumbers() {
    let few = DataSufficiency(subject: .activeCustomers, customers: 200, churners: 180)
    #expect(!few.isEnough && few.stayers == 20)
    #expect(few.sentence.contains("180 churned and 20 stayed"))
    #expect(few.sentence.contains("±0.13"))
    #expect(few.sentence.contains("some 1,000 active customers"))
    let many = DataSufficiency(subject: .rows, customers: 7_043, churners: 1_869)
    #expect(many.isEnough && many.notice == nil)
    let alike = DataSufficiency(subject: .rows, customers: 9, churners: 9)
    #expect(alike.sentence.contains("all labels are identical"))
    #expect(spanSentence(days: 100, horizonInDays: 60).contains("at least 121 days are needed"))
    #expect(spanSentence(days: 150, horizonInDays: 60).contains("two need 181 days"))
    #expect(spanSentence(days: 400, horizonInDays: 60).contains("sufficient"))
  }
}
