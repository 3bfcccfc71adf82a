/// Bootstrap replicates behind the intervals of comparisons of partitions, by default.
package let comparisonReplicates = 1_000

internal import Snapshots

/// D² of a partition out of time: 1 − deviance ÷ deviance of the training rate or mean,
/// with 95 % intervals from resampled customers.
package struct DevianceExplained: Sendable, Codable, Equatable {
  package let churn: Double
  package let churnLow: Double
  package let churnHigh: Double
  package let spend: Double
  package let spendLow: Double
  package let spendHigh: Double

  enum CodingKeys: String, CodingKey {
    case churn
    case churnLow = "churn_low"
    case churnHigh = "churn_high"
    case spend
    case spendLow = "spend_low"
    case spendHigh = "spend_high"
  }
}
