package import Interventions
package import Models
package import Units

/// What a run says of all customers that it has scored, and their order.
package struct ScoreOverview: Sendable {
  package let asOf: Day
  package let horizonInDays: Int
  package let valueHorizonInDays: Int
  package let modelDigest: String
  /// As of `ScoredCustomers`.
  package let circumstances: String?
  package let drift: PopulationDrift?
  /// One a customer, in canonical order.
  package let decisions: [InterventionDecision]
  package let expectedGain: [Double]
  /// Places in these, the first to act on first.
  package let ranking: [Int]

  package var list: [InterventionList] { decisions.map(\.list) }
}

extension ScoredCustomers {
  package var overview: ScoreOverview {
    ScoreOverview(
      asOf: asOf, horizonInDays: horizonInDays, valueHorizonInDays: valueHorizonInDays,
      modelDigest: modelDigest, circumstances: circumstances, drift: drift, decisions: decisions,
      expectedGain: expectedGain, ranking: ranking)
  }
}
