import Dense
import Features
import Foundation
import Models
import Reporting
import Scoring
import Snapshots
import Testing

@Suite struct ContributionTests {
  /// intercept + Σ contributions is the logit, and its σ the probability.
  @Test(arguments: ["shop", "cdnow"])
  func contributionsSumToTheLogit(data: String) throws {
    let example = try TrainedShop.example.get()
    let store = data == "shop" ? example.store : try cdnowSample.get()
    let scored = try example.model.scores(of: store, parameters: predictionParameters())
    let churn = try #require(example.model.churn)
    let logits = churn.logits(of: scored.features, workers: 1)
    let contributions = scored.contributions(workers: 1)
    let width = contributions.features.count
    #expect(contributions.values.count == width * scored.count && scored.count > 400)
    for row in 0..<scored.count {
      let values = contributions.values[row * width..<(row + 1) * width]
      let sum = values.reduce(contributions.intercept, +)
      #expect(abs(sum - logits[row]) <= 1e-12 * max(1, abs(sum)))
      #expect(abs(1 / (1 + exp(-sum)) - scored.churnProbability[row]) <= 1e-12)
    }
  }

  @Test func everyFeatureOfTheModelIsNamedOnce() throws {
    let example = try TrainedShop.example.get()
    let churn = try #require(example.model.churn)
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    let names = scored.contributions(workers: 1).features
    #expect(Set(names).count == names.count)
    #expect(Set(names) == Set(churn.design.columns.map(\.feature)))
    // Events, splines and indicators are in the model, so the sums above go over all of them.
    #expect(names.contains("days_since_visit"))
    for kind in [DesignColumn.Kind.hinge, .missing] {
      #expect(churn.design.columns.contains { $0.kind == kind })
    }
  }

  /// Families are sums of their features, and with the intercept the logit to the bit.
  @Test func familiesSumToTheLogitExactly() throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    let contributions = scored.contributions(workers: 1)
    let width = contributions.features.count
    #expect(contributions.members.flatMap { Array($0) } == Array(0..<width))
    #expect(Set(contributions.families).count == contributions.families.count)
    for row in 0..<scored.count {
      var sum = contributions.intercept
      for (family, members) in contributions.members.enumerated() {
        let value = contributions.value(ofRow: row, family: family)
        #expect(value == members.reduce(0) { $0 + contributions.values[row * width + $1] })
        sum += value
      }
      #expect(sum == contributions.logit(ofRow: row))
      #expect(sum == scored.families.logit(ofRow: row))
      #expect(1 / (1 + exp(-sum)) == scored.churnProbability[row] || sum < 0)
    }
    // Whatever is made of the days since the last order is one family, however many columns it has.
    let silence = try #require(contributions.families.firstIndex(of: "silence"))
    let names = contributions.members[silence].map { contributions.features[$0] }
    #expect(names.contains("days_since_last_order") && names.contains("current_gap_to_own_gap"))
  }

  @Test func theStrongestComeFirst() throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    let contributions = scored.contributions(workers: 1)
    for row in stride(from: 0, to: scored.count, by: 7) {
      let values = contributions.families.indices.map {
        contributions.value(ofRow: row, family: $0)
      }
      let strongest = scored.families.strongest(ofRow: row, count: 3)
      #expect(strongest.count == 3)
      #expect(strongest.map { abs($0.value) } == Array(values.map(abs).sorted(by: >).prefix(3)))
      #expect(strongest.allSatisfy { values[$0.family] == $0.value })
    }
  }

  /// A reason's risks are those with and without its contribution; the second is the customer's own.
  @Test func reasonsTellTheCustomersOwnRisk() throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    for row in stride(from: 0, to: scored.count, by: 11) {
      let reasons = scored.reasons(of: row, count: 3)
      #expect(reasons.count == 3)
      for reason in reasons {
        #expect(reason.change.risk == scored.churnProbability[row])
        let rises = reason.change.riskWithout < reason.change.risk
        #expect(rises == (reason.change.contribution > 0))
        #expect((1...2).contains(reason.facts.count))
      }
      let silence = reasons.first { $0.family == "silence" }
      if let silence {
        #expect(silence.facts[0].value == Double(scored.facts.daysSinceLastOrder[row]))
      }
    }
  }

  /// What is kept by family is what all features' contributions sum to.
  @Test func familiesAreSumsOfFeatures() throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    let contributions = scored.contributions(workers: 2)
    #expect(scored.families.count == scored.count)
    #expect(scored.families.families == contributions.families)
    let program = try #require(example.model.churn).program(of: scored.features)
    #expect(
      program.probabilities(ofRows: 0..<scored.count, in: scored.features.values.storage)
        == scored.churnProbability)
    let part = 3..<min(300, scored.count)
    #expect(
      program.probabilities(ofRows: part, in: scored.features.values.storage)
        == Array(scored.churnProbability[part]))
    for row in 0..<scored.count {
      for family in contributions.families.indices {
        #expect(
          scored.families.value(ofRow: row, family: family)
            == contributions.value(ofRow: row, family: family))
      }
    }
  }
}
