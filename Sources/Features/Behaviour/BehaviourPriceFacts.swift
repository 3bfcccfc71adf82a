internal import Dense
internal import Expressions
internal import Histories
internal import Units

/// What a customer pays, and when they buy.
struct PriceBehaviour {
  /// Rising.
  private var prices: [Double] = []
  private var orders = 0
  private var saleDayOrders = 0
  private var firstDiscounted: Bool?
  private var fullPriceOrders: Int?
  private var ofWeekday: [7 of Int] = .init(repeating: 0)
  private var ofHour: [24 of Int] = .init(repeating: 0)
  private var ofQuarter: [4 of Int] = .init(repeating: 0)
  private var hasTimeOfDay = false

  static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  static let quarters = ["Q1", "Q2", "Q3", "Q4"]

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    orders = prefix.orders.count
    firstDiscounted = prefix.orders.first?.discounted
    for order in prefix.orders {
      // Of a piece where pieces are known, else of the order.
      let pieces = order.quantity > 0 ? order.quantity : 1
      prices.append(terms.money.value(order.amount) / pieces)
      let day = order.instant.day
      ofWeekday[day.weekday] += 1
      ofHour[order.instant.hour] += 1
      ofQuarter[(day.civil.month - 1) / 3] += 1
      if order.instant != Instant(startOf: day) { hasTimeOfDay = true }
      if terms.saleDays.holds(day.number) { saleDayOrders += 1 }
      if let isDiscounted = order.discounted {
        fullPriceOrders = (fullPriceOrders ?? 0) + (isDiscounted ? 0 : 1)
      }
    }
    prices.sort()
  }

  private var priceRange: (low: Double, high: Double)? {
    guard !prices.isEmpty else { return nil }
    let sample = SortedSample(prices)
    return (sample.quantile(0.25), sample.quantile(0.75))
  }

  /// The highest price paid that lies in the usual range.
  private var highestUsualPrice: Double {
    guard let range = priceRange else { return .nan }
    return prices.last { $0 <= range.high } ?? .nan
  }

  /// The commonest place of a tally, the first of equals, and its share; nil below two orders, where
  /// nothing is usual yet.
  private func usual(_ tally: (Int) -> Int, of count: Int) -> (place: Int, share: Double)? {
    guard orders >= 2 else { return nil }
    let top = (1..<count).reduce(0) { tally($1) > tally($0) ? $1 : $0 }
    return (top, ratio(tally(top), to: orders))
  }

  /// A usual place that is beyond chance: it has twice the orders of equally likely places, and as many or
  /// more would fall on one of them less than once in twenty times (binomial, Bonferroni over the places).
  private func habit(_ usual: (place: Int, share: Double)?, of count: Int) -> Double {
    guard let usual, usual.share * Double(count) >= 2 else { return .nan }
    let times = (usual.share * Double(orders)).rounded()
    let chance = regularizedIncompleteBeta(1 / Double(count), times, Double(orders) - times + 1)
    return Double(count) * chance < 0.05 ? Double(usual.place) : .nan
  }

  private var usualWeekday: (place: Int, share: Double)? { usual({ ofWeekday[$0] }, of: 7) }
  private var usualQuarter: (place: Int, share: Double)? { usual({ ofQuarter[$0] }, of: 4) }
  private var usualHour: (place: Int, share: Double)? {
    hasTimeOfDay ? usual({ ofHour[$0] }, of: 24) : nil
  }
}

extension PriceBehaviour: BehaviourFamily {
  static let facts: [BehaviourFact<Self>] = [
    BehaviourFact(SchemaColumn("price_low", .money, range: 0...Double.infinity)) { summary, _ in
      summary.priceRange?.low ?? .nan
    },
    BehaviourFact(SchemaColumn("price_high", .money, range: 0...Double.infinity)) { summary, _ in
      summary.priceRange?.high ?? .nan
    },
    BehaviourFact(SchemaColumn("price_top_usual", .money, range: 0...Double.infinity)) {
      summary, _ in summary.highestUsualPrice
    },
    BehaviourFact(SchemaColumn("sale_day_share", .share)) { summary, terms in
      terms.saleDays.isEmpty ? .nan : ratio(summary.saleDayOrders, to: summary.orders)
    },
    BehaviourFact(.text("first_order_discounted", yesAndNo), needs: "discount") { summary, _ in
      place(of: summary.firstDiscounted)
    },
    BehaviourFact(SchemaColumn("full_price_orders", .count, isWhole: true), needs: "discount") {
      summary, _ in summary.fullPriceOrders.map(Double.init) ?? .nan
    },
    BehaviourFact(.text("usual_weekday", weekdays)) { summary, _ in
      summary.habit(summary.usualWeekday, of: 7)
    },
    BehaviourFact(SchemaColumn("usual_weekday_share", .share)) { summary, _ in
      summary.usualWeekday?.share ?? .nan
    },
    BehaviourFact(SchemaColumn("usual_hour", .hour), needs: "times of day") { summary, _ in
      summary.habit(summary.usualHour, of: 24)
    },
    BehaviourFact(SchemaColumn("usual_hour_share", .share), needs: "times of day") { summary, _ in
      summary.usualHour?.share ?? .nan
    },
    BehaviourFact(.text("usual_season", quarters)) { summary, _ in
      summary.habit(summary.usualQuarter, of: 4)
    },
    BehaviourFact(SchemaColumn("usual_season_share", .share)) { summary, _ in
      summary.usualQuarter?.share ?? .nan
    },
  ]
}
