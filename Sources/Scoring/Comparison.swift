package import Units

/// Clusters held against rule-based segments: `compare.json`.
package struct Comparison: Sendable, Codable, Equatable {
  /// The data's as-of date, of the columns `cluster` and `segment`.
  package let asOf: Day
  package let customers: Int
  package let ruleSet: String
  package let clusterCount: Int
  /// Customers by cluster (rows, in label order) and segment (columns, in rule order).
  package let contingency: Contingency
  package let adjustedRand: Double
  package let adjustedMutualInformation: Double
  package let homogeneity: Double
  package let completeness: Double
  package let vMeasure: Double
  /// The one-to-one matching of clusters and segments that agrees on most customers.
  package let matching: [MatchedPair]
  /// Share of customers on whom the matching agrees.
  package let matchedShare: Double
  /// Mean silhouette in the clusters' space; absent where a partition has one group only.
  package let silhouetteClusters: Double?
  package let silhouetteSegments: Double?
  /// Customers that the silhouettes were computed on, drawn with the seed where fewer than all.
  package let silhouetteCustomers: Int
  package let seed: UInt64
  /// When partitions were learned and scored for worth.
  package let learnedAsOf: Day
  package let judgedAsOf: Day
  package let horizonInDays: Int
  package let worth: [String: Worth]
  /// Worth of the clusters minus that of the segments, with its paired interval.
  package let difference: Worth
  package let verdict: String

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case customers
    case ruleSet = "rule_set"
    case clusterCount = "cluster_count"
    case contingency
    case adjustedRand = "adjusted_rand"
    case adjustedMutualInformation = "adjusted_mutual_information"
    case homogeneity, completeness
    case vMeasure = "v_measure"
    case matching
    case matchedShare = "matched_share"
    case silhouetteClusters = "silhouette_clusters"
    case silhouetteSegments = "silhouette_segments"
    case silhouetteCustomers = "silhouette_customers"
    case seed
    case learnedAsOf = "learned_as_of"
    case judgedAsOf = "judged_as_of"
    case horizonInDays = "horizon_days"
    case worth, difference, verdict
  }
}

/// Counts of customers by cluster and segment.
package struct Contingency: Sendable, Codable, Equatable {
  package let clusters: [Int]
  package let segments: [String]
  /// One row a cluster, one column a segment.
  package let counts: [[Int]]
}

/// A cluster and the segment it was matched with.
package struct MatchedPair: Sendable, Codable, Equatable {
  package let cluster: Int
  package let segment: String
  package let customers: Int
}

/// What a partition foretells out of time: 1 − deviance ÷ deviance of the training rate or mean,
/// with 95 % intervals from resampled customers.
package struct Worth: Sendable, Codable, Equatable {
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

/// A customer's cluster and segment at the data's as-of date, and as used for worth.
package struct Assignment: Sendable, Equatable {
  /// Index into the store's customers.
  package let customer: Int
  package let cluster: Int
  package let segment: String
  /// Absent for customers without an order before the judging date.
  package let clusterAtJudge: Int?
  package let segmentAtJudge: String?
}
