internal import Expressions
internal import Files
internal import Histories
internal import Units

/// What a customer did besides ordering, and what trouble there was.
struct EngagementSummary {
  private(set) var seen: [11 of Int] = .init(repeating: 0)
  private(set) var in30: [11 of Int] = .init(repeating: 0)
  private(set) var in90: [11 of Int] = .init(repeating: 0)
  private(set) var daysSince: [11 of Double] = .init(repeating: .nan)
  /// Counts of all kinds that are engagement.
  private(set) var engagement30 = 0
  private(set) var engagement60 = 0
  private(set) var engagement90 = 0
  private(set) var engagement365 = 0
  private(set) var daysSinceEngagement = Double.nan
  /// Median days between successive days with engagement; missing with one such day.
  private(set) var ownGap = Double.nan
  private(set) var orders365 = 0
  private(set) var ratings = 0
  private(set) var ratingSum = 0.0

  /// - Parameters:
  ///   - prefix: the history.
  ///   - kinds: what each kind code of the store stands for; nil for a kind without features.
  ///   - scratch: working space.
  init(_ prefix: HistoryPrefix, kinds: [EventKind?], scratch: inout [Int32]) {
    scratch.removeAll(keepingCapacity: true)
    for order in prefix.orders where prefix.asOf - order.instant.day <= 365 { orders365 += 1 }
    var lastEngagement: Day?
    for event in prefix.events {
      let day = event.instant.day
      let age = prefix.asOf - day
      let kind = kinds[Int(event.kind)]
      if let kind, kind != .uncounted { count(event, of: kind, age: age) }
      guard kind?.isEngagement ?? true else { continue }
      countEngagement(age: age)
      if let lastEngagement, day != lastEngagement {
        scratch.append(day.number - lastEngagement.number)
      }
      lastEngagement = day
    }
    if let lastEngagement { daysSinceEngagement = Double(prefix.asOf - lastEngagement) }
    if !scratch.isEmpty { ownGap = medianOfSorting(&scratch) }
  }

  private mutating func count(_ event: Event, of kind: EventKind, age: Int) {
    let index = kind.rawValue
    seen[index] += 1
    if age <= 30 { in30[index] += 1 }
    if age <= 90 { in90[index] += 1 }
    daysSince[index] = Double(age)
    if kind == .review, !event.value.isNaN {
      ratings += 1
      ratingSum += event.value
    }
  }

  private mutating func countEngagement(age: Int) {
    if age <= 30 { engagement30 += 1 }
    if age <= 60 { engagement60 += 1 }
    if age <= 90 { engagement90 += 1 }
    if age <= 365 { engagement365 += 1 }
  }

  private func seen(_ kind: EventKind) -> Int { seen[kind.rawValue] }
}

extension EngagementSummary: FeatureFamily {
  static let formulas = features.map(\.formula)

  static let features: [Feature<Self>] =
    totals + countsByKind + daysSinceByKind + service + ownRate

  private static let totals: [Feature<Self>] = [
    Feature(
      FeatureDefinition(
        "engagement_30", .count, .engagement, window: 30, none: .zero, logs: [.engagement],
        "Engagement events of the last 30 days; mailings and support tickets do not count."
      )
      .inSQL("engaged_30")
      .inReasons("# engagement events in the last 30 days")
      .inConditions(.atMost("engagement_90"))
      .inFiles(.count)
      .inModels(crossed: 12)
    ) { Double($0.engagement30) },
    Feature(
      FeatureDefinition(
        "engagement_90", .count, .engagement, window: 90, none: .zero, logs: [.engagement],
        "Engagement events of the last 90 days; mailings and support tickets do not count."
      )
      .inSQL("engaged_90")
      .inReasons("# engagement events in the last 90 days")
      .inConditions(.atMost("engagement_365"))
      .inFiles(.count)
      .inModels(crossed: 13, ofValue: true)
    ) { Double($0.engagement90) },
    Feature(
      FeatureDefinition(
        "engagement_365", .count, .engagement, window: 365, none: .zero, logs: [.engagement],
        "Engagement events of the last 365 days; mailings and support tickets do not count."
      )
      .inSQL("engaged_365")
      .inReasons("# engagement events in the last 365 days")
      .inFiles(.count)
    ) { Double($0.engagement365) },
    Feature(
      FeatureDefinition(
        "engagement_trend_30", .change, .engagement, window: 60, logs: [.engagement],
        "Engagement events of the last 30 days against those of the 30 before: their difference "
          + "over their sum."
      )
      .inSQL(FeatureSQL.change(from: "engaged_60 - engaged_30", to: "engaged_30"))
    ) { change(from: Double($0.engagement60 - $0.engagement30), to: Double($0.engagement30)) },
    Feature(
      FeatureDefinition(
        "days_since_last_engagement", .days, .engagement, logs: [.engagement],
        "Days from the last engagement event to the as-of date."
      )
      .inSQL("since_engaged")
      .inReasons("# @ since the last engagement")
      .inConditions(better: .low)
      .inModels(crossed: 14)
    ) { $0.daysSinceEngagement },
    Feature(
      FeatureDefinition(
        "own_engagement_gap", .days, .engagement, logs: [.engagement],
        "Median days between successive days with engagement."
      )
      .inSQL("engaged_gap")
      .inReasons("engaged every # @", missing: "no rhythm of engagement yet")
      .inConditions(isWhole: false)
    ) { $0.ownGap },
    Feature(
      FeatureDefinition(
        "current_to_own_engagement_gap", .ratio, .engagement, logs: [.engagement],
        "Days since the last engagement event over the median days between days with engagement."
      )
      .inSQL(FeatureSQL.ratio("since_engaged", to: "engaged_gap"))
      .inReasons(
        "silent for # times the usual days between engagement",
        missing: "no rhythm of engagement yet"
      )
      .inModels(crossed: 28)
    ) { ratio($0.daysSinceEngagement, to: $0.ownGap) },
    Feature(
      FeatureDefinition(
        "engagement_per_order", .ratio, .engagement, window: 365, logs: [.engagement, .orders],
        "Engagement events over orders, of the last 365 days; empty without an order in them."
      )
      .inSQL(FeatureSQL.ratio("engaged_365", to: "orders_365"))
    ) { ratio($0.engagement365, to: $0.orders365) },
    Feature(
      FeatureDefinition(
        "cart_abandonment_share", .share, .engagement,
        logs: [.events(.cartAdd), .events(.cartAbandonment)],
        "Cart abandonments over cart abandonments and cart additions together."
      )
      .inSQL(
        FeatureSQL.ratio(
          "cart_abandonment_seen", to: "(cart_abandonment_seen + cart_add_seen)")
      )
      .inConditions(better: .low)
    ) {
      ratio($0.seen(.cartAbandonment), to: $0.seen(.cartAbandonment) + $0.seen(.cartAdd))
    },
    Feature(
      FeatureDefinition(
        "clicks_per_open", .ratio, .engagement,
        logs: [.events(.emailOpen), .events(.emailClick)], "E-mail clicks over e-mail opens."
      )
      .inSQL(FeatureSQL.ratio("email_click_seen", to: "email_open_seen"))
    ) { ratio($0.seen(.emailClick), to: $0.seen(.emailOpen)) },
  ]

  private static let countsByKind: [Feature<Self>] = EventKind.allCases.flatMap { kind in
    [
      Feature(
        FeatureDefinition(
          "\(kind.name)_30", .count, kind.group, window: 30, none: .zero, logs: [.events(kind)],
          "Events of kind \(kind.name) in the last 30 days."
        )
        .inSQL("\(kind.name)_in_30")
        .inConditions(.atMost("\(kind.name)_90"))
      ) { Double($0.in30[kind.rawValue]) },
      Feature(
        FeatureDefinition(
          "\(kind.name)_90", .count, kind.group, window: 90, none: .zero, logs: [.events(kind)],
          "Events of kind \(kind.name) in the last 90 days."
        )
        .inSQL("\(kind.name)_in_90")
        .inModels(crossed: kind == .supportTicket ? 25 : nil)
      ) { Double($0.in90[kind.rawValue]) },
    ]
  }

  private static func words(_ kind: EventKind) -> String {
    String(kind.name.map { $0 == "_" ? " " : $0 })
  }

  private static let daysSinceByKind: [Feature<Self>] = [
    EventKind.emailOpen, .emailClick, .visit, .productView, .cartAdd, .supportTicket,
  ].map { kind in
    Feature(
      FeatureDefinition(
        "days_since_\(kind.name)", .days, kind.group, logs: [.events(kind)],
        "Days from the last event of kind \(kind.name) to the as-of date."
      )
      .inSQL("\(kind.name)_since")
      .inReasons("# @ since the last \(words(kind))")
      .inConditions(kind.isEngagement ? .atLeast("days_since_last_engagement") : nil)
      .inModels(crossed: [.visit: 17, .supportTicket: 24, .cartAdd: 26][kind])
    ) { $0.daysSince[kind.rawValue] }
  }

  /// What the usual rate of events makes of the silence and of the last month.
  private static let ownRate: [Feature<Self>] = [
    Feature(
      FeatureDefinition(
        "engagement_30_to_usual", .ratio, .engagement, window: 90, none: .never,
        logs: [.engagement],
        "Engagement events of the last 30 days over a third of those of the last 90, half an event "
          + "added to both."
      )
      .inSQL(
        "(engaged_30 + 5e-1) / (3e1 * \(rateSQL("engaged_90")) + 5e-1)"
      )
      .since(2)
      .inReasons("#× the usual engagement in the last 30 days")
      .inModels(crossed: 16, isTimesOver: true)
    ) { (Double($0.engagement30) + 0.5) / (30 * rate($0.engagement90) + 0.5) },
    Feature(
      FeatureDefinition(
        "engagement_overdue", .ratio, .engagement, window: 90, logs: [.engagement],
        "Engagement events that the rate of the last 90 days would have brought since the last one."
      )
      .inSQL("since_engaged * \(rateSQL("engaged_90"))")
      .since(2)
      .inReasons("# engagement events overdue at the usual rate")
      .inModels(crossed: 15)
    ) { $0.daysSinceEngagement * rate($0.engagement90) },
    Feature(
      FeatureDefinition(
        "visits_overdue", .ratio, .engagement, window: 90, logs: [.events(.visit)],
        "Visits that the rate of the last 90 days would have brought since the last one."
      )
      .inSQL("visit_since * \(rateSQL("visit_in_90"))")
      .since(2)
      .inReasons("# visits overdue at the usual rate")
      .inModels(crossed: 18)
    ) { $0.daysSince[EventKind.visit.rawValue] * rate($0.in90[EventKind.visit.rawValue]) },
  ]

  /// Events a day, of those of 90 days; half an event and five days more, so that it is never 0.
  private static func rate(_ events: Int) -> Double { (Double(events) + 0.5) / 95 }

  private static func rateSQL(_ events: String) -> String { "((\(events) + 5e-1) / 9.5e1)" }

  private static let service: [Feature<Self>] = [
    Feature(
      FeatureDefinition(
        "support_tickets", .count, .service, none: .zero, logs: [.events(.supportTicket)],
        "Support tickets and complaints so far."
      )
      .inSQL("support_ticket_seen")
      .inConditions(better: .low)
    ) { Double($0.seen(.supportTicket)) },
    Feature(
      FeatureDefinition(
        "mean_rating", .score, .service, logs: [.events(.review)],
        "Mean mark of the customer's reviews; empty without a mark."
      )
      .inSQL(FeatureSQL.ratio("mark_sum", to: "marks"))
    ) { ratio($0.ratingSum, to: Double($0.ratings)) },
  ]
}

extension EventKind {
  fileprivate var group: FeatureGroup {
    self == .supportTicket || self == .review ? .service : .engagement
  }
}
