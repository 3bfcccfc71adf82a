internal import Dense
internal import Expressions
internal import Histories
internal import Units

/// A run of page events with less than half an hour between them.
struct Session: Sendable {
  let start: Instant
  /// Of its last page.
  private(set) var end: Instant
  /// The furthest step before any order.
  private(set) var reached: JourneyStep

  static let longestPauseInSeconds: Int64 = 1_800
  /// A cart is told as left within so long of its session's last page.
  static let longestAbandonmentInSeconds: Int64 = 86_400

  init(at instant: Instant, _ step: JourneyStep) {
    (start, end, reached) = (instant, instant, step)
  }

  /// Whether a page belongs to it; adds it where it does.
  mutating func takes(_ instant: Instant, _ step: JourneyStep) -> Bool {
    guard instant.seconds - end.seconds < Self.longestPauseInSeconds else { return false }
    end = instant
    if step.isFurther(than: reached) { reached = step }
    return true
  }

  /// Whether a cart that is told as left is its own, which it then has reached.
  mutating func takesAbandonment(_ instant: Instant) -> Bool {
    guard instant.seconds - end.seconds <= Self.longestAbandonmentInSeconds else { return false }
    reached = .cart
    return true
  }

  /// Whether an order belongs to it.
  func holds(_ order: Order) -> Bool {
    precedes(order) && order.instant.seconds <= end.seconds + Self.longestPauseInSeconds
  }

  /// Whether an order came in it or after it.
  func precedes(_ order: Order) -> Bool { order.latestInstant >= start }
}

extension Order {
  /// The latest time that it may have: the end of its day where the log has days alone.
  var latestInstant: Instant {
    let midnight = Instant(startOf: instant.day)
    return instant == midnight ? Instant(seconds: midnight.seconds + 86_399) : instant
  }
}

/// What a customer did in the shop's pages, session by session.
struct JourneyBehaviour {
  private let sessions: [Session]
  private let lastOrder: Order?
  private let orderBefore: Order?
  /// Place of the reason for which the last session's cart was left, −1 where none was given.
  private var cartReason = -1
  private var cartsLeft = 0

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    var sessions: [Session] = []
    func last(_ takes: (inout Session) -> Bool) -> Bool {
      sessions.isEmpty ? false : takes(&sessions[sessions.count - 1])
    }
    let (kinds, steps) = (terms.kinds.kinds, terms.kinds.steps)
    for event in prefix.events {
      let code = Int(event.kind)
      if let step = steps[code] {
        if !last({ $0.takes(event.instant, step) }) {
          sessions.append(Session(at: event.instant, step))
          cartReason = -1
        }
      } else if kinds[code] == .cartAbandonment {
        if terms.asOf - event.instant.day <= 30 { cartsLeft += 1 }
        // A log may tell of carts left and of no pages.
        if !last({ $0.takesAbandonment(event.instant) }) {
          sessions.append(Session(at: event.instant, .cart))
        }
        cartReason = terms.kinds.detail[code]
      }
    }
    self.sessions = sessions
    lastOrder = prefix.orders.last
    orderBefore = prefix.orders.dropLast().last
  }

  /// How far the last session went, an order in it or after it included.
  private var lastReached: JourneyStep? {
    guard let session = sessions.last else { return nil }
    return lastOrder.map(session.precedes) == true ? .order : session.reached
  }

  /// Whether the last order came in a session that no other session went before, for a month or since
  /// the order before; nil where no session holds it.
  private var lastOrderInOneSession: Bool? {
    guard let lastOrder, let place = sessions.lastIndex(where: { $0.holds(lastOrder) }) else {
      return nil
    }
    let since = max(
      orderBefore?.latestInstant ?? Instant(seconds: .min),
      Instant(startOf: lastOrder.instant.day - 30))
    return !sessions[..<place].contains { $0.start > since }
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
