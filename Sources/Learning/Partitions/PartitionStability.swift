public import Dense

/// How stable a learned partition is when refitted on bootstrap samples of its members.
///
/// Clusterwise stability after Hennig (2007): a partition is fitted to every resample, all members are
/// assigned by it, and each group of the original is compared with the most similar new one. A mean
/// Jaccard similarity of 0.85 or more is a stable group, below 0.6 one not to be relied on, below
/// 0.5 one that dissolves.
public struct PartitionStability: Sendable, Equatable {
  /// Mean Jaccard similarity of each group 0 ..< groupCount with its best match; nil for a group
  /// without members.
  public let similarity: [Double?]
  /// Mean adjusted Rand index of the original and the partition of each resample.
  public let adjustedRand: Double
  /// The middle 90 % of those indices.
  public let adjustedRandInterval: Interval
  /// Resamples.
  public let refits: Int

  /// Refits a partition on every replicate.
  ///
  /// - Parameters:
  ///   - groups: each member's group in the original, in 0 ..< groupCount.
  ///   - groupCount: groups of the original.
  ///   - replicates: the resamples of its members, at least one.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - refit: given how often each member was drawn and the replicate's number, learns a partition
  ///     and returns the group of every member by it.
  public init(
    of groups: [Int], groupCount: Int, replicates: BootstrapReplicates, workers: Workers,
    refit: @Sendable (_ weights: [Int32], _ replicate: Int) -> [Int]
  ) {
    self.init(
      of: groups, groupCount: groupCount, replicates: replicates, workers: workers,
      progress: .untold, refit: refit)
  }

  /// The same, which tells of each replicate.
  package init(
    of groups: [Int], groupCount: Int, replicates: BootstrapReplicates, workers: Workers,
    progress: Progress, refit: @Sendable (_ weights: [Int32], _ replicate: Int) -> [Int]
  ) {
    let results = workers.map(replicates.count, progress) { replicate in
      let table = ContingencyTable(groups, refit(replicates.weights(of: replicate), replicate))
      return (matches: table.jaccardMatches, rand: PartitionAgreement(table).adjustedRand)
    }
    var sums = [Double?](repeating: nil, count: groupCount)
    for match in results.lazy.flatMap(\.matches) {
      sums[match.group] = (sums[match.group] ?? 0) + match.similarity
    }
    let count = Double(replicates.count)
    similarity = sums.map { $0.map { $0 / count } }
    let indices = results.map(\.rand)
    adjustedRand = indices.reduce(0, +) / count
    adjustedRandInterval =
      Interval(percentilesOf: indices, confidence: 0.9)
      ?? Interval(low: adjustedRand, high: adjustedRand)
    refits = replicates.count
  }
}
