package import Dense
internal import Features
internal import Files
package import Histories
internal import Learning
package import Models
package import Segmentation
package import Segments
internal import Snapshots
internal import Training
package import Units

/// What a user may set about a comparison.
package struct ComparisonParameters: Sendable {
  /// Rule sets; none means the model's own, where nothing else is compared with the clusters.
  package var ruleSets: [RuleSet] = []
  /// Groups that the user gives.
  package var columns: [GivenPartition] = []
  /// Whether the model's clusters take part.
  package var includesClusters = true
  /// The evaluation date, by default the last whose horizon is complete.
  package var evaluateAt: Day?
  /// Of relearned clusters, resamples and silhouettes; by default the model's own.
  package var seed: UInt64?
  package var workers: Workers = 1
  package var replicates = comparisonReplicates
  /// Resamples that partitions are learned from again for their stability; 0 for none.
  package var refits = 20
  /// Numbers of clusters to try out of time; nil for none.
  package var clusterCounts: ClosedRange<Int>?
  /// Customers beyond which silhouettes are computed on a seeded sample.
  package var silhouetteLimit = 20_000

  package init() {}
}

/// A comparison with its rows.
package struct ComparedPartitions: Sendable {
  package let comparison: PartitionComparison
  package let assignments: Assignments
  package let outcomes: PartitionOutcomes
}

extension Model {
  /// Compares partitions of the customers: the model's clusters, rule sets, columns.
  ///
  /// Agreement is of the stored clusters and cut-offs at the data's as-of date. For D², centroids and
  /// cut-offs are refitted one horizon before the evaluation date, so that no partition has seen what it
  /// is evaluated on.
  /// - Parameters:
  ///   - store: the histories.
  ///   - parameters: partitions, date and sample sizes.
  ///   - progress: told each step, and how much of all is done.
  /// - Returns: the comparison, everyone's groups, and what its figures are computed from.
  /// - Throws: where the log has no room to learn and evaluate, the model lacks a section, or there are
  ///   fewer than two partitions.
  package func comparison(
    on store: HistoryStore, parameters: ComparisonParameters, progress: Progress = .untold
  ) throws(ComparisonError) -> ComparedPartitions {
    guard let clusters else { throw .scoring(.sectionMissing(.clusters, neededFor: .compare)) }
    guard let scores else { throw .scoring(.sectionMissing(.scores, neededFor: .compare)) }
    do { try requireFit(to: store) } catch { throw .scoring(error) }
    guard let orderDays = store.orderDayRange, let ordersBegin = store.ordersBegin else {
      throw .scoring(.nobodyToScore(asOf: data.asOf, firstOrder: nil))
    }
    let plan: SnapshotPlan
    do {
      plan = try SnapshotPlan(
        ordersBegin: ordersBegin, lastOrderDay: orderDays.upperBound,
        horizonInDays: data.horizonInDays, evaluateAt: parameters.evaluateAt, snapshots: 1,
        valueHorizonInDays: data.horizonInDays)
    } catch { throw .plan(error) }
    let steps = progress.parts([1, 1, 4])
    steps[0].begin("taking snapshots")
    func snapshot(_ asOf: Day) -> Snapshot {
      Snapshot(
        of: store, asOf: asOf, horizonInDays: plan.horizonInDays,
        scoreWindowInDays: scores.windowInDays, engagement: scores.engagementWeights,
        workers: parameters.workers)
    }
    let snapshots = ComparedSnapshots(
      today: Snapshot(
        of: store, asOf: plan.dataEnd, scoreWindowInDays: scores.windowInDays,
        engagement: scores.engagementWeights, workers: parameters.workers),
      learned: snapshot(plan.training[0]), holdout: snapshot(plan.evaluationDate))
    let builder = PartitionBuilder(
      model: self, scores: scores, snapshots: snapshots, seed: parameters.seed ?? data.seed,
      workers: parameters.workers, store: store)
    var partitions: [Partition] = []
    let learning = steps[1].begin("learning clusters at \(plan.training[0])")
    if parameters.includesClusters {
      do {
        partitions.append(try builder.clusters(clusters, learning))
      } catch { throw .training(error) }
    }
    var ruleSets = parameters.ruleSets
    if ruleSets.isEmpty, partitions.count + parameters.columns.count < 2 {
      do {
        ruleSets = [try scores.namingRules()]
      } catch { throw .scoring(error) }
    }
    for (index, rules) in ruleSets.enumerated() {
      partitions.append(builder.segments(rules, name: index == 0 ? "segments" : rules.name))
    }
    partitions += parameters.columns.map(builder.groups(of:))
    guard partitions.count > 1 else { throw .onePartition(partitions.first?.name) }
    var taken = PartitionComparison.takenNames
    for name in ruleSets.dropFirst().map(\.name) + parameters.columns.map(\.name)
    where !taken.insert(name).inserted {
      throw .partitionNameTaken(name)
    }
    do {
      return try Comparer(
        store: store, builder: builder, clusters: clusters, partitions: partitions, plan: plan,
        parameters: parameters
      ).run(steps[2])
    } catch { throw .training(error) }
  }
}

private struct Comparer {
  let store: HistoryStore
  let builder: PartitionBuilder
  let clusters: ClusterModel
  let partitions: [Partition]
  let plan: SnapshotPlan
  let parameters: ComparisonParameters

  private var snapshots: ComparedSnapshots { builder.snapshots }
  private var workers: Workers { parameters.workers }

  func run(_ progress: Progress) throws(TrainingError) -> ComparedPartitions {
    let steps = progress.parts([
      1, parameters.refits > 0 ? 4 : 1, parameters.clusterCounts == nil ? 0.1 : 4,
    ])
    steps[0].begin("deviances of \(partitions.count) partitions out of time")
    let replicates = BootstrapReplicates(
      count: parameters.replicates, population: snapshots.holdout.count, seed: builder.seed)
    let worth = PartitionPredictiveness(
      learned: snapshots.learned, holdout: snapshots.holdout, in: store,
      horizonInDays: plan.horizonInDays, workers: workers)
    let evaluation = PartitionEvaluation(
      of: partitions, references: try builder.references(), by: worth, replicates: replicates,
      workers: workers)
    let points = clusters.space.design(of: snapshots.today.features, workers: workers)
    let summaries = partitions.enumerated().map { number, partition in
      summary(
        of: partition, points: points, holdoutSpend: worth.holdoutSpend,
        steps[1].part(number, of: partitions.count))
    }
    var pairs: [PartitionPair] = []
    for second in partitions.indices {
      for first in 0..<second { pairs.append(pair(first, second, evaluation)) }
    }
    let choice = try parameters.clusterCounts.map { counts throws(TrainingError) in
      try ClusterChooser(
        learned: snapshots.learned, holdout: snapshots.holdout,
        training: builder.clusterTraining(clusters.centroids.count, clusters.features),
        counts: counts, worth: worth, replicates: replicates
      ).run(steps[2])
    }
    let comparison = PartitionComparison(
      asOf: snapshots.today.asOf, customers: snapshots.today.count, partitions: summaries,
      pairs: pairs, adjustedRand: pairs[0].adjustedRand,
      adjustedMutualInformation: pairs[0].adjustedMutualInformation,
      homogeneity: pairs[0].homogeneity, completeness: pairs[0].completeness,
      vMeasure: pairs[0].vMeasure,
      silhouetteClusters: summaries.first { $0.name == "clusters" }?.silhouette,
      silhouetteSegments: summaries.first { $0.name == "segments" }?.silhouette,
      silhouetteCustomers: min(snapshots.today.count, parameters.silhouetteLimit),
      seed: builder.seed, learnedAsOf: plan.training[0], evaluatedAsOf: plan.evaluationDate,
      horizonInDays: plan.horizonInDays, worth: evaluation.worth, clusterChoice: choice ?? nil,
      verdict: partitions.count == 2 ? pairs[0].verdict : evaluation.overallVerdict)
    defer { progress.end() }
    return ComparedPartitions(
      comparison: comparison, assignments: assignments(),
      outcomes: PartitionOutcomes(of: partitions, snapshots, worth))
  }

  // MARK: One partition

  private func summary(
    of partition: Partition, points: Matrix, holdoutSpend: [Double], _ progress: Progress
  ) -> PartitionSummary {
    let stability = stability(
      of: partition, progress.begin("stability of \(partition.name)"))
    let count = partition.groups.count
    var sizes = [Int](repeating: 0, count: count)
    for group in partition.today { sizes[group] += 1 }
    var holdout = (sizes: [Int](repeating: 0, count: count), churners: 0.0, spend: 0.0)
    var churners = [Double](repeating: 0, count: count)
    var spent = churners
    for (customer, group) in (partition.dated?.holdout ?? []).enumerated() where group < count {
      holdout.sizes[group] += 1
      churners[group] += snapshots.holdout.churned[customer]
      spent[group] += holdoutSpend[customer]
    }
    func mean(_ sums: [Double], _ group: Int) -> Double? {
      holdout.sizes[group] == 0 ? nil : sums[group] / Double(holdout.sizes[group])
    }
    return PartitionSummary(
      name: partition.name, kind: partition.kind.rawValue, title: partition.title,
      groups: partition.groups.indices.map { group in
        GroupSummary(
          name: partition.groups[group], customers: sizes[group],
          share: Double(sizes[group]) / Double(max(1, partition.today.count)),
          stability: stability?.similarity[group],
          evaluatedCustomers: partition.dated.map { _ in holdout.sizes[group] },
          churnRate: mean(churners, group), meanSpend: mean(spent, group))
      },
      silhouette: Silhouette.sampled(
        points, clusters: partition.today, count: parameters.silhouetteLimit, seed: builder.seed,
        workers: workers)?.mean,
      daviesBouldin: daviesBouldinIndex(points, groups: partition.today, workers: workers),
      stability: stability.map {
        StabilitySummary(
          refits: $0.refits, adjustedRand: $0.adjustedRand,
          adjustedRandLow: $0.adjustedRandInterval.low,
          adjustedRandHigh: $0.adjustedRandInterval.high)
      })
  }

  private func stability(
    of partition: Partition, _ progress: Progress
  ) -> PartitionStability? {
    guard let refit = partition.refit, parameters.refits > 0 else { return nil }
    return PartitionStability(
      of: partition.today, groupCount: partition.groups.count,
      replicates: BootstrapReplicates(
        count: parameters.refits, population: partition.today.count, seed: builder.seed),
      workers: workers, progress: progress, refit: refit)
  }

  // MARK: Two partitions

  private func pair(
    _ first: Int, _ second: Int, _ evaluation: PartitionEvaluation
  ) -> PartitionPair {
    let (one, other) = (partitions[first], partitions[second])
    let table = ContingencyTable(one.today, other.today)
    let agreement = PartitionAgreement(table)
    let matching = table.bestMatching
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: other.groups.count), count: one.groups.count)
    for (row, column) in zip(one.today, other.today) { counts[row][column] += 1 }
    func similar(
      _ table: ContingencyTable, _ from: Partition, _ to: Partition
    ) -> [SimilarGroup] {
      table.jaccardMatches.map {
        SimilarGroup(
          group: from.groups[$0.group], best: to.groups[$0.best], jaccard: $0.similarity)
      }
    }
    return PartitionPair(
      first: one.name, second: other.name, adjustedRand: agreement.adjustedRand,
      adjustedMutualInformation: agreement.adjustedMutualInformation,
      homogeneity: agreement.homogeneity, completeness: agreement.completeness,
      vMeasure: agreement.vMeasure, counts: counts,
      matching: matching.pairs.map {
        MatchedPair(
          first: one.groups[$0.first], second: other.groups[$0.second], customers: $0.overlap)
      },
      matchedShare: matching.share ?? 0, firstJaccard: similar(table, one, other),
      secondJaccard: similar(ContingencyTable(other.today, one.today), other, one),
      difference: evaluation.difference(first, second),
      firstAdds: evaluation.gain(of: first, within: second),
      secondAdds: evaluation.gain(of: second, within: first),
      verdict: evaluation.verdict(first, second))
  }

  // MARK: Everyone's groups

  private func assignments() -> Assignments {
    let (today, holdout) = (snapshots.today.facts.customers, snapshots.holdout.facts.customers)
    // Both lists rise, so one walk pairs them. Customers whose orders were all cancelled since the
    // evaluation date are on the second alone.
    var next = 0
    let places: [Int?] = today.map { customer in
      while next < holdout.count, holdout[next] < customer { next += 1 }
      return next < holdout.count && holdout[next] == customer ? next : nil
    }
    return Assignments(
      customers: today,
      columns: partitions.map { partition in
        AssignedGroups(
          name: Self.columnNames[partition.name] ?? partition.name,
          isNumbered: partition.kind == .clusters, groups: partition.groups,
          today: partition.today,
          atEvaluation: places.map { place in place.flatMap { partition.dated?.holdout[$0] } })
      })
  }

  /// One row is of one cluster, and in one segment.
  private static let columnNames = ["clusters": "cluster", "segments": "segment"]
}
