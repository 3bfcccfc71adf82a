import Expressions
import Histories
import Units

/// How far a session went, from looking in to ordering.
enum JourneyStep: String, Sendable, CaseIterable {
  case visit, home, demo, category, product, cart, order
}

/// A run of page events with less than half an hour between them.
struct Session: Sendable {
  let start: Instant
  var end: Instant
  /// The furthest step before any order.
  var reached: JourneyStep

  static let longestPauseInSeconds: Int64 = 1_800

  /// Whether an order belongs to it.
  func holds(_ order: Order) -> Bool {
    order.instant >= start
      && order.instant.seconds <= end.seconds + Self.longestPauseInSeconds
  }
}

/// What a customer did in the shop's pages, session by session.
struct JourneyBehaviour {
  private let sessions: [Session]
  private let lastOrder: Order?
  private let orderBefore: Order?
  /// Place of the reason for which the last cart was left, −1 where none was given.
  private var cartReason = -1
  private var cartsLeft = 0

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    var sessions: [Session] = []
    for event in prefix.events {
      guard let kind = terms.kinds.kinds[Int(event.kind)] else { continue }
      if kind == .cartAbandonment {
        cartReason = terms.kinds.detail[Int(event.kind)]
        if terms.asOf - event.instant.day <= 30 { cartsLeft += 1 }
      }
      guard kind.isInSession else { continue }
      let step = kind.step
      if let last = sessions.last,
        event.instant.seconds - last.end.seconds < Session.longestPauseInSeconds
      {
        sessions[sessions.count - 1].end = event.instant
        if step.isFurther(than: last.reached) { sessions[sessions.count - 1].reached = step }
      } else {
        sessions.append(Session(start: event.instant, end: event.instant, reached: step))
      }
    }
    self.sessions = sessions
    lastOrder = prefix.orders.last
    orderBefore = prefix.orders.dropLast().last
  }

  /// How far the last session went, an order in it included.
  private var lastReached: JourneyStep? {
    guard let session = sessions.last else { return nil }
    return lastOrder.map(session.holds) == true ? .order : session.reached
  }

  /// Whether the last order came in a session that no other session went before, for a month or since
  /// the order before; nil where no session holds it.
  private var lastOrderInOneSession: Bool? {
    guard let lastOrder, let place = sessions.lastIndex(where: { $0.holds(lastOrder) }) else {
      return nil
    }
    let since = max(
      orderBefore?.instant ?? Instant(seconds: .min), Instant(startOf: lastOrder.instant.day - 30))
    return !sessions[..<place].contains { $0.start > since }
  }
}

extension JourneyStep {
  func isFurther(than other: JourneyStep) -> Bool {
    let steps = Self.allCases
    return (steps.firstIndex(of: self) ?? 0) > (steps.firstIndex(of: other) ?? 0)
  }
}

extension BehaviourKind {
  /// The step that a page event takes a session to.
  fileprivate var step: JourneyStep {
    switch self {
    case .homeView: .home
    case .demoView: .demo
    case .categoryView, .search, .trendView, .saleView: .category
    case .productView, .reviewRead: .product
    case .cartAdd: .cart
    default: .visit
    }
  }
}

extension JourneyBehaviour: BehaviourFamily {
  static let facts: [BehaviourFact<Self>] = [
    BehaviourFact(SchemaColumn("sessions", .count, isWhole: true), needs: "sessions") {
      $1.kinds.hasSessions ? Double($0.sessions.count) : .nan
    },
    BehaviourFact(
      SchemaColumn("days_since_session", .days, isWhole: true, better: .low), needs: "sessions"
    ) { summary, terms in summary.sessions.last.map { Double(terms.asOf - $0.end.day) } ?? .nan },
    BehaviourFact(.text("session_reached", JourneyStep.allCases.map(\.rawValue)), needs: "sessions")
    {
      summary, _ in place(of: summary.lastReached, in: JourneyStep.allCases)
    },
    BehaviourFact(
      SchemaColumn("cart_reason", .text), needs: "cart_abandonment with a detail"
    ) { summary, _ in summary.cartReason < 0 ? .nan : Double(summary.cartReason) },
    BehaviourFact(
      SchemaColumn("carts_left_30", .count, isWhole: true), needs: "cart_abandonment"
    ) { $1.kinds.has(.cartAbandonment) ? Double($0.cartsLeft) : .nan },
    BehaviourFact(.text("last_order_in_one_session", yesAndNo), needs: "sessions") { summary, _ in
      place(of: summary.lastOrderInOneSession)
    },
  ]
}
