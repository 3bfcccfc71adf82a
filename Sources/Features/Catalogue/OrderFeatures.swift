internal import Expressions
internal import Files
internal import Histories
internal import Units

/// How often, how lately and for how much a customer ordered.
struct OrderSummary {
  /// 60 is here for the trend of 30 days against the 30 before.
  static let windows = [30, 60, 90, 180, 365]

  private(set) var orders = 0
  /// Days with an order.
  private(set) var orderDays = 0
  private(set) var daysSinceFirst = 0
  private(set) var daysSinceLast = 0
  /// Sum of the orders.
  private(set) var gross = 0.0
  /// Sum of the orders less refunds, unless refunds are ignored.
  private(set) var net = 0.0
  private(set) var last = 0.0
  private(set) var highest = 0.0
  /// Population standard deviation of order value; missing below two orders.
  private(set) var spread = Double.nan
  /// Sum of the orders on days after the first order day.
  private(set) var repeatGross = 0.0
  /// Orders and money of each of `windows`.
  private(set) var recentOrders: [5 of Int] = .init(repeating: 0)
  private(set) var recentGross: [5 of Double] = .init(repeating: 0)
  private(set) var recentNet: [5 of Double] = .init(repeating: 0)

  /// - Parameters:
  ///   - prefix: a history with at least one order.
  ///   - money: how the store keeps money.
  init(_ prefix: HistoryPrefix, money: MoneyTerms) {
    let purchases = prefix.purchases
    orderDays = purchases.orderDays
    orders = prefix.orders.count
    // Money is summed in whole units and divided once, so that it does not depend on the scale.
    var top: Int64 = 0
    var recent: [5 of Int64] = .init(repeating: 0)
    for order in prefix.orders {
      top = max(top, order.amount)
      let age = prefix.asOf - order.instant.day
      for index in recent.indices where age <= Self.windows[index] {
        recentOrders[index] += 1
        recent[index] += order.amount
      }
    }
    daysSinceFirst = prefix.asOf - purchases.firstDay
    daysSinceLast = prefix.asOf - purchases.lastDay
    gross = money.value(purchases.gross)
    repeatGross = money.value(purchases.repeatGross)
    last = money.value(prefix.orders[orders - 1].amount)
    highest = money.value(top)
    for index in recent.indices { recentGross[index] = money.value(recent[index]) }
    if money.refundPolicy == .net {
      for refund in prefix.refunds {
        let age = prefix.asOf - refund.instant.day
        for index in recent.indices where age <= Self.windows[index] {
          recent[index] -= refund.amount
        }
      }
    }
    net = money.value(purchases.net)
    for index in recent.indices { recentNet[index] = money.value(recent[index]) }
    if orders > 1 { spread = spread(of: prefix.orders, money: money) }
  }

  private func spread(of orders: [Order], money: MoneyTerms) -> Double {
    let mean = gross / Double(orders.count)
    var squares = 0.0
    for order in orders {
      let deviation = money.value(order.amount) - mean
      squares += deviation * deviation
    }
    return (squares / Double(orders.count)).squareRoot()
  }
}

extension OrderSummary: FeatureFamily {
  static let formulas = features.map(\.formula)

  static let features: [Feature<Self>] = recency + frequency + spend + ownRate

  private static let recency: [Feature<Self>] = [
    Feature(
      FeatureDefinition(
        "days_since_last_order", .days, .recency, none: .never,
        "Days from the last order to the as-of date, at least 1."
      )
      .inSQL("days_since_last")
      .inReasons("# @ since the last order", leads: true)
      .inConditions(better: .low, least: 1, .atMost("days_since_first_order"))
      .inFiles(.positiveCount)
      .inModels(knots: 4, crossed: 1, ofValue: true)
    ) { Double($0.daysSinceLast) },
    Feature(
      FeatureDefinition(
        "days_since_first_order", .days, .recency, none: .never,
        "Days from the first order to the as-of date, at least 1."
      )
      .inSQL("days_since_first")
      .inReasons("# @ since the first order", family: .tenure, leads: true)
      .inConditions(least: 1)
      .inModels(knots: 3, crossed: 3, ofValue: true)
    ) { Double($0.daysSinceFirst) },
    Feature(
      FeatureDefinition(
        "frequency", .count, .frequency, none: .zero,
        "Days with an order after the first such day (x of the lifetime models)."
      )
      .inSQL("order_days - 1")
      .inConditions(.equal("order_days", plus: -1))
      .inModels(isSummary: true)
    ) { Double($0.orderDays - 1) },
    Feature(
      FeatureDefinition(
        "recency", .days, .recency, none: .zero,
        "Days from the first order to the last (t_x of the lifetime models)."
      )
      .inSQL("days_since_first - days_since_last")
      .inConditions(.atMost("tenure"))
      .inModels(isSummary: true)
    ) { Double($0.daysSinceFirst - $0.daysSinceLast) },
    Feature(
      FeatureDefinition(
        "tenure", .days, .recency, none: .never,
        "Days from the first order to the day before the as-of date (T of the lifetime models)."
      )
      .inSQL("days_since_first - 1")
      .inConditions(.equal("days_since_first_order", plus: -1))
      .inModels(isSummary: true)
    ) { Double($0.daysSinceFirst - 1) },
  ]

  private static let frequency: [Feature<Self>] =
    [
      Feature(
        FeatureDefinition(
          "orders", .orders, .frequency, none: .never, "Orders so far."
        )
        .inSQL("orders")
        .inReasons("# ~", leads: true)
        .inConditions(.atLeastOneWith("order_days"))
        .inFiles(.positiveCount)
        .inModels(knots: 3, ofValue: true)
      ) { Double($0.orders) },
      Feature(
        FeatureDefinition(
          "order_days", .days, .frequency, none: .never, "Days with at least one order."
        )
        .inSQL("order_days")
        .inConditions(.atMost("orders"))
        .inModels(crossed: 2)
      ) { Double($0.orderDays) },
      Feature(
        FeatureDefinition(
          "orders_per_month", .perMonth, .frequency, none: .never,
          "Orders per month of 365/12 days since the first order."
        )
        .inSQL("orders * \(FeatureSQL.month) / days_since_first")
        .inReasons("# ~ a month")
      ) { Double($0.orders) * (365.0 / 12) / Double($0.daysSinceFirst) },
    ]
    + reportedWindows.map { index, window in
      Feature(
        FeatureDefinition(
          "orders_\(window)", .orders, .frequency, window: window, none: .zero,
          "Orders in the last \(window) days."
        )
        .inSQL("orders_\(window)")
        .inConditions(.atMost(nextWindow(window).map { "orders_\($0)" } ?? "orders"))
        .inFiles(.count)
        .inModels(crossed: window == 365 ? 10 : nil, ofValue: window == 90 || window == 365)
      ) { Double($0.recentOrders[index]) }
    }
    + trends.map { recent, both in
      Feature(
        FeatureDefinition(
          "orders_trend_\(windows[recent])", .change, .frequency, window: windows[both],
          "Orders of the last \(windows[recent]) days against those of the \(windows[recent]) "
            + "before: their difference over their sum."
        )
        .inSQL(
          FeatureSQL.change(
            from: "orders_\(windows[both]) - orders_\(windows[recent])",
            to: "orders_\(windows[recent])"))
      ) {
        change(
          from: Double($0.recentOrders[both] - $0.recentOrders[recent]),
          to: Double($0.recentOrders[recent]))
      }
    }

  private static let spend: [Feature<Self>] =
    [
      Feature(
        FeatureDefinition(
          "gross_spend", .money, .spend, none: .never, "Value of all orders, before refunds."
        )
        .inSQL("gross")
      ) { $0.gross },
      Feature(
        FeatureDefinition(
          "net_spend", .money, .spend, none: .never,
          "Value of all orders less refunds; refunds are left in where they are ignored."
        )
        .inSQL("net")
        .inConditions(isUnbounded: true)
        .inModels(ofValue: true)
      ) { $0.net },
      Feature(
        FeatureDefinition(
          "average_order_value", .money, .spend, none: .never,
          "Value of all orders over their number, before refunds."
        )
        .inSQL("gross / orders")
        .inReasons(leads: true)
        .inModels(ofValue: true)
      ) { $0.gross / Double($0.orders) },
      Feature(
        FeatureDefinition(
          "monetary_value", .money, .spend,
          "Mean order value of a day with orders after the first such day, before refunds."
        )
        .inSQL(FeatureSQL.ratio("repeat_gross", to: "(order_days - 1)"))
        .inReasons("repeat orders of # each", missing: "no second order yet")
      ) { ratio($0.repeatGross, to: Double($0.orderDays - 1)) },
      Feature(
        FeatureDefinition(
          "last_order_value", .money, .spend, none: .never, "Value of the last order."
        )
        .inSQL("last_value")
        .inConditions(.atMost("highest_order_value"))
      ) { $0.last },
      Feature(
        FeatureDefinition(
          "last_to_average_order_value", .ratio, .spend,
          "Value of the last order over the average order value."
        )
        .inSQL(FeatureSQL.ratio("last_value * orders", to: "gross"))
        .inReasons("last order #× the average")
      ) { ratio($0.last * Double($0.orders), to: $0.gross) },
      Feature(
        FeatureDefinition(
          "highest_order_value", .money, .spend, none: .never, "Value of the largest order."
        )
        .inSQL("highest")
      ) { $0.highest },
      Feature(
        FeatureDefinition(
          "order_value_spread", .money, .spend,
          "Standard deviation of order value; empty below two orders."
        )
        .inSQL("spread")
        .inReasons("order values spread by #", missing: "no second order yet")
        .inConditions(better: .neither)
      ) { $0.spread },
      Feature(
        FeatureDefinition(
          "order_value_variation", .ratio, .spend,
          "Standard deviation of order value over its mean; empty below two orders."
        )
        .inSQL(FeatureSQL.ratio("spread * orders", to: "gross"))
        .inReasons(missing: "no second order yet")
      ) { ratio($0.spread * Double($0.orders), to: $0.gross) },
    ]
    + reportedWindows.map { index, window in
      Feature(
        FeatureDefinition(
          "spend_\(window)", .money, .spend, window: window, none: .zero,
          "Value of the orders of the last \(window) days, less refunds of these days; "
            + "refunds are left in where they are ignored."
        )
        .inSQL("net_\(window)")
        .inConditions(isUnbounded: true)
        .inModels(ofValue: window == 90 || window == 365)
      ) { $0.recentNet[index] }
    }
    + trends.map { recent, both in
      Feature(
        FeatureDefinition(
          "spend_trend_\(windows[recent])", .change, .spend, window: windows[both],
          "Value, before refunds, of the orders of the last \(windows[recent]) days against those "
            + "of the \(windows[recent]) before: their difference over their sum."
        )
        .inSQL(
          FeatureSQL.change(
            from: "gross_\(windows[both]) - gross_\(windows[recent])",
            to: "gross_\(windows[recent])"))
      ) {
        change(
          from: $0.recentGross[both] - $0.recentGross[recent], to: $0.recentGross[recent])
      }
    }

  /// The customer's own rate, and what it makes of the silence and of the last weeks.
  ///
  /// Half an order day and 20 days are added, so that a rate seen for a short time is drawn towards
  /// one order in 40 days.
  private static let ownRate: [Feature<Self>] =
    [
      Feature(
        FeatureDefinition(
          "usual_orders_per_month", .perMonth, .frequency, none: .never,
          "Order days and a half over days since the first order and 20, per month of 365/12 days: "
            + "the usual rate."
        )
        .inSQL("\(usualRateSQL) * \(FeatureSQL.month)")
        .since(2)
        .inReasons("usually # ~ a month")
        .inModels(crossed: 5, isTimesOver: true)
      ) { $0.usualRate * (365.0 / 12) },
      Feature(
        FeatureDefinition(
          "active_orders_per_month", .perMonth, .frequency, none: .never,
          "Order days and a half over days from the first order to the last and 20, per month of "
            + "365/12 days: the rate while active."
        )
        .inSQL("\(activeRateSQL) * \(FeatureSQL.month)")
        .since(2)
        .inReasons("# ~ a month while active")
        .inModels(crossed: 6, isTimesOver: true)
      ) { $0.activeRate * (365.0 / 12) },
      Feature(
        FeatureDefinition(
          "orders_overdue", .ratio, .rhythm, none: .never,
          "Orders that the usual rate would have brought since the last order."
        )
        .inSQL("days_since_last * \(usualRateSQL)")
        .since(2)
        .inReasons("# ~ overdue at the usual rate", family: .silence)
        .inModels(crossed: 4)
      ) { Double($0.daysSinceLast) * $0.usualRate },
      Feature(
        FeatureDefinition(
          "active_orders_overdue", .ratio, .rhythm, none: .never,
          "Orders that the rate while active would have brought since the last order."
        )
        .inSQL("days_since_last * \(activeRateSQL)")
        .since(2)
        .inReasons("# ~ overdue at the rate while active", family: .silence)
        .inModels(crossed: 7)
      ) { Double($0.daysSinceLast) * $0.activeRate },
      Feature(
        FeatureDefinition(
          "active_share", .share, .recency, none: .never,
          "Days from the first order to the last over days from the first order to the as-of date."
        )
        .inSQL("(days_since_first - days_since_last) / days_since_first")
        .since(2)
      ) { ratio($0.daysSinceFirst - $0.daysSinceLast, to: $0.daysSinceFirst) },
    ]
    + reportedWindows.map { index, window in
      Feature(
        FeatureDefinition(
          "orders_\(window)_to_usual", .ratio, .frequency, window: window, none: .never,
          "Orders in the last \(window) days over those of the usual rate, half an order added to "
            + "both; since the first order where that is later."
        )
        .inSQL(
          "(orders_\(window) + 5e-1) / (\(usualRateSQL) * CASE WHEN days_since_first < \(window) "
            + "THEN days_since_first ELSE \(window)e0 END + 5e-1)"
        )
        .since(2)
        .inReasons("#× the usual orders in the last \(window) days")
        .inModels(crossed: [90: 9, 365: 11][window], isTimesOver: true)
      ) {
        (Double($0.recentOrders[index]) + 0.5)
          / ($0.usualRate * Double(min(window, $0.daysSinceFirst)) + 0.5)
      }
    }

  /// Order days a day since the first order.
  private var usualRate: Double { (Double(orderDays) + 0.5) / Double(daysSinceFirst + 20) }

  /// Order days a day from the first order to the last.
  private var activeRate: Double {
    (Double(orderDays) + 0.5) / Double(daysSinceFirst - daysSinceLast + 20)
  }

  /// `usualRate` and `activeRate` as SQL.
  private static let usualRateSQL = "((order_days + 5e-1) / (days_since_first + 2e1))"
  private static let activeRateSQL =
    "((order_days + 5e-1) / (days_since_first - days_since_last + 2e1))"

  /// The window after one among those that orders are counted in; nil after the last.
  private static func nextWindow(_ window: Int) -> Int? {
    reportedWindows.map(\.element).first { $0 > window }
  }

  private static let reportedWindows = windows.enumerated().filter { $0.element != 60 }

  /// Indices into `windows` of the recent window and of the one twice as long.
  private static let trends = [(0, 1), (2, 3)]
}
