package import Training
package import Units

/// Two or more partitions of the same customers compared: `compare.json`.
///
/// The figures of agreement at the top are those of the first pair, clusters × segments by default.
package struct PartitionComparison: Sendable, Equatable {
  /// The data's as-of date, of all groups but those behind worth.
  package let asOf: Day
  package let customers: Int
  package let partitions: [PartitionSummary]
  /// Every two partitions, in the order in which they were named.
  package let pairs: [PartitionPair]
  package let adjustedRand: Double
  package let adjustedMutualInformation: Double
  package let homogeneity: Double
  package let completeness: Double
  package let vMeasure: Double
  /// Mean silhouette in the clusters' space; absent where a partition has one group only, or does not
  /// take part.
  package let silhouetteClusters: Double?
  package let silhouetteSegments: Double?
  /// Customers that the silhouettes were computed on, drawn with the seed where fewer than all.
  package let silhouetteCustomers: Int
  package let seed: UInt64
  /// When partitions were learned and scored for worth.
  package let learnedAsOf: Day
  package let evaluatedAsOf: Day
  package let horizonInDays: Int
  /// Of partitions and of the references beside them.
  package let worth: [String: DevianceExplained]
  package let clusterChoice: ClusterChoice?
  package let verdict: Verdict

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case customers, partitions, pairs
    case adjustedRand = "adjusted_rand"
    case adjustedMutualInformation = "adjusted_mutual_information"
    case homogeneity, completeness
    case vMeasure = "v_measure"
    case silhouetteClusters = "silhouette_clusters"
    case silhouetteSegments = "silhouette_segments"
    case silhouetteCustomers = "silhouette_customers"
    case seed
    case learnedAsOf = "learned_as_of"
    case evaluatedAsOf = "judged_as_of"
    case horizonInDays = "horizon_days"
    case worth
    case clusterChoice = "cluster_choice"
    case verdict, outcome
  }

  /// Names of the reference rows of `worth`.
  package static let references = ["recency_5", "frequency_5", "model_deciles"]

  /// Names of rows of `worth` and of columns of `assignments.csv` that no other partition may bear.
  package static let takenNames = Set(references).union([
    "clusters", "segments", "cluster", "segment", "customer_id",
  ])
}

/// One partition by itself.
package struct PartitionSummary: Sendable, Codable, Equatable {
  package let name: String
  /// `clusters`, `rules` or `column`.
  package let kind: String
  package let title: String
  package let groups: [GroupSummary]
  package let silhouette: Double?
  /// Davies–Bouldin index in the clusters' space; lower is tighter.
  package let daviesBouldin: Double?
  /// Absent for groups that were given and not learned.
  package let stability: StabilitySummary?

  enum CodingKeys: String, CodingKey {
    case name, kind, title, groups, silhouette
    case daviesBouldin = "davies_bouldin"
    case stability
  }
}

/// One group of a partition.
package struct GroupSummary: Sendable, Codable, Equatable {
  package let name: String
  package let customers: Int
  package let share: Double
  /// Mean Jaccard similarity with the most similar group of a refit.
  package let stability: Double?
  /// At the evaluation date, by the group of that name or number as it was learned at J − H; nil where worth
  /// is not told.
  package let evaluatedCustomers: Int?
  /// Share of those who then left, and their mean spend in the horizon; nil where there are none.
  package let churnRate: Double?
  package let meanSpend: Double?

  enum CodingKeys: String, CodingKey {
    case name, customers, share, stability
    case evaluatedCustomers = "judged_customers"
    case churnRate = "churn_rate"
    case meanSpend = "mean_spend"
  }
}

/// How stable a partition is when refitted on bootstrap samples of customers.
package struct StabilitySummary: Sendable, Codable, Equatable {
  package let refits: Int
  package let adjustedRand: Double
  /// The middle 90 % of the refits.
  package let adjustedRandLow: Double
  package let adjustedRandHigh: Double

  enum CodingKeys: String, CodingKey {
    case refits
    case adjustedRand = "adjusted_rand"
    case adjustedRandLow = "adjusted_rand_low"
    case adjustedRandHigh = "adjusted_rand_high"
  }
}

/// Two partitions compared.
package struct PartitionPair: Sendable, Equatable {
  package let first: String
  package let second: String
  package let adjustedRand: Double
  package let adjustedMutualInformation: Double
  package let homogeneity: Double
  package let completeness: Double
  package let vMeasure: Double
  /// Customers by group of the first (rows) and of the second (columns), all groups in order.
  package let counts: [[Int]]
  /// The one-to-one matching of groups that agrees on most customers.
  package let matching: [MatchedPair]
  /// Share of customers on whom the matching agrees.
  package let matchedShare: Double
  /// For each group of the first that has customers, the most similar of the second, and back.
  package let firstJaccard: [SimilarGroup]
  package let secondJaccard: [SimilarGroup]
  /// Worth of the first minus that of the second; absent where either has none.
  package let difference: DevianceExplained?
  /// What the first tells within each group of the second, and back.
  package let firstAdds: DevianceExplained?
  package let secondAdds: DevianceExplained?
  package let verdict: Verdict

  enum CodingKeys: String, CodingKey {
    case first, second
    case adjustedRand = "adjusted_rand"
    case adjustedMutualInformation = "adjusted_mutual_information"
    case homogeneity, completeness
    case vMeasure = "v_measure"
    case counts, matching
    case matchedShare = "matched_share"
    case firstJaccard = "first_jaccard"
    case secondJaccard = "second_jaccard"
    case difference
    case firstAdds = "first_adds"
    case secondAdds = "second_adds"
    case verdict, outcome
  }
}

/// Two groups that were matched, and the customers whom they share.
package struct MatchedPair: Sendable, Codable, Equatable {
  package let first: String
  package let second: String
  package let customers: Int
}

/// A group and the most similar one of another partition.
package struct SimilarGroup: Sendable, Codable, Equatable {
  package let group: String
  package let best: String
  package let jaccard: Double
}

/// Every customer's group in each partition, now and as used for worth: `assignments.csv`.
package struct Assignments: Sendable, Equatable {
  /// Indices into the store's customers.
  package let customers: [Int]
  package let columns: [AssignedGroups]
}

/// One partition's groups in `assignments.csv`.
package struct AssignedGroups: Sendable, Equatable {
  /// `cluster`, `segment`, or the partition's own name.
  package let name: String
  /// Whether groups are numbers.
  package let isNumbered: Bool
  package let groups: [String]
  /// Index into `groups`.
  package let today: [Int]
  /// Nil for customers without an order before the evaluation date, and where worth is not told.
  package let atEvaluation: [Int?]
}
