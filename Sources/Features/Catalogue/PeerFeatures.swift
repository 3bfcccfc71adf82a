internal import Dense
internal import Files
internal import Histories
internal import Units

extension FeatureCatalogue {
  /// Forty-three features as data-frame scripts usually compute them.
  ///
  /// For comparison with such scripts only: by instants instead of days, 0 where nothing is known, and counts
  /// over windows that the log may not reach. Nothing is trained on it. It stays beside the program's own
  /// catalogue because what is compared is the program itself, reading a log, computing features and scoring a
  /// model of them; another package could not add a catalogue without an interface made for that alone.
  package static let peer43 = FeatureCatalogue(
    name: "peer43", definitions: PeerKernel.definitions
  ) { PeerKernel($0) }
}

/// The features of `FeatureCatalogue.peer43`.
struct PeerKernel: FeatureKernel {
  private static let orderWindows = [30, 90, 180, 365]
  private static let eventWindows = [30, 90]
  private static let kinds: [(name: String, kind: EventKind)] = [
    ("email_open", .emailOpen), ("email_click", .emailClick), ("site_visit", .visit),
    ("product_view", .productView), ("cart_add", .cartAdd), ("cart_abandon", .cartAbandonment),
    ("support_ticket", .supportTicket), ("review", .review),
  ]
  private static let opens = 0
  private static let visits = 2
  private static let additions = 4
  private static let abandonments = 5
  private static let tickets = 6
  private static let reviews = 7

  private let money: MoneyTerms
  private let orderWindowsInSeconds: [4 of Int64]
  /// Places in `kinds` by the store's kind codes; one more for any other kind.
  private let placeOfKind: [Int]
  private let isOnline: [Bool]
  private var tally = CodeTally()

  init(_ terms: StoreTerms) {
    money = terms.money
    orderWindowsInSeconds = .init { Int64(Self.orderWindows[$0]) * 86_400 }
    placeOfKind = terms.kinds.map { name in
      let kind = EventKind(spelling: name)
      return Self.kinds.firstIndex { $0.kind == kind } ?? Self.kinds.count
    }
    isOnline = terms.channels.map { $0 == "web" || $0 == "app" }
  }

  mutating func appendRow(of prefix: HistoryPrefix, to values: inout [Double]) {
    let tenure = appendOrders(of: prefix, to: &values)
    appendEvents(of: prefix, tenure: tenure, to: &values)
  }

  /// - Returns: days since the first order.
  private mutating func appendOrders(
    of prefix: HistoryPrefix, to values: inout [Double]
  ) -> Double {
    let end = Instant(startOf: prefix.asOf).seconds
    let count = Double(prefix.orders.count)
    var total: Int64 = 0
    var recentOrders: [4 of Int] = .init(repeating: 0)
    var recentSpend: [4 of Int64] = .init(repeating: 0)
    var onWeekday: [7 of Int] = .init(repeating: 0)
    var (discounted, returned, online) = (0, 0, 0)
    for order in prefix.orders {
      total += order.amount
      for index in recentOrders.indices
      where end - order.instant.seconds <= orderWindowsInSeconds[index] {
        recentOrders[index] += 1
        recentSpend[index] += order.amount
      }
      onWeekday[order.instant.day.weekday] += 1
      if order.discounted == true { discounted += 1 }
      if order.returned == true { returned += 1 }
      if order.channel >= 0, isOnline[Int(order.channel)] { online += 1 }
    }
    for category in prefix.categories { tally.count(category) }
    func daysBefore(_ order: Order) -> Double {
      Double(end - order.instant.seconds) / 86_400
    }
    let tenure = daysBefore(prefix.orders[0])
    let mean = money.value(total) / count
    values.append(daysBefore(prefix.orders[prefix.orders.count - 1]))
    values.append(count)
    values.append(money.value(total))
    values.append(tenure)
    values.append(mean)
    values.append(spread(prefix.orders, around: mean))
    appendGaps(prefix.orders, to: &values)
    for index in recentOrders.indices { values.append(Double(recentOrders[index])) }
    for index in recentSpend.indices { values.append(money.value(recentSpend[index])) }
    values.append(Double(tally.finish().distinct))
    var busiest = 0
    for index in onWeekday.indices { busiest = max(busiest, onWeekday[index]) }
    for part in [busiest, discounted, returned, online] { values.append(Double(part) / count) }
    return tenure
  }

  private func spread(_ orders: [Order], around mean: Double) -> Double {
    var squares = 0.0
    for order in orders {
      let deviation = money.value(order.amount) - mean
      squares += deviation * deviation
    }
    return (squares / Double(orders.count)).squareRoot()
  }

  /// Mean and standard deviation of the days between successive orders.
  private func appendGaps(_ orders: [Order], to values: inout [Double]) {
    let count = Double(orders.count - 1)
    guard count > 0 else {
      values.append(0)
      values.append(0)
      return
    }
    let span = orders[orders.count - 1].instant.seconds - orders[0].instant.seconds
    let mean = Double(span) / 86_400 / count
    var squares = 0.0
    for index in 1..<orders.count {
      let gap = Double(orders[index].instant.seconds - orders[index - 1].instant.seconds) / 86_400
      squares += (gap - mean) * (gap - mean)
    }
    values.append(mean)
    values.append((squares / count).squareRoot())
  }

  private func appendEvents(
    of prefix: HistoryPrefix, tenure: Double, to values: inout [Double]
  ) {
    let end = Instant(startOf: prefix.asOf).seconds
    var seen: [9 of Int] = .init(repeating: 0)
    var recent: [9 of Int] = .init(repeating: 0)
    var quarter: [9 of Int] = .init(repeating: 0)
    var last: [9 of Int64] = .init(repeating: .min)
    var (marks, markSum) = (0, 0.0)
    for event in prefix.events {
      let place = placeOfKind[Int(event.kind)]
      let seconds = event.instant.seconds
      seen[place] += 1
      last[place] = seconds
      if end - seconds <= 90 * 86_400 {
        quarter[place] += 1
        if end - seconds <= 30 * 86_400 { recent[place] += 1 }
      }
      if place == Self.reviews, !event.value.isNaN {
        marks += 1
        markSum += event.value
      }
    }
    for place in 0..<recent.count - 1 {
      values.append(Double(recent[place]))
      values.append(Double(quarter[place]))
    }
    let carts = seen[Self.additions] + seen[Self.abandonments]
    values.append(Double(prefix.events.count))
    values.append(Double(seen[Self.tickets]))
    values.append(carts > 0 ? Double(seen[Self.abandonments]) / Double(carts) : 0)
    for place in [Self.visits, Self.opens] {
      values.append(last[place] == .min ? tenure : Double(end - last[place]) / 86_400)
    }
    values.append(marks > 0 ? markSum / Double(marks) : 0)
  }

  static let definitions: [FeatureDefinition] = orderDefinitions + eventDefinitions

  private static let orderDefinitions: [FeatureDefinition] =
    [
      FeatureDefinition(
        "recency_days", .days, .recency, none: .never, "Days since the last order, in fractions."),
      FeatureDefinition("frequency", .orders, .frequency, none: .never, "Orders."),
      FeatureDefinition("monetary", .money, .spend, none: .never, "Value of all orders."),
      FeatureDefinition(
        "tenure_days", .days, .recency, none: .never, "Days since the first order, in fractions."),
      FeatureDefinition("aov", .money, .spend, none: .never, "Mean order value."),
      FeatureDefinition(
        "amount_std", .money, .spend, none: .zero, "Standard deviation of order value."),
      FeatureDefinition("ipt_mean", .days, .rhythm, none: .zero, "Mean days between orders."),
      FeatureDefinition(
        "ipt_std", .days, .rhythm, none: .zero, "Standard deviation of the days between orders."),
    ]
    + orderWindows.map {
      FeatureDefinition(
        "orders_\($0)", .orders, .frequency, window: $0, none: .zero,
        "Orders of the last \($0) × 24 hours.")
    }
    + orderWindows.map {
      FeatureDefinition(
        "spend_\($0)", .money, .spend, window: $0, none: .zero,
        "Value of the orders of the last \($0) × 24 hours.")
    } + [
      FeatureDefinition(
        "distinct_categories", .count, .basket, none: .zero, "Categories bought."),
      FeatureDefinition(
        "weekday_share", .share, .rhythm, none: .never, "Share of the commonest weekday."),
      FeatureDefinition(
        "discount_share", .share, .basket, none: .zero, "Share of orders with a discount."),
      FeatureDefinition(
        "return_rate", .share, .service, none: .zero, "Share of orders that came back."),
      FeatureDefinition(
        "online_share", .share, .basket, none: .zero, "Share of orders by web or app."),
    ]

  private static let eventDefinitions: [FeatureDefinition] =
    kinds.flatMap { kind in
      eventWindows.map {
        FeatureDefinition(
          "\(kind.name)_\($0)", .count, .engagement, window: $0, none: .zero,
          logs: [.events(kind.kind)], "Events of kind \(kind.name) of the last \($0) × 24 hours.")
      }
    } + [
      FeatureDefinition(
        "events_total", .count, .engagement, none: .zero, logs: [.engagement], "Events."),
      FeatureDefinition(
        "tickets_total", .count, .service, none: .zero, logs: [.events(.supportTicket)],
        "Support tickets."),
      FeatureDefinition(
        "cart_abandon_ratio", .share, .engagement, none: .zero,
        logs: [.events(.cartAdd), .events(.cartAbandonment)],
        "Cart abandonments over these and cart additions together."),
      FeatureDefinition(
        "days_since_visit", .days, .engagement, none: .never, logs: [.events(.visit)],
        "Days since the last visit, in fractions; since the first order where there was none."),
      FeatureDefinition(
        "days_since_open", .days, .engagement, none: .never, logs: [.events(.emailOpen)],
        "Days since the last e-mail opened, in fractions; since the first order where there was "
          + "none."),
      FeatureDefinition(
        "review_mean", .score, .service, none: .zero, logs: [.events(.review)],
        "Mean mark of reviews."),
    ]
}
