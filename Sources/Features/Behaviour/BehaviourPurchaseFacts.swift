internal import Expressions
internal import Histories
import Units

/// How a customer comes to buy: through which pages, touches and channels, and what.
struct PurchaseBehaviour {
  private var orders = 0
  private var views = 0
  private var searches = 0
  private var supportContacts = 0
  private var lastTouch: BehaviourKind?
  private var channel = -1
  private var favourite = -1
  private var next = -1
  private var benefits: [3 of Int] = .init(repeating: 0)

  /// Facts that look at events.
  static let factsOfEvents: Set = [
    "views_per_order", "last_touch", "searches", "support_contacts", "benefit_sought",
  ]
  static let touches = BehaviourKind.allCases.filter(\.isTouch)
  static let benefitNames = ["price", "reviews", "trends"]
  /// A touch that lies further back did not lead to the order.
  static let touchDays = 7

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    orders = prefix.orders.count
    let lastOrder = prefix.orders.last?.latestInstant
    if terms.looksAtTouches { count(prefix.events, until: lastOrder, terms.kinds.kinds) }
    var codes = CommonestCode()
    for order in prefix.orders { codes.count(order.channel) }
    channel = codes.finish()
    for category in prefix.categories { codes.count(category) }
    favourite = codes.finish()
    if let last = prefix.categories.last { next = terms.population.nextCategory[Int(last)] }
  }

  private mutating func count(
    _ events: ArraySlice<Event>, until lastOrder: Instant?, _ kinds: [BehaviourKind?]
  ) {
    for event in events {
      guard let kind = kinds[Int(event.kind)] else { continue }
      switch kind {
      case .productView: if lastOrder.map({ event.instant <= $0 }) == true { views += 1 }
      case .search: searches += 1
      case .supportTicket, .complaint: supportContacts += 1
      case .couponRedemption, .saleView: benefits[0] += 1
      case .reviewRead: benefits[1] += 1
      case .trendView: benefits[2] += 1
      default: break
      }
      if kind.isTouch, let lastOrder, event.instant <= lastOrder,
        lastOrder.day - event.instant.day <= Self.touchDays
      {
        lastTouch = kind
      }
    }
  }

  /// What is sought most, where it is half of all that was sought, and twice at least.
  private var benefit: Int? {
    let total = benefits[0] + benefits[1] + benefits[2]
    let top = (1..<3).reduce(0) { benefits[$1] > benefits[$0] ? $1 : $0 }
    return benefits[top] >= 2 && 2 * benefits[top] >= total ? top : nil
  }
}

/// Finds the commonest of some codes, the latest seen of equals; −1 where none is known.
///
/// One customer has few codes, so that a walk along them is faster than a table.
private struct CommonestCode {
  private var counts: [(code: Int32, count: Int)] = []
  private var top = (code: Int32(-1), count: 0)

  mutating func count(_ code: Int32) {
    guard code >= 0 else { return }
    let place = counts.firstIndex { $0.code == code } ?? counts.count
    if place == counts.count { counts.append((code, 0)) }
    counts[place].count += 1
    if counts[place].count >= top.count { top = counts[place] }
    // What is counted often is found early.
    if place > 0, counts[place].count > counts[place - 1].count { counts.swapAt(place, place - 1) }
  }

  /// Gives the code and starts anew.
  mutating func finish() -> Int {
    defer {
      counts.removeAll(keepingCapacity: true)
      top = (-1, 0)
    }
    return Int(top.code)
  }
}

extension PurchaseBehaviour: BehaviourFamily {
  static let facts: [BehaviourFact<Self>] = [
    BehaviourFact(SchemaColumn("views_per_order", .count), needs: "product_view") {
      $1.kinds.has(.productView) ? ratio($0.views, to: $0.orders) : .nan
    },
    BehaviourFact(.text("last_touch", touches.map(\.rawValue)), needs: "events") { summary, _ in
      place(of: summary.lastTouch, in: touches)
    },
    BehaviourFact(SchemaColumn("preferred_channel", .text), needs: "channel") { summary, _ in
      summary.channel < 0 ? .nan : Double(summary.channel)
    },
    BehaviourFact(SchemaColumn("searches", .count, isWhole: true), needs: "search") {
      $1.kinds.has(.search) ? Double($0.searches) : .nan
    },
    BehaviourFact(SchemaColumn("support_contacts", .count, isWhole: true), needs: "support_ticket")
    {
      $1.kinds.has(.supportTicket, .complaint) ? Double($0.supportContacts) : .nan
    },
    BehaviourFact(
      .text("benefit_sought", benefitNames),
      needs: "coupon_redemption, sale_view, review_read or trend_view"
    ) { summary, _ in summary.benefit.map(Double.init) ?? .nan },
    BehaviourFact(SchemaColumn("favourite_category", .text), needs: "category") { summary, _ in
      summary.favourite < 0 ? .nan : Double(summary.favourite)
    },
    BehaviourFact(SchemaColumn("next_category", .text), needs: "category") { summary, _ in
      summary.next < 0 ? .nan : Double(summary.next)
    },
  ]
}
