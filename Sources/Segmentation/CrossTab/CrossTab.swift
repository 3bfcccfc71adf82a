package import Dense
internal import Features
package import Histories
internal import Ingestion
internal import Learning
package import Models
internal import RealModule
internal import Segments
internal import Snapshots
package import Units

/// Customers by a column of the user's and by segment: sizes, revenue, and who left.
///
/// Money is decimal text, exact.
package struct CrossTab: Sendable, Codable, Equatable {
  package let asOf: Day
  /// The column as the user calls it, and where it comes from.
  package let by: String
  package let source: String
  package let ruleSet: String
  /// Revenue is of the days before the as-of date that M looks at; nil for the whole history.
  package let revenueDays: Int?
  /// Churn is what happened in the last so many days: of customers before them, those without an order
  /// in them.
  package let churnDays: Int
  /// What the groups tell of the segments, adjusted for chance.
  package let adjustedMutualInformation: Double
  /// Segments that have customers, in the order of the rules.
  package let segments: [String]
  /// In the order of the groups, those with customers; then all.
  package let groups: [CrossTabGroup]

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case by, source
    case ruleSet = "rule_set"
    case revenueDays = "revenue_days"
    case churnDays = "churn_days"
    case adjustedMutualInformation = "adjusted_mutual_information"
    case segments, groups
  }

  /// The group of all customers.
  package static let all = "(all)"
}

/// One group of a cross-tab.
package struct CrossTabGroup: Sendable, Codable, Equatable {
  package let group: String
  package let customers: Int
  package let share: Double
  package let revenue: String
  package let revenueShare: Double?
  package let revenuePerCustomer: Double
  /// Customers who could leave, the share who did, and its 95 % interval (Wilson 1927).
  package let observed: Int
  package let churn: Double?
  package let churnLow: Double?
  package let churnHigh: Double?
  /// The model's mean probability that a customer leaves in its horizon; nil without a model.
  package let churnProbability: Double?
  /// One for each of the table's segments.
  package let cells: [CrossTabCell]

  enum CodingKeys: String, CodingKey {
    case group, customers, share, revenue
    case revenueShare = "revenue_share"
    case revenuePerCustomer = "revenue_per_customer"
    case observed, churn
    case churnLow = "churn_low"
    case churnHigh = "churn_high"
    case churnProbability = "churn_probability"
    case cells
  }
}

/// Customers of one group in one segment.
package struct CrossTabCell: Sendable, Codable, Equatable {
  package let segment: String
  package let customers: Int
  /// Of the group's customers.
  package let share: Double
  package let revenue: String
}

/// Counts customers by a column and by segment.
package struct CrossTabbing {
  let store: HistoryStore
  let column: GivenPartition
  let segmentation: Segmentation
  let churnDays: Int
  let churnProbability: [Double]?
  let workers: Workers

  /// Prepares to count.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - column: parts customers.
  ///   - segmentation: their segments.
  ///   - churnDays: days before the segmentation's date over which leaving is told.
  ///   - churnProbability: the model's, one for each customer of the segmentation.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    store: HistoryStore, column: GivenPartition, segmentation: Segmentation, churnDays: Int,
    churnProbability: [Double]?, workers: Workers
  ) {
    self.store = store
    self.column = column
    self.segmentation = segmentation
    self.churnDays = churnDays
    self.churnProbability = churnProbability
    self.workers = workers
  }

  private var names: [String] { segmentation.rules.segments }
  private var segmented: SegmentedCustomers { segmentation.segmented }
  private var spend: [Int64] { segmentation.facts.spendInWindow }

  package func crossTab() -> CrossTab {
    let segmented = segmented
    let groups = segmented.customers.map {
      column.column.group(ofCustomer: $0, asOf: segmented.asOf)
    }
    let present = names.indices.filter(Set(segmented.segments).contains)
    let left = departures()
    var rows = Dictionary(grouping: groups.indices) { groups[$0] }.sorted { $0.key < $1.key }
      .map { (name: column.column.groups[$0.key], rows: $0.value, left: left[$0.key]) }
    let everybody = left.reduce((count: 0, left: 0)) { ($0.count + $1.count, $0.left + $1.left) }
    rows.append((CrossTab.all, Array(groups.indices), everybody))
    let revenue = spend.reduce(0, +)
    return CrossTab(
      asOf: segmented.asOf, by: column.name, source: column.column.source,
      ruleSet: segmentation.rules.name,
      revenueDays: segmentation.facts.windowInDays, churnDays: churnDays,
      adjustedMutualInformation: PartitionAgreement(groups, segmented.segments)
        .adjustedMutualInformation,
      segments: present.map { names[$0] },
      groups: rows.map { group($0.name, of: $0.rows, left: $0.left, present, revenue) })
  }

  private func group(
    _ name: String, of rows: [Int], left: (count: Int, left: Int), _ present: [Int],
    _ allRevenue: Int64
  ) -> CrossTabGroup {
    let revenue = rows.reduce(Int64(0)) { $0 + spend[$1] }
    let count = Double(rows.count)
    let interval = wilson(left.left, of: left.count)
    return CrossTabGroup(
      group: name, customers: rows.count,
      share: count / Double(max(1, segmented.customers.count)), revenue: text(revenue),
      revenueShare: allRevenue > 0 ? Double(revenue) / Double(allRevenue) : nil,
      revenuePerCustomer: rows.isEmpty ? 0 : money(revenue, scale: store.moneyScale) / count,
      observed: left.count,
      churn: left.count == 0 ? nil : Double(left.left) / Double(left.count),
      churnLow: interval?.low, churnHigh: interval?.high,
      churnProbability: rows.isEmpty
        ? nil : churnProbability.map { p in rows.reduce(0) { $0 + p[$1] } / count },
      cells: present.map { segment in
        let members = rows.filter { segmented.segments[$0] == segment }
        return CrossTabCell(
          segment: names[segment], customers: members.count,
          share: rows.isEmpty ? 0 : Double(members.count) / count,
          revenue: text(members.reduce(0) { $0 + spend[$1] }))
      })
  }

  /// For each group as it was then: customers before the last `churnDays` days, and those of them without
  /// an order since.
  private func departures() -> [(count: Int, left: Int)] {
    let start = segmented.asOf - churnDays
    let facts = CustomerFacts(of: store, asOf: start, windowInDays: nil, workers: workers)
    let outcomes = outcomes(
      of: facts.customers, in: store, asOf: start, horizonInDays: churnDays, workers: workers)
    var counts = [(count: Int, left: Int)](repeating: (0, 0), count: column.column.groups.count)
    for (customer, outcome) in zip(facts.customers, outcomes) {
      let group = column.column.group(ofCustomer: customer, asOf: start)
      counts[group].count += 1
      if outcome.orders == 0 { counts[group].left += 1 }
    }
    return counts
  }

  private func text(_ units: Int64) -> String {
    FixedDecimal(mantissa: units, scale: store.moneyScale).description
  }
}

extension Model {
  /// The probability that each customer with an order before a date leaves in the model's horizon; nil
  /// where the model has no section of churn.
  package func churnProbabilities(
    of store: HistoryStore, asOf: Day, workers: Workers
  ) -> [Double]? {
    churn?.probabilities(of: store.features(asOf: asOf, workers: workers), workers: workers)
  }
}
