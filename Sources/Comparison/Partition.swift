internal import Dense
internal import Expressions
internal import Features
internal import Files
internal import Histories
internal import Ingestion
internal import Learning
internal import Models
internal import Segmentation
internal import Segments
internal import Snapshots
internal import Training
internal import Units

/// A way to part customers into groups, with everyone's group at the three dates that a comparison
/// looks at.
struct Partition: Sendable {
  /// What it is made by.
  enum Kind: String, Sendable, Codable {
    case clusters, rules, column
  }

  /// How `worth`, tables and files call it: `clusters`, `segments`, a rule set's or a column's name.
  let name: String
  let kind: Kind
  /// What it is, for people: `rule set rfm125`.
  let title: String
  /// Names of the groups, best first where they have an order.
  let groups: [String]
  /// Index into `groups` of every customer of today.
  let today: [Int]
  /// Nil where nobody says what was known at past dates: worth cannot be told then.
  let dated: DatedGroups?
  /// Learns the partition again from resampled customers of today, and assigns all by it; nil where
  /// groups are given and not learned.
  let refit: (@Sendable (_ weights: [Int32], _ replicate: Int) -> [Int])?
}

extension Partition {
  /// A group's name where the partition's own name does not stand beside it.
  func label(_ group: Int) -> String {
    kind == .clusters ? "cluster \(groups[group])" : groups[group]
  }
}

/// The customers of the three dates: the data's end, where partitions are learned for worth (J − H),
/// and where they are evaluated (J).
struct ComparedSnapshots: Sendable {
  let today: Snapshot
  let learned: Snapshot
  let holdout: Snapshot
}

/// Makes the partitions that a model and its user name.
struct PartitionBuilder {
  let model: Model
  let scores: ScoreModel
  let snapshots: ComparedSnapshots
  let seed: UInt64
  let workers: Workers
  let store: HistoryStore

  /// The model's clusters, refitted at J − H for D².
  func clusters(
    _ clusters: ClusterModel, _ progress: Progress
  ) throws(TrainingError) -> Partition {
    let count = clusters.centroids.count
    let points = clusters.space.design(of: snapshots.today.features, workers: workers)
    return Partition(
      name: "clusters", kind: .clusters, title: "\(count) clusters",
      groups: (1...count).map { "\($0)" },
      today: clusters.assignments(of: snapshots.today.features, workers: workers).map { $0 - 1 },
      dated: try clusterTraining(count, clusters.features).groups(
        learned: snapshots.learned, holdout: snapshots.holdout),
      refit: { [seed] weights, replicate in
        var method = KMeans(clusterCount: count, seed: seed &+ UInt64(replicate))
        method.restarts = 2
        // Every point was checked when the clusters were formed.
        guard let fit = try? method.fitted(to: points.drawn(weights)) else {
          preconditionFailure("points that cannot be clustered")
        }
        return fit.assignments(for: points)
      })
  }

  func clusterTraining(_ count: Int, _ features: [String]) -> ClusterTraining {
    ClusterTraining(
      clusterCount: count, features: features, seed: seed, workers: workers,
      moneyScale: store.moneyScale)
  }

  /// Primary segments by the model's cut-offs, which, unless a user set them, are refitted at J − H for
  /// D².
  ///
  /// Nobody says since when columns of a customers file hold, so rules find them missing here.
  func segments(_ rules: RuleSet, name: String) -> Partition {
    let today = snapshots.today
    let stored = scores.cutOffs
    let relearned = stored.relearned(from: snapshots.learned.facts.scoreColumns)
    let refit: @Sendable ([Int32], Int) -> [Int] = { weights, _ in
      let cutOffs = stored.relearned(from: today.facts.scoreColumns.drawn(weights))
      return segmentGroups(of: today, by: rules, cutOffs, workers: 1)
    }
    return Partition(
      name: name, kind: .rules, title: "rule set \(rules.name)", groups: rules.segments,
      today: segmentGroups(of: today, by: rules, stored, workers: workers),
      dated: DatedGroups(
        learned: segmentGroups(of: snapshots.learned, by: rules, relearned, workers: workers),
        holdout: segmentGroups(of: snapshots.holdout, by: rules, relearned, workers: workers),
        groupCount: rules.segments.count),
      refit: learnsScores(rules) ? refit : nil)
  }

  private func segmentGroups(
    of snapshot: Snapshot, by rules: RuleSet, _ cutOffs: RFMCutOffs, workers: Workers
  ) -> [Int] {
    rules.assignments(
      of: snapshot, by: cutOffs, in: store, horizonInDays: model.data.horizonInDays,
      workers: workers
    ).primary
  }

  /// Rules that look at no score have nothing that is learned.
  private func learnsScores(_ rules: RuleSet) -> Bool {
    ColumnSchema.scoreColumns.contains { rules.columns.contains($0.name) }
  }

  /// Groups that the user gives; of past dates only where they are dated or held to be constant.
  func groups(of given: GivenPartition) -> Partition {
    let column = given.column
    func groups(_ snapshot: Snapshot) -> [Int] {
      snapshot.facts.customers.map { column.group(ofCustomer: $0, asOf: snapshot.asOf) }
    }
    return Partition(
      name: given.name, kind: .column, title: column.source, groups: column.groups,
      today: groups(snapshots.today),
      dated: column.isDated || given.isStatic
        ? DatedGroups(
          learned: groups(snapshots.learned), holdout: groups(snapshots.holdout),
          groupCount: column.groups.count)
        : nil,
      refit: nil)
  }

  /// Baselines of any partition: the scores that it is made of, and the churn model.
  func references() throws(TrainingError) -> [(name: String, groups: DatedGroups)] {
    let (learned, holdout) = (snapshots.learned, snapshots.holdout)
    let churn = try ChurnTraining(
      horizonInDays: model.data.horizonInDays,
      settings: model.churn?.settings ?? .usual(for: [learned]), workers: workers
    ).fitted(to: [learned], outlook: learned.outlook)
    func binned(_ bins: Int, _ column: (Snapshot) -> [Double]) -> DatedGroups {
      let values = column(learned)
      let edges = BinEdges(of: values, bins: bins)
      return DatedGroups(
        learned: values.map(edges.bin(of:)), holdout: column(holdout).map(edges.bin(of:)),
        groupCount: bins)
    }
    return [
      ("recency_5", binned(5) { $0.facts.daysSinceLastOrder.map(Double.init) }),
      ("frequency_5", binned(5) { $0.facts.orders.map(Double.init) }),
      (
        "model_deciles",
        binned(10) { churn.probabilities(of: $0.features, workers: workers) }
      ),
    ]
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
