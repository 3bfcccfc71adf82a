import Features
import Foundation
import Scoring
import Testing

@Suite struct ContributionTests {
  /// intercept + Σ contributions is the logit, and its σ the probability.
  @Test(arguments: ["shop", "cdnow"])
  func contributionsSumToTheLogit(data: String) throws {
    let example = try TrainedShop.example.get()
    let store = data == "shop" ? example.store : try cdnowSample.get()
    let scored = try example.model.scores(of: store, parameters: predictionParameters())
    let churn = try #require(example.model.churn)
    let logits = churn.logits(of: scored.features, threads: 1)
    let contributions = scored.contributions
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
    let names = scored.contributions.features
    #expect(Set(names).count == names.count)
    #expect(Set(names) == Set(churn.design.columns.map(\.feature)))
    // Events, splines and indicators are in the model, so the sums above go over all of them.
    #expect(names.contains("days_since_visit"))
    for kind in [DesignColumn.Kind.hinge, .missing] {
      #expect(churn.design.columns.contains { $0.kind == kind })
    }
  }

  @Test func theStrongestComeFirst() throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    let contributions = scored.contributions
    let width = contributions.features.count
    for row in stride(from: 0, to: scored.count, by: 7) {
      let values = Array(contributions.values[row * width..<(row + 1) * width])
      let strongest = contributions.strongest(ofRow: row, count: 3)
      #expect(strongest.count == 3)
      #expect(strongest.map { abs($0.value) } == Array(values.map(abs).sorted(by: >).prefix(3)))
      #expect(strongest.allSatisfy { values[$0.feature] == $0.value })
    }
  }
}
