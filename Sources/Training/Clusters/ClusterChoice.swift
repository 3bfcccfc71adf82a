package import Units

/// Numbers of clusters compared: `compare.json`'s `cluster_choice`.
package struct ClusterChoice: Sendable, Encodable, Equatable {
  package let candidates: [ClusterCandidate]
  /// The smallest number that is within one standard error of the best on churn and on spend.
  package let recommended: Int
  package let reason: ClusterChoiceReason
  /// Customers that silhouettes were computed on.
  package let silhouetteCustomers: Int

  enum CodingKeys: String, CodingKey {
    case candidates, recommended, reason
    case silhouetteCustomers = "silhouette_customers"
  }
}

/// One number of clusters, learned at J − H and evaluated at J.
package struct ClusterCandidate: Sendable, Codable, Equatable {
  package let clusters: Int
  package let worth: DevianceExplained
  /// Worth behind the best number, with the standard error of that difference; 0 for the best.
  package let churnBehindBest: Double
  package let churnError: Double
  package let spendBehindBest: Double
  package let spendError: Double
  /// In the clusters' space at J − H; higher is tighter.
  package let silhouette: Double?
  /// Lower is tighter.
  package let daviesBouldin: Double?

  enum CodingKeys: String, CodingKey {
    case clusters, worth
    case churnBehindBest = "churn_behind_best"
    case churnError = "churn_error"
    case spendBehindBest = "spend_behind_best"
    case spendError = "spend_error"
    case silhouette
    case daviesBouldin = "davies_bouldin"
  }

  /// Whether the best number is no better than chance could make it.
  var isWithinOneError: Bool { churnBehindBest <= churnError && spendBehindBest <= spendError }
}

/// Why a number of clusters is recommended.
package enum ClusterChoiceReason: Finding {
  /// The smallest number within one standard error of the best on churn and on spend.
  case fewestWithinOneError(Int, bestOfChurn: Int, bestOfSpend: Int)
  /// No number is within one standard error of both, so that churn decides.
  case bestOfChurn(Int, bestOfSpend: Int)

  package var fact: Fact {
    switch self {
    case .fewestWithinOneError(let clusters, let churn, let spend):
      Fact(
        "fewest_within_one_error",
        [
          "clusters": .count(clusters), "best_of_churn": .count(churn),
          "best_of_spend": .count(spend),
        ])
    case .bestOfChurn(let churn, let spend):
      Fact("best_of_churn", ["best_of_churn": .count(churn), "best_of_spend": .count(spend)])
    }
  }
}
