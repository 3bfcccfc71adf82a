internal import Expressions
internal import Histories
import Units

/// Activities: orders and deliberate events in one stream.
///
/// Customers order seldom and browse often, so the combined stream shows inactivity long before orders
/// alone do.
struct ActivitySummary {
  private(set) var activities = 0
  private(set) var engagements = 0
  private(set) var daysSinceFirst = 0
  private(set) var daysSinceLast = 0

  /// - Parameters:
  ///   - prefix: a history with at least one order.
  ///   - kinds: what each kind code of the store stands for; nil for a kind without features.
  init(_ prefix: HistoryPrefix, kinds: [EventKind?]) {
    var first = prefix.orders[0].instant.day
    var last = prefix.orders[prefix.orders.count - 1].instant.day
    activities = prefix.orders.count
    for event in prefix.events {
      let kind = kinds[Int(event.kind)]
      if kind?.isEngagement ?? true { engagements += 1 }
      guard kind?.isDeliberate ?? true else { continue }
      activities += 1
      first = min(first, event.instant.day)
      last = max(last, event.instant.day)
    }
    daysSinceFirst = prefix.asOf - first
    daysSinceLast = prefix.asOf - last
  }

  private var usualRate: Double { rate(of: activities, over: daysSinceFirst) }
  private var activeRate: Double { rate(of: activities, over: daysSinceFirst - daysSinceLast) }

  /// Something a day; half of one and 20 days more, as for orders.
  private func rate(of count: Int, over days: Int) -> Double {
    (Double(count) + 0.5) / Double(days + 20)
  }

  /// `rate`, `usualRate` and `activeRate` as SQL.
  fileprivate static func rateSQL(_ count: String, over days: String) -> String {
    "((\(count) + 5e-1) / (\(days) + 2e1))"
  }
  fileprivate static let usualSQL = rateSQL("activities", over: "since_first_activity")
  fileprivate static let activeSQL = rateSQL(
    "activities", over: "since_first_activity - since_activity")
}

extension ActivitySummary: FeatureFamily {
  static let formulas = features.map(\.formula)

  static let features: [Feature<Self>] = [
    Feature(
      FeatureDefinition(
        "days_since_last_activity", .days, .engagement, none: .never, logs: [.engagement],
        "Days from the last activity to the as-of date: an order or an event other than a mailing, an "
          + "opened e-mail or a visit, which programs bring about as well."
      )
      .inSQL("since_activity")
      .since(3)
      .inReasons("# @ since the last activity")
      .inConditions(better: .low)
      .inModels(crossed: 19)
    ) { Double($0.daysSinceLast) },
    Feature(
      FeatureDefinition(
        "usual_activities_per_month", .perMonth, .engagement, none: .never, logs: [.engagement],
        "Activities and a half over days since the first one and 20, per month of 365/12 days."
      )
      .inSQL("\(usualSQL) * \(FeatureSQL.month)")
      .since(3)
      .inReasons("usually # activities a month")
      .inModels(isTimesOver: true)
    ) { $0.usualRate * (365.0 / 12) },
    Feature(
      FeatureDefinition(
        "active_activities_per_month", .perMonth, .engagement, none: .never, logs: [.engagement],
        "Activities and a half over days from the first one to the last and 20, per month of 365/12 "
          + "days: the rate while active."
      )
      .inSQL("\(activeSQL) * \(FeatureSQL.month)")
      .since(3)
      .inReasons("# activities a month while active")
      .inModels(crossed: 22, isTimesOver: true)
    ) { $0.activeRate * (365.0 / 12) },
    Feature(
      FeatureDefinition(
        "activities_overdue", .ratio, .engagement, none: .never, logs: [.engagement],
        "Activities that the usual rate would have brought since the last one."
      )
      .inSQL("since_activity * \(usualSQL)")
      .since(3)
      .inReasons("# expected activities overdue at the usual rate")
      .inModels(crossed: 20)
    ) { Double($0.daysSinceLast) * $0.usualRate },
    Feature(
      FeatureDefinition(
        "active_activities_overdue", .ratio, .engagement, none: .never, logs: [.engagement],
        "Activities that the rate while active would have brought since the last one."
      )
      .inSQL("since_activity * \(activeSQL)")
      .since(3)
      .inReasons("# expected activities overdue at the rate while active")
      .inModels(crossed: 21)
    ) { Double($0.daysSinceLast) * $0.activeRate },
    Feature(
      FeatureDefinition(
        "usual_engagement_per_month", .perMonth, .engagement, none: .never, logs: [.engagement],
        "Engagement events and a half over days since the first activity and 20, per month of 365/12 "
          + "days."
      )
      .inSQL("\(rateSQL("engaged", over: "since_first_activity")) * \(FeatureSQL.month)")
      .since(3)
      .inReasons("usually # engagement events a month")
      .inModels(crossed: 23, isTimesOver: true)
    ) { $0.rate(of: $0.engagements, over: $0.daysSinceFirst) * (365.0 / 12) },
  ]
}
