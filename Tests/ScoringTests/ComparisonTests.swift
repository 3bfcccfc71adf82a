import Comparison
import Dense
import Features
import Files
import Foundation
import Histories
import Learning
import Models
import Reporting
import Scoring
import Segments
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// A comparison held against plain computations from the rows.
@Suite struct ComparisonTests {
  /// 150 customers; the log has an order on the day before partitions are learned.
  struct Example {
    static let horizon = 60
    static let evaluatedAt = SyntheticShop.start + 540
    static let learnedAt = evaluatedAt - horizon

    let trained: TrainedShop
    let comparison: PartitionComparison
    let assignments: Assignments

    /// Each row's cluster and segment, by name.
    var pairs: [(cluster: Int, segment: String)] {
      let (clusters, segments) = (assignments.columns[0], assignments.columns[1])
      return zip(clusters.today, segments.today).map { ($0 + 1, segments.groups[$1]) }
    }

    static let shared = Result {
      var shop = SyntheticShop(customers: 150, days: 640, seed: 21)
      shop.addOrder("mark", of: "c3", on: learnedAt - 1, cents: 4_321)
      let trained = try TrainedShop(shop, parameters)
      let compared = try trained.model.comparison(
        on: trained.store, parameters: comparisonParameters)
      return Example(
        trained: trained, comparison: compared.comparison,
        assignments: compared.assignments)
    }

    static var parameters: TrainingParameters {
      var parameters = quickParameters(horizon)
      parameters.clusterCount = 4
      return parameters
    }

    static var comparisonParameters: ComparisonParameters {
      var parameters = ComparisonParameters()
      parameters.evaluateAt = evaluatedAt
      parameters.replicates = 200
      return parameters
    }
  }

  @Test func rowOrderAndThreadsLeaveTheComparison() throws {
    let example = try Example.shared.get()
    var parameters = Example.comparisonParameters
    parameters.workers = 2
    let other = try example.trained.model.comparison(
      on: example.trained.shop.shuffled(seed: 9).store(), parameters: parameters)
    #expect(other.comparison == example.comparison)
    #expect(other.assignments == example.assignments)
  }

  /// Clusters and segments of assignments are those of the score rows, and the table counts them.
  @Test func assignmentsAgreeWithPredictions() throws {
    let example = try Example.shared.get()
    let model = example.trained.model
    let scored = try model.scores(of: example.trained.store, parameters: predictionParameters())
    let assignments = example.assignments
    #expect(assignments.columns.map(\.name) == ["cluster", "segment"])
    #expect(assignments.customers == scored.facts.customers)
    #expect(example.pairs.map(\.cluster) == scored.cluster)
    #expect(example.pairs.map(\.segment) == scored.segment)
    let partitions = example.comparison.partitions
    #expect(partitions.map(\.name) == ["clusters", "segments"])
    let counts = example.comparison.pairs[0].counts
    for (row, cluster) in partitions[0].groups.enumerated() {
      for (column, segment) in partitions[1].groups.enumerated() {
        #expect(
          counts[row][column]
            == example.pairs.count { "\($0.cluster)" == cluster.name && $0.segment == segment.name }
        )
      }
      #expect(counts[row].reduce(0, +) == cluster.customers)
    }
    #expect(counts.joined().reduce(0, +) == example.comparison.customers)
  }

  /// Sizes, rates and means of groups at the evaluation date, from the rows.
  @Test func groupsAreSummedUp() throws {
    let example = try Example.shared.get()
    let holdout = Population(
      PlainHistories(example.trained.shop), asOf: Example.evaluatedAt, days: Example.horizon)
    for (partition, column) in zip(example.comparison.partitions, example.assignments.columns) {
      let groups = column.atEvaluation.compactMap(\.self)
      #expect(groups.count == holdout.ids.count)
      for (index, group) in partition.groups.enumerated() {
        let members = groups.indices.filter { groups[$0] == index }
        let count = Double(members.count)
        #expect(group.customers == column.today.count { $0 == index })
        #expect(group.evaluatedCustomers == members.count)
        #expect((group.churnRate == nil) == members.isEmpty)
        guard !members.isEmpty else { continue }
        let churn = members.reduce(0) { $0 + holdout.churned[$1] } / count
        let spend = members.reduce(0) { $0 + holdout.spend[$1] } / count
        #expect(
          agree([group.churnRate ?? -1, group.meanSpend ?? -1], [churn, spend], relative: 1e-12))
      }
    }
  }

  /// Hubert & Arabie's index by counting pairs of customers.
  @Test func adjustedRandByPairs() throws {
    let example = try Example.shared.get()
    let rows = example.pairs
    var (both, first, second, pairs) = (0.0, 0.0, 0.0, 0.0)
    for a in rows.indices {
      for b in rows.indices where b > a {
        let sameCluster = rows[a].cluster == rows[b].cluster
        let sameSegment = rows[a].segment == rows[b].segment
        pairs += 1
        if sameCluster { first += 1 }
        if sameSegment { second += 1 }
        if sameCluster && sameSegment { both += 1 }
      }
    }
    let expected = first * second / pairs
    let index = (both - expected) / ((first + second) / 2 - expected)
    #expect(abs(index - example.comparison.adjustedRand) < 1e-12)
    #expect(index > 0.02 && index < 0.98)
  }

  /// Group rates and means learned at J − H and scored at J, from the rows.
  @Test func worthByPlainArithmetic() throws {
    let example = try Example.shared.get()
    let comparison = example.comparison
    #expect(comparison.learnedAsOf == Example.learnedAt)
    #expect(comparison.evaluatedAsOf == Example.evaluatedAt)
    let plain = PlainHistories(example.trained.shop)
    let learned = Population(plain, asOf: Example.learnedAt, days: Example.horizon)
    let holdout = Population(plain, asOf: Example.evaluatedAt, days: Example.horizon)
    let assignments = example.assignments
    let (clusterColumn, segmentColumn) = (assignments.columns[0], assignments.columns[1])
    let rows = assignments.customers.indices.filter { clusterColumn.atEvaluation[$0] != nil }
    #expect(rows.map { example.trained.store.customers[assignments.customers[$0]] } == holdout.ids)
    let clusterAtEvaluation = rows.map { (clusterColumn.atEvaluation[$0] ?? -1) + 1 }
    let segmentAtEvaluation = rows.map {
      segmentColumn.groups[segmentColumn.atEvaluation[$0] ?? -1]
    }

    // Clusters learned at J − H are those that a log ending there teaches.
    let earlier = try TrainedShop(
      example.trained.shop.before(Example.learnedAt), Example.parameters)
    let clusters = try #require(earlier.model.clusters)
    #expect(clusters.asOf == Example.learnedAt)
    let cluster = { (asOf: Day) in
      nearest(clusters, example.trained.store.features(asOf: asOf, workers: 1))
    }
    #expect(clusterAtEvaluation == cluster(Example.evaluatedAt))

    let rules = try RuleSet.named("rfm125")
    let segment = learned.plainSegments(rules)
    let silence = { (population: Population) in bins(population.silent, learned.silent) }
    let orders = { (population: Population) in bins(population.orders, learned.orders) }
    let partitions: [(String, [String], [String])] = [
      (
        "clusters", cluster(Example.learnedAt).map { "\($0)" },
        clusterAtEvaluation.map { "\($0)" }
      ),
      ("segments", segment, segmentAtEvaluation),
      ("recency_5", silence(learned), silence(holdout)),
      ("frequency_5", orders(learned), orders(holdout)),
    ]
    for (name, groups, evaluatedGroups) in partitions {
      let expected = plainWorth(learned, groups, holdout, evaluatedGroups)
      let worth = try #require(comparison.worth[name])
      #expect(abs(worth.churn - expected.churn) < 1e-9, "\(name)")
      #expect(abs(worth.spend - expected.spend) < 1e-9, "\(name)")
    }
    // What each adds within the groups of the other.
    let pair = comparison.pairs[0]
    for (adds, inner, outer) in [
      (pair.firstAdds, partitions[0], partitions[1]),
      (pair.secondAdds, partitions[1], partitions[0]),
    ] {
      let cross = plainWorth(learned, inner.1, holdout, inner.2, within: (outer.1, outer.2))
      let alone = plainWorth(learned, outer.1, holdout, outer.2)
      let adds = try #require(adds)
      #expect(abs(adds.churn - (cross.churn - alone.churn)) < 1e-9, "\(inner.0)")
      #expect(abs(adds.spend - (cross.spend - alone.spend)) < 1e-9, "\(inner.0)")
    }
    #expect(
      comparison.worth.keys.sorted() == [
        "clusters", "frequency_5", "model_deciles", "recency_5", "segments",
      ])
  }

  @Test func intervalsHoldTheirPoints() throws {
    let comparison = try Example.shared.get().comparison
    let pair = comparison.pairs[0]
    let difference = try #require(pair.difference)
    for (name, worth) in comparison.worth.map({ ($0, $1) }) + [("difference", difference)] {
      #expect(worth.churnLow < worth.churn && worth.churn < worth.churnHigh, "\(name)")
      #expect(worth.spendLow < worth.spend && worth.spend < worth.spendHigh, "\(name)")
    }
    let clusters = try #require(comparison.worth["clusters"])
    let segments = try #require(comparison.worth["segments"])
    #expect(abs(difference.churn - (clusters.churn - segments.churn)) < 1e-12)
    #expect(abs(difference.spend - (clusters.spend - segments.spend)) < 1e-12)
    #expect(comparison.verdict == pair.verdict)
    let remarks = try #require(comparison.verdict.remarks)
    #expect(
      comparison.verdict
        == Verdict(
          PairedDifference(first: "clusters", second: "segments", explained: difference),
          remarks: remarks))
  }

  /// The sentence stands beside the code, and nowhere in what is written for programs alone.
  @Test func theVerdictIsWrittenAsCodeAndText() throws {
    let comparison = try Example.shared.get().comparison
    let document = try object(reportJSON(comparison))
    #expect(document["verdict"] as? String == comparison.verdict.text)
    let outcome = try #require(document["outcome"] as? [String: Any])
    #expect(outcome["code"] as? String == comparison.verdict.fact.code)
    #expect(outcome["text"] as? String == comparison.verdict.text)
    let plain = try object(canonicalJSON(comparison))
    #expect(plain["verdict"] == nil)
    #expect((plain["outcome"] as? [String: Any])?["text"] == nil)
  }

  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }
}

/// Customers of one date with what they had done and what they did next.
private struct Population {
  var ids: [String] = []
  var silent: [Int] = []
  var orders: [Int] = []
  var ordersInWindow: [Int] = []
  var spendInWindow: [Int] = []
  var churned: [Double] = []
  var spend: [Double] = []

  init(_ plain: PlainHistories, asOf: Day, days: Int) {
    for (id, history) in plain.customers(before: asOf) {
      let recent = history.orders.filter { $0.day >= asOf - 365 }
      let refunds = history.refunds.filter { $0.day >= asOf - 365 }
      ids.append(id)
      silent.append(asOf - (history.orders.last?.day ?? asOf))
      orders.append(history.orders.count)
      ordersInWindow.append(recent.count)
      spendInWindow.append(
        recent.reduce(0) { $0 + $1.cents } - refunds.reduce(0) { $0 + $1.cents })
      churned.append(plain.orders(id, from: asOf, days: days) ? 0 : 1)
      spend.append(max(0, Double(plain.spend(id, from: asOf, days: days)) / 100))
    }
  }

  /// Segments by scores of this population.
  func plainSegments(_ rules: RuleSet) -> [String] {
    let r = plainScores(silent, worse: >)
    let members = ids.indices.filter { ordersInWindow[$0] > 0 }
    let f = plainScores(members.map { ordersInWindow[$0] }, worse: <)
    let m = plainScores(members.map { spendInWindow[$0] }, worse: <)
    var segments = [String](repeating: "Inactive", count: ids.count)
    for (index, member) in members.enumerated() {
      segments[member] = rules.segment(r: r[member], f: f[index], m: m[index])
    }
    return segments
  }
}

/// Five bins with the learned values' fifths as lower edges.
private func bins(_ values: [Int], _ learned: [Int]) -> [String] {
  let sorted = learned.sorted()
  let edges = (1...4).map { sorted[$0 * sorted.count / 5] }
  return values.map { value in "\(edges.count { $0 <= value })" }
}

/// The nearest centroid of every row, numbered from 1, by comparing all distances.
private func nearest(_ clusters: ClusterModel, _ features: FeatureMatrix) -> [Int] {
  let points = clusters.space.design(of: features, workers: 1)
  return (0..<points.rows).map { row in
    let distances = clusters.centroids.map { centroid in
      zip(centroid, points.row(row)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return 1 + distances.indices.reduce(0) { distances[$1] < distances[$0] ? $1 : $0 }
  }
}

/// 1 − deviance ÷ deviance of the training rate, rates and means shrunk by 20 pseudo-customers toward
/// those of all, or of the group of another partition that they lie in.
private func plainWorth(
  _ learned: Population, _ groups: [String], _ holdout: Population, _ evaluatedGroups: [String],
  within outer: (learned: [String], holdout: [String])? = nil
) -> (churn: Double, spend: Double) {
  precondition(groups.count == learned.ids.count && evaluatedGroups.count == holdout.ids.count)
  let n = learned.ids.count
  let cap = learned.spend.sorted()[min(n - 1, n * 99 / 100)]
  let rate = (learned.churned.reduce(0, +) + 0.5) / Double(n + 1)
  let mean = learned.spend.reduce(0) { $0 + min($1, cap) } / Double(n)
  var deviances = (churn: 0.0, churnBase: 0.0, spend: 0.0, spendBase: 0.0)
  for row in holdout.ids.indices {
    func shrunk(_ members: [Int], _ rate: Double, _ mean: Double) -> (rate: Double, mean: Double) {
      let size = Double(members.count) + 20
      return (
        (members.reduce(0) { $0 + learned.churned[$1] } + 20 * rate) / size,
        (members.reduce(0) { $0 + min(learned.spend[$1], cap) } + 20 * mean) / size
      )
    }
    var members = groups.indices.filter { groups[$0] == evaluatedGroups[row] }
    var parent = (rate: rate, mean: mean)
    if let outer {
      let around = groups.indices.filter { outer.learned[$0] == outer.holdout[row] }
      parent = shrunk(around, rate, mean)
      members = members.filter { outer.learned[$0] == outer.holdout[row] }
    }
    let (groupRate, groupMean) = shrunk(members, parent.rate, parent.mean)
    let left = holdout.churned[row] == 1
    let spend = min(holdout.spend[row], cap)
    deviances.churn -= 2 * log(left ? groupRate : 1 - groupRate)
    deviances.churnBase -= 2 * log(left ? rate : 1 - rate)
    deviances.spend += pow(spend - groupMean, 2)
    deviances.spendBase += pow(spend - mean, 2)
  }
  return (
    1 - deviances.churn / deviances.churnBase, 1 - deviances.spend / deviances.spendBase
  )
}
