internal import Dense
internal import Features
package import Learning
internal import Models
package import Snapshots
internal import Units

/// Numbers of clusters held against each other: `compare.json`'s `cluster_choice`.
package struct ClusterChoice: Sendable, Codable, Equatable {
  package let candidates: [ClusterCandidate]
  /// The smallest number that is within one standard error of the best on churn and on spend.
  package let recommended: Int
  package let reason: String
  /// Customers that silhouettes were computed on.
  package let silhouetteCustomers: Int

  enum CodingKeys: String, CodingKey {
    case candidates, recommended, reason
    case silhouetteCustomers = "silhouette_customers"
  }
}

/// One number of clusters, learned at J − H and judged at J.
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

/// Tries numbers of clusters out of time.
package struct ClusterChoosing {
  let learned: Snapshot
  let judged: Snapshot
  /// Forms clusters; its own number is not looked at.
  let training: ClusterTraining
  let counts: ClosedRange<Int>
  let worth: PartitionPredictiveness
  let replicates: BootstrapReplicates

  package init(
    learned: Snapshot, judged: Snapshot, training: ClusterTraining, counts: ClosedRange<Int>,
    worth: PartitionPredictiveness, replicates: BootstrapReplicates
  ) {
    self.learned = learned
    self.judged = judged
    self.training = training
    self.counts = counts
    self.worth = worth
    self.replicates = replicates
  }

  /// Silhouettes cost the square of this.
  private static let silhouetteLimit = 5_000

  package func choice() throws(TrainingError) -> ClusterChoice? {
    let threads = training.threads
    var fits: [DatedGroups] = []
    for count in counts {
      let groups = try training.forming(count).groups(learned: learned, judged: judged)
      // Fewer come back where no more points are distinct.
      if groups.groupCount == count { fits.append(groups) }
    }
    guard !fits.isEmpty else { return nil }
    let table = DevianceTable(
      [worth.baselineDeviances()] + fits.map { worth.deviances(of: $0) }, replicates: replicates,
      threads: threads)
    let gains = fits.indices.map { table.gain(of: $0 + 1) }
    let bestOfChurn = fits.indices.reduce(0) { gains[$1].churn > gains[$0].churn ? $1 : $0 }
    let bestOfSpend = fits.indices.reduce(0) { gains[$1].spend > gains[$0].spend ? $1 : $0 }
    let points = Recipes.clusters(on: training.features).fitted(to: [learned.features])
      .design(of: learned.features, threads: threads)
    let candidates = fits.enumerated().map { index, groups in
      ClusterCandidate(
        clusters: groups.groupCount, worth: gains[index],
        churnBehindBest: gains[bestOfChurn].churn - gains[index].churn,
        churnError: table.errors(of: bestOfChurn + 1, over: index + 1).churn,
        spendBehindBest: gains[bestOfSpend].spend - gains[index].spend,
        spendError: table.errors(of: bestOfSpend + 1, over: index + 1).spend,
        silhouette: Silhouette.sampled(
          points, clusters: groups.learned, count: Self.silhouetteLimit, seed: training.seed,
          threads: threads)?.mean,
        daviesBouldin: daviesBouldinIndex(points, groups: groups.learned, threads: threads))
    }
    let recommended = candidates.first(where: \.isWithinOneError) ?? candidates[bestOfChurn]
    return ClusterChoice(
      candidates: candidates, recommended: recommended.clusters,
      reason: reason(recommended, candidates, bestOfChurn, bestOfSpend),
      silhouetteCustomers: min(points.rows, Self.silhouetteLimit))
  }

  private func reason(
    _ recommended: ClusterCandidate, _ candidates: [ClusterCandidate], _ churn: Int, _ spend: Int
  ) -> String {
    let (churn, spend) = (candidates[churn].clusters, candidates[spend].clusters)
    let best =
      churn == spend
      ? "\(churn) clusters tell most of churn and of spend"
      : "\(churn) clusters tell most of churn, \(spend) most of spend"
    if !recommended.isWithinOneError {
      return "\(best); no number is within one standard error of both, so churn decides."
    }
    return "\(best); \(recommended.clusters) are the fewest within one standard error of both."
  }
}
