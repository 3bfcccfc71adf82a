package import Dense
internal import Features
package import Learning
internal import Models
package import Snapshots
internal import Units

/// Tries numbers of clusters out of time.
package struct ClusterChooser {
  let learned: Snapshot
  let holdout: Snapshot
  /// Forms clusters; its own number is not looked at.
  let training: ClusterTraining
  let counts: ClosedRange<Int>
  let worth: PartitionPredictiveness
  let replicates: BootstrapReplicates

  package init(
    learned: Snapshot, holdout: Snapshot, training: ClusterTraining, counts: ClosedRange<Int>,
    worth: PartitionPredictiveness, replicates: BootstrapReplicates
  ) {
    self.learned = learned
    self.holdout = holdout
    self.training = training
    self.counts = counts
    self.worth = worth
    self.replicates = replicates
  }

  /// Silhouettes cost the square of this.
  private static let silhouetteLimit = 5_000

  package func run(_ progress: Progress = .untold) throws(TrainingError) -> ClusterChoice? {
    let workers = training.workers
    var fits: [DatedGroups] = []
    let (forming, comparing) = progress.split(at: 0.7)
    let steps = forming.parts(counts.map(Double.init))
    for (count, step) in zip(counts, steps) {
      let groups = try training.forming(count).groups(
        learned: learned, holdout: holdout, step.begin("\(count) clusters"))
      // Fewer come back where no more points are distinct.
      if groups.groupCount == count { fits.append(groups) }
    }
    guard !fits.isEmpty else { return nil }
    let table = DevianceTable(
      [worth.baselineDeviances()] + fits.map { worth.deviances(of: $0) }, replicates: replicates,
      workers: workers)
    let gains = fits.indices.map { table.gain(of: $0 + 1) }
    let bestOfChurn = fits.indices.reduce(0) { gains[$1].churn > gains[$0].churn ? $1 : $0 }
    let bestOfSpend = fits.indices.reduce(0) { gains[$1].spend > gains[$0].spend ? $1 : $0 }
    let points = Recipes.clusters(on: training.features).fitted(to: [learned.features])
      .design(of: learned.features, workers: workers)
    comparing.begin("comparing numbers of clusters")
    let candidates = fits.enumerated().map { index, groups in
      defer { comparing.reach(index + 1, of: fits.count) }
      return ClusterCandidate(
        clusters: groups.groupCount, worth: gains[index],
        churnBehindBest: gains[bestOfChurn].churn - gains[index].churn,
        churnError: table.errors(of: bestOfChurn + 1, over: index + 1).churn,
        spendBehindBest: gains[bestOfSpend].spend - gains[index].spend,
        spendError: table.errors(of: bestOfSpend + 1, over: index + 1).spend,
        silhouette: Silhouette.sampled(
          points, clusters: groups.learned, count: Self.silhouetteLimit, seed: training.seed,
          workers: workers)?.mean,
        daviesBouldin: daviesBouldinIndex(points, groups: groups.learned, workers: workers))
    }
    let recommended = candidates.first(where: \.isWithinOneError) ?? candidates[bestOfChurn]
    return ClusterChoice(
      candidates: candidates, recommended: recommended.clusters,
      reason: reason(recommended, candidates, bestOfChurn, bestOfSpend),
      silhouetteCustomers: min(points.rows, Self.silhouetteLimit))
  }

  private func reason(
    _ recommended: ClusterCandidate, _ candidates: [ClusterCandidate], _ churn: Int, _ spend: Int
  ) -> ClusterChoiceReason {
    let best = (candidates[churn].clusters, candidates[spend].clusters)
    return recommended.isWithinOneError
      ? .fewestWithinOneError(recommended.clusters, bestOfChurn: best.0, bestOfSpend: best.1)
      : .bestOfChurn(best.0, bestOfSpend: best.1)
  }
}
