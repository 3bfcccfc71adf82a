package import Units

/// How customers moved between segments from one date to a later one, and what each segment brought in:
/// `movement.json`.
///
/// Money is decimal text, exact. Each date sees its own past alone, and one set of cut-offs scores both.
package struct Movement: Sendable, Encodable, Equatable {
  package let from: Day
  package let to: Day
  /// Days between them: revenue is that of the period of this length which ends with each date.
  package let periodInDays: Int
  package let ruleSet: String
  /// Where the cut-offs of both dates come from.
  package let cutOffs: CutOffSource
  /// What makes a move an upgrade: `rules`, the order of the rule set, or `value`, mean revenue before.
  package let rankedBy: SegmentRanking
  /// From the best segment down.
  package let segments: [SegmentChange]
  package let transitions: [Transition]
  package let upgrades: Int
  package let downgrades: Int
  package let netUpgrades: Int
  package let unmoved: Int
  /// Customers with an order by the later date and none before the earlier one.
  package let newCustomers: Int
  /// Customers of the earlier date whose orders were all cancelled since.
  package let goneCustomers: Int
  package let alerts: [MoveAlert]
  package let cohorts: [Cohort]
  package let ladder: RepeatPurchaseFunnel
  package let months: [RevenueMonth]
  /// Empty where the log has no categories.
  package let categories: [CategoryChange]
  package let notices: [MovementCaution]

  enum CodingKeys: String, CodingKey {
    case from, to
    case periodInDays = "period_days"
    case ruleSet = "rule_set"
    case cutOffs = "cut_offs"
    case rankedBy = "ranked_by"
    case segments, transitions, upgrades, downgrades
    case netUpgrades = "net_upgrades"
    case unmoved
    case newCustomers = "new_customers"
    case goneCustomers = "gone_customers"
    case alerts, cohorts, ladder, months, categories, notices
  }

  /// The row of customers who were none at the earlier date.
  package static let new = "(new)"
  /// The column of customers without an order at the later date.
  package static let gone = "(gone)"
}

/// What orders segments from best to worst.
package enum SegmentRanking: String, Sendable, Codable, CaseIterable {
  case rules, value
}

/// One segment at the two dates.
package struct SegmentChange: Sendable, Codable, Equatable {
  package let segment: String
  /// From 1, the best.
  package let rank: Int
  package let customersBefore: Int
  package let customersAfter: Int
  package let shareBefore: Double
  package let shareAfter: Double
  /// Customers of the segment at each date: what they spent in the period before it.
  package let revenueBefore: String
  package let revenueAfter: String
  package let revenueShareBefore: Double?
  package let revenueShareAfter: Double?
  /// After ÷ before − 1; absent where there was nothing before.
  package let customersGrowth: Double?
  package let revenueGrowth: Double?
  /// Customers who came from another segment or are new, and who left for another or are gone.
  package let arrived: Int
  package let departed: Int

  enum CodingKeys: String, CodingKey {
    case segment, rank
    case customersBefore = "customers_before"
    case customersAfter = "customers_after"
    case shareBefore = "share_before"
    case shareAfter = "share_after"
    case revenueBefore = "revenue_before"
    case revenueAfter = "revenue_after"
    case revenueShareBefore = "revenue_share_before"
    case revenueShareAfter = "revenue_share_after"
    case customersGrowth = "customers_growth"
    case revenueGrowth = "revenue_growth"
    case arrived, departed
  }
}

/// Customers who went from one segment to another, or stayed.
package struct Transition: Sendable, Codable, Equatable {
  package let from: String
  package let to: String
  package let customers: Int
  /// Of the customers who were in `from`.
  package let share: Double
}

/// A move to be told of, and who made it.
package struct MoveAlert: Sendable, Codable, Equatable {
  package let from: String
  package let to: String
  /// Ids in the order of their bytes.
  package let customers: [String]
  /// What they spent in the period before each date.
  package let revenueBefore: String
  package let revenueAfter: String

  enum CodingKeys: String, CodingKey {
    case from, to, customers
    case revenueBefore = "revenue_before"
    case revenueAfter = "revenue_after"
  }
}

/// One customer's segments at the two dates.
package struct CustomerMove: Sendable, Equatable {
  package enum Direction: String, Sendable {
    case up, down, same, new, gone
  }

  /// Index into the store's customers.
  package let customer: Int
  package let before: String?
  package let after: String?
  package let direction: Direction
  /// In units of the store's money scale.
  package let spendBefore: Int64
  package let spendAfter: Int64
}
