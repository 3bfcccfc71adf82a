internal import Dense
internal import Features
package import Histories
internal import Learning
package import Segments
package import Units

/// What a user may set about a comparison.
package struct ComparisonParameters: Sendable {
  /// By default the model's own rule set.
  package var rules: RuleSetText?
  /// The judging date, by default the last whose horizon is complete.
  package var judgeAt: Day?
  /// Of relearned clusters, resamples and silhouettes; by default the model's own.
  package var seed: UInt64?
  package var threads = 1
  package var replicates = 1_000
  /// Customers beyond which silhouettes are computed on a seeded sample.
  package var silhouetteLimit = 20_000

  package init() {}
}

extension Model {
  /// Holds the model's clusters against rule-based segments.
  ///
  /// Agreement is of the stored clusters and cut-offs at the data's as-of date. For worth, centroids
  /// and cut-offs are learned again one horizon before the judging date, so that neither partition
  /// has seen what it is scored on.
  /// - Parameters:
  ///   - store: the histories.
  ///   - parameters: rule set, date and sample sizes.
  /// - Returns: the comparison, and one assignment a customer.
  /// - Throws: where the log has no room to learn and judge, or the model lacks a section.
  package func comparison(
    on store: HistoryStore, parameters: ComparisonParameters
  ) throws(ScoringError) -> (comparison: Comparison, assignments: [Assignment]) {
    guard let clusters else { throw .sectionMissing("clusters", neededFor: "compare") }
    guard var scores else { throw .sectionMissing("scores", neededFor: "compare") }
    try requireFit(to: store)
    if let rules = parameters.rules {
      scores.ruleSet = rules.name
      scores.rules = rules
    }
    guard let orderDays = store.orderDayRange, let ordersBegin = store.ordersBegin else {
      throw .nobodyToScore(asOf: data.asOf, firstOrder: nil)
    }
    let plan = try SnapshotPlan(
      ordersBegin: ordersBegin, lastOrderDay: orderDays.upperBound,
      horizonInDays: data.horizonInDays, judgeAt: parameters.judgeAt, snapshots: 1,
      valueHorizonInDays: data.horizonInDays)
    return try Comparer(
      store: store, model: self, clusters: clusters, scores: scores, rules: try scores.namingRules(),
      plan: plan,
      parameters: parameters
    ).run()
  }
}

private struct Comparer {
  let store: HistoryStore
  let model: Model
  let clusters: ClusterModel
  let scores: ScoreModel
  let rules: RuleSet
  let plan: SnapshotPlan
  let parameters: ComparisonParameters

  private var threads: Int { parameters.threads }
  private var seed: UInt64 { parameters.seed ?? model.data.seed }
  private var segmentNames: [String] { rules.segments }

  func run() throws(ScoringError) -> (comparison: Comparison, assignments: [Assignment]) {
    let today = Snapshot(
      of: store, asOf: plan.dataEnd, scoreWindowInDays: scores.windowInDays,
      engagement: scores.engagementWeights, threads: threads)
    let learned = snapshot(plan.training[0])
    let judged = snapshot(plan.judgingDate)
    let cluster = clusters.assignments(of: today.features, threads: threads)
    let segment = segmentIndices(of: today, cutOffs: scores.cutOffs)

    let relearned = try ClusterTraining(
      clusterCount: clusters.centroids.count, features: clusterFeatures, seed: seed,
      threads: threads, moneyScale: store.moneyScale
    ).fitted(to: learned)
    let cutOffs = RFMCutOffs(learnedFrom: learned.facts.scoreColumns)
    let partitions = try self.partitions(
      learned: learned, judged: judged, clusters: relearned, cutOffs: cutOffs)
    let (worth, difference) = worth(of: partitions, learned: learned, judged: judged)
    let comparison = comparison(
      today: today, cluster: cluster, segment: segment, worth: worth, difference: difference)
    let assignments = assignments(
      today: today, cluster: cluster, segment: segment, judged: judged,
      partitions: partitions)
    return (comparison, assignments)
  }

  // MARK: Partitions

  /// A partition's group of every customer at both dates, groups numbered from 0.
  private struct Partition {
    let name: String
    let learned: [Int]
    let judged: [Int]
    let groupCount: Int
  }

  private func partitions(
    learned: Snapshot, judged: Snapshot, clusters: ClusterModel, cutOffs: RFMCutOffs
  ) throws(ScoringError) -> [Partition] {
    func groups(_ column: (Snapshot) -> [Int], _ count: Int, _ name: String) -> Partition {
      Partition(
        name: name, learned: column(learned), judged: column(judged), groupCount: count)
    }
    let churn = try ChurnTraining(
      horizonInDays: model.data.horizonInDays, basis: model.churn?.basis ?? .lines,
      l2Strength: model.churn?.l2Strength ?? ChurnSettings.usualStrength(rows: learned.count),
      threads: threads
    ).fitted(to: [learned], outlook: learned.outlook)
    let probability = churn.probabilities(of: learned.features, threads: threads)
    let deciles = BinEdges(of: probability, bins: 10)
    let recency = BinEdges(of: learned.facts.daysSinceLastOrder.map(Double.init), bins: 5)
    let frequency = BinEdges(of: learned.facts.orders.map(Double.init), bins: 5)
    return [
      groups(
        { clusters.assignments(of: $0.features, threads: threads).map { $0 - 1 } },
        clusters.centroids.count, "clusters"),
      groups({ segmentIndices(of: $0, cutOffs: cutOffs) }, segmentNames.count, "segments"),
      groups({ $0.facts.daysSinceLastOrder.map { recency.bin(of: Double($0)) } }, 5, "recency_5"),
      groups({ $0.facts.orders.map { frequency.bin(of: Double($0)) } }, 5, "frequency_5"),
      groups(
        { churn.probabilities(of: $0.features, threads: threads).map(deciles.bin(of:)) }, 10,
        "model_deciles"),
    ]
  }

  private var clusterFeatures: [String] {
    var names: [String] = []
    for column in clusters.space.columns where !names.contains(column.feature) {
      names.append(column.feature)
    }
    return names
  }

  private func segmentIndices(of snapshot: Snapshot, cutOffs: RFMCutOffs) -> [Int] {
    rules.assignments(
      of: snapshot, by: cutOffs, in: store, horizonInDays: plan.horizonInDays, threads: threads
    ).primary
  }

  // MARK: Worth

  private func worth(
    of partitions: [Partition], learned: Snapshot, judged: Snapshot
  ) -> (worth: [String: Worth], difference: Worth) {
    func spend(_ snapshot: Snapshot) -> [Double] {
      outcomes(
        of: snapshot.facts.customers, in: store, asOf: snapshot.asOf,
        horizonInDays: plan.horizonInDays, threads: threads
      ).map { max(0, money($0.spend, scale: store.moneyScale)) }
    }
    let scale = PartitionWorth(
      churned: learned.churned, spend: spend(learned), judgedChurned: judged.churned,
      judgedSpend: spend(judged),
      replicates: BootstrapReplicates(
        count: parameters.replicates, population: judged.count, seed: seed),
      threads: threads)
    let base = scale.baselineDeviances()
    let deviances = partitions.map {
      scale.deviances(learned: $0.learned, judged: $0.judged, groupCount: $0.groupCount)
    }
    let worth = zip(partitions, deviances).map {
      ($0.name, scale.worth(of: $1, against: base))
    }
    return (
      Dictionary(uniqueKeysWithValues: worth),
      scale.difference(deviances[0], deviances[1], against: base)
    )
  }

  // MARK: Results

  private func comparison(
    today: Snapshot, cluster: [Int], segment: [Int], worth: [String: Worth], difference: Worth
  ) -> Comparison {
    let table = ContingencyTable(cluster, segment)
    let agreement = PartitionAgreement(table)
    let matching = table.bestMatching
    let present = segmentNames.indices.filter(Set(segment).contains)
    let clusterLabels = Array(1...clusters.centroids.count)
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: segmentNames.count), count: clusterLabels.count)
    for (row, column) in zip(cluster, segment) { counts[row - 1][column] += 1 }
    let points = clusters.space.design(of: today.features, threads: threads)
    func silhouette(_ labels: [Int]) -> Double? {
      Silhouette.sampled(
        points, clusters: labels, count: parameters.silhouetteLimit, seed: seed,
        threads: threads)?.mean
    }
    return Comparison(
      asOf: today.asOf, customers: today.count, ruleSet: scores.ruleSet,
      clusterCount: clusterLabels.count,
      contingency: Contingency(
        clusters: clusterLabels, segments: present.map { segmentNames[$0] },
        counts: counts.map { row in present.map { row[$0] } }),
      adjustedRand: agreement.adjustedRand,
      adjustedMutualInformation: agreement.adjustedMutualInformation,
      homogeneity: agreement.homogeneity, completeness: agreement.completeness,
      vMeasure: agreement.vMeasure,
      matching: matching.pairs.map {
        MatchedPair(
          cluster: $0.first, segment: segmentNames[$0.second], customers: $0.overlap)
      },
      matchedShare: matching.share ?? 0, silhouetteClusters: silhouette(cluster),
      silhouetteSegments: silhouette(segment),
      silhouetteCustomers: min(today.count, parameters.silhouetteLimit), seed: seed,
      learnedAsOf: plan.training[0], judgedAsOf: plan.judgingDate,
      horizonInDays: plan.horizonInDays, worth: worth, difference: difference,
      verdict: verdict(worth: worth, difference: difference))
  }

  private func assignments(
    today: Snapshot, cluster: [Int], segment: [Int], judged: Snapshot, partitions: [Partition]
  ) -> [Assignment] {
    // Both lists rise, so one walk pairs them. Customers whose orders were all cancelled since the
    // judging date are on the second alone.
    var next = 0
    return today.facts.customers.enumerated().map { index, customer in
      var clusterAtJudge: Int?
      var segmentAtJudge: String?
      while next < judged.count, judged.facts.customers[next] < customer { next += 1 }
      if next < judged.count, judged.facts.customers[next] == customer {
        clusterAtJudge = partitions[0].judged[next] + 1
        segmentAtJudge = segmentNames[partitions[1].judged[next]]
      }
      return Assignment(
        customer: customer, cluster: cluster[index], segment: segmentNames[segment[index]],
        clusterAtJudge: clusterAtJudge, segmentAtJudge: segmentAtJudge)
    }
  }

  private func snapshot(_ asOf: Day) -> Snapshot {
    Snapshot(
      of: store, asOf: asOf, horizonInDays: plan.horizonInDays,
      scoreWindowInDays: scores.windowInDays, engagement: scores.engagementWeights,
      threads: threads)
  }
}

/// Inner edges of bins that hold about equal counts of the values they were learned from.
struct BinEdges {
  private let edges: [Double]

  init(of values: [Double], bins: Int) {
    let sorted = values.sorted()
    edges = (1..<bins).map { sorted[min(sorted.count - 1, $0 * sorted.count / bins)] }
  }

  /// The bin of a value, 0 ..< bins: the number of edges that it reaches.
  func bin(of value: Double) -> Int { edges.count { value >= $0 } }
}
