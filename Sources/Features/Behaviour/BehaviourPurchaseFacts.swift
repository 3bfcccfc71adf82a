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

  static let touches = BehaviourKind.allCases.filter(\.isTouch)
  static let benefitNames = ["price", "reviews", "trends"]
  /// A touch that lies further back did not lead to the order.
  static let touchDays = 7

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    orders = prefix.orders.count
    let lastOrder = prefix.orders.last?.latestInstant
    for event in prefix.events {
      guard let kind = terms.kinds.kinds[Int(event.kind)] else { continue }
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
    channel = commonest(prefix.orders.map { Int($0.channel) })
    favourite = commonest(prefix.categories.map(Int.init))
    if let last = prefix.categories.last { next = terms.population.nextCategory[Int(last)] }
  }

  /// What is sought most, where it is half of all that was sought, and twice at least.
  private var benefit: Int? {
    let total = benefits[0] + benefits[1] + benefits[2]
    let top = (1..<3).reduce(0) { benefits[$1] > benefits[$0] ? $1 : $0 }
    return benefits[top] >= 2 && 2 * benefits[top] >= total ? top : nil
  }
}

/// The commonest code, the latest seen of equals; −1 where none is known.
private func commonest(_ codes: [Int]) -> Int {
  var counts: [Int: Int] = [:]
  var top = (code: -1, count: 0)
  for code in codes where code >= 0 {
    counts[code, default: 0] += 1
    if counts[code, default: 0] >= top.count { top = (code, counts[code, default: 0]) }
  }
  return top.code
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
