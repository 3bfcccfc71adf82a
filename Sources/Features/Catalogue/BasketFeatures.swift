internal import Expressions
internal import Files
internal import Histories
internal import Units

/// What is in a customer's orders, where they are placed, and what comes back.
struct BasketSummary {
  private(set) var orders = 0
  private(set) var lines = 0
  private(set) var ordersWithPieces = 0
  private(set) var pieces = 0.0
  /// Value of the orders whose pieces are known.
  private(set) var valueOfPieces = 0.0
  private(set) var ordersWithDiscountKnown = 0
  private(set) var discounted = 0
  private(set) var ordersWithReturnKnown = 0
  private(set) var returned = 0
  private(set) var refunds = 0
  private(set) var cancelled = 0
  private(set) var gross = 0.0
  private(set) var refunded = 0.0
  private(set) var categories = CodeTally.Result()
  private(set) var channels = CodeTally.Result()

  /// - Parameters:
  ///   - prefix: a history with at least one order.
  ///   - money: how the store keeps money.
  ///   - tally: working space.
  init(_ prefix: HistoryPrefix, money: MoneyTerms, tally: inout CodeTally) {
    orders = prefix.orders.count
    refunds = prefix.refunds.count
    cancelled = prefix.cancelled
    var total: Int64 = 0
    var known: Int64 = 0
    for order in prefix.orders {
      total += order.amount
      lines += Int(order.lines)
      if !order.quantity.isNaN {
        ordersWithPieces += 1
        pieces += order.quantity
        known += order.amount
      }
      if let isDiscounted = order.discounted {
        ordersWithDiscountKnown += 1
        if isDiscounted { discounted += 1 }
      }
      if let isReturned = order.returned {
        ordersWithReturnKnown += 1
        if isReturned { returned += 1 }
      }
      tally.count(order.channel)
    }
    channels = tally.finish()
    for category in prefix.categories { tally.count(category) }
    categories = tally.finish()
    gross = money.value(total)
    valueOfPieces = money.value(known)
    refunded = money.value(prefix.refunds.reduce(0) { $0 + $1.amount })
  }
}

extension BasketSummary: FeatureFamily {
  static let formulas = features.map(\.formula)

  static let features: [Feature<Self>] = [
    Feature(
      FeatureDefinition(
        "lines_per_order", .count, .basket, none: .never, "Mean rows of the log an order."
      )
      .inSQL("lines / orders")
      .inConditions(isWhole: false)
    ) { ratio($0.lines, to: $0.orders) },
    Feature(
      FeatureDefinition(
        "pieces_per_order", .count, .basket,
        "Mean pieces an order, over orders whose pieces are known."
      )
      .inSQL(FeatureSQL.ratio("pieces", to: "orders_with_pieces"), of: .quantity)
      .inConditions(isWhole: false)
    ) { ratio($0.pieces, to: Double($0.ordersWithPieces)) },
    Feature(
      FeatureDefinition(
        "price_per_piece", .money, .basket,
        "Value over pieces, over orders whose pieces are known."
      )
      .inSQL(FeatureSQL.ratio("value_of_pieces", to: "pieces"), of: .quantity)
    ) { ratio($0.valueOfPieces, to: $0.pieces) },
    Feature(
      FeatureDefinition(
        "discount_share", .share, .basket,
        "Share of the orders with a discount; empty where the log does not say."
      )
      .inSQL("discounted / orders", of: .discount)
    ) { ratio($0.discounted, to: $0.ordersWithDiscountKnown) },
    Feature(
      FeatureDefinition(
        "return_share", .share, .basket,
        "Share of the orders of which something is known to be returned; empty where the log "
          + "does not say."
      )
      .inSQL("returned / orders", of: .returnedAt)
      .inConditions(better: .low)
    ) { ratio($0.returned, to: $0.ordersWithReturnKnown) },
    Feature(
      FeatureDefinition(
        "refunds", .count, .basket, none: .zero, "Refunds so far."
      )
      .inSQL("refunds")
      .inConditions(better: .low)
    ) { Double($0.refunds) },
    Feature(
      FeatureDefinition(
        "refunded_ratio", .ratio, .basket, none: .zero,
        "Money refunded over the value of all orders; empty where that is 0."
      )
      .inSQL(FeatureSQL.ratio("refunded", to: "gross"))
      .inConditions(better: .low)
    ) { ratio($0.refunded, to: $0.gross) },
    Feature(
      FeatureDefinition(
        "cancelled_orders", .orders, .basket, none: .zero,
        "Orders whose rows cancelled to nothing."
      )
      .inSQL("cancelled")
      .inConditions(better: .low)
    ) { Double($0.cancelled) },
    Feature(
      FeatureDefinition(
        "distinct_categories", .count, .basket,
        "Different categories ordered; empty where none is known."
      )
      .inSQL("distinct_categories", of: .category)
    ) { $0.categories.total > 0 ? Double($0.categories.distinct) : .nan },
    Feature(
      FeatureDefinition(
        "top_category_share", .share, .basket,
        "Share of the lines in the customer's commonest category; empty where none is known."
      )
      .inSQL(FeatureSQL.ratio("top_category", to: "category_lines"), of: .category)
    ) { ratio($0.categories.top, to: $0.categories.total) },
    Feature(
      FeatureDefinition(
        "distinct_channels", .count, .basket,
        "Different channels ordered through; empty where none is known.")
    ) { $0.channels.total > 0 ? Double($0.channels.distinct) : .nan },
    Feature(
      FeatureDefinition(
        "top_channel_share", .share, .basket,
        "Share of the orders in the customer's commonest channel; empty where none is known."
      )
      .inReasons("% of orders through one channel")
    ) { ratio($0.channels.top, to: $0.channels.total) },
  ]
}

/// Counts how often codes occur, in one table that is cleared in the time it took to fill.
struct CodeTally {
  struct Result {
    var total = 0
    var distinct = 0
    /// Occurrences of the commonest code.
    var top = 0
  }

  private var occurrences: [Int32] = []
  private var seen: [Int32] = []
  private var result = Result()

  /// Counts a code; −1, the unknown, is left out.
  mutating func count(_ code: Int32) {
    guard code >= 0 else { return }
    let index = Int(code)
    if index >= occurrences.count {
      occurrences.append(contentsOf: repeatElement(0, count: index + 1 - occurrences.count))
    }
    occurrences[index] += 1
    if occurrences[index] == 1 {
      seen.append(code)
      result.distinct += 1
    }
    result.total += 1
    result.top = max(result.top, Int(occurrences[index]))
  }

  /// Gives the counts and starts anew.
  mutating func finish() -> Result {
    for code in seen { occurrences[Int(code)] = 0 }
    seen.removeAll(keepingCapacity: true)
    defer { result = Result() }
    return result
  }
}
