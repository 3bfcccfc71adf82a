internal import Expressions
internal import Histories
internal import Units

/// How it went for a customer, whom the shop reaches, and whom the customer brought.
struct ExperienceBehaviour {
  private var lowestRating = Double.nan
  private var complaints = 0
  private var returnedOrders: Int?
  private var lastBad: Day?
  private var wasActiveBefore: Bool?
  private var ordersAfter = 0
  private var mailings = 0
  private var reads = 0
  private var unsubscribed = false
  private var complainedOfSpam = false
  /// Since the last read.
  private var hasBounced = false
  private var socialTouches = 0
  private var referrals = 0
  /// Places of the details that name whom the customer referred.
  private var referred: Set<Int> = []
  private var wasReferred = false

  static let worstRating = 2.0
  static let mailWindow = 180
  static let activeWindow = 365

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    for event in prefix.events {
      guard let kind = terms.kinds.kinds[Int(event.kind)] else { continue }
      count(event, kind, terms)
    }
    for order in prefix.orders {
      guard let isReturned = order.returned else { continue }
      returnedOrders = (returnedOrders ?? 0) + (isReturned ? 1 : 0)
      if isReturned { noteBad(order.instant.day) }
    }
    guard let lastBad else { return }
    ordersAfter = prefix.orders.count { $0.instant.day > lastBad }
    wasActiveBefore = prefix.orders.contains {
      let before = lastBad - $0.instant.day
      return before >= 0 && before <= Self.activeWindow
    }
  }

  private mutating func count(_ event: Event, _ kind: BehaviourKind, _ terms: BehaviourTerms) {
    let day = event.instant.day
    let isRecent = terms.asOf - day <= Self.mailWindow
    switch kind {
    case .review where !event.value.isNaN:
      lowestRating = lowestRating.isNaN ? event.value : min(lowestRating, event.value)
      if event.value <= Self.worstRating { noteBad(day) }
    case .complaint:
      complaints += 1
      noteBad(day)
    case .mailing: if isRecent { mailings += 1 }
    case .emailOpen, .emailClick:
      if isRecent { reads += 1 }
      hasBounced = false
    case .unsubscribe: unsubscribed = true
    case .spamComplaint: complainedOfSpam = true
    case .bounce: hasBounced = true
    case .socialClick: socialTouches += 1
    case .referredBy: wasReferred = true
    case .referral:
      referrals += 1
      referred.insert(terms.kinds.detail[Int(event.kind)])
    default: break
    }
  }

  /// What those who were referred have spent; nil where none of them is a customer.
  private func referredSpend(_ population: BehaviourPopulation) -> Double? {
    let spend = referred.sorted().compactMap { population.spendOfReferred[$0] }
    return spend.isEmpty ? nil : spend.reduce(0, +)
  }

  private mutating func noteBad(_ day: Day) { lastBad = lastBad.map { max($0, day) } ?? day }
}

extension ExperienceBehaviour: BehaviourFamily {
  static let facts: [BehaviourFact<Self>] = [
    BehaviourFact(
      SchemaColumn("lowest_rating", .score, better: .high), needs: "review with a value"
    ) { summary, _ in summary.lowestRating },
    BehaviourFact(
      SchemaColumn("complaints", .count, isWhole: true, better: .low), needs: "complaint"
    ) { $1.kinds.has(.complaint) ? Double($0.complaints) : .nan },
    BehaviourFact(
      SchemaColumn("returned_orders", .count, isWhole: true, better: .low), needs: "returned"
    ) { summary, _ in summary.returnedOrders.map(Double.init) ?? .nan },
    BehaviourFact(
      SchemaColumn("days_since_bad_experience", .days, isWhole: true),
      needs: "review, complaint or returned"
    ) { summary, terms in summary.lastBad.map { Double(terms.asOf - $0) } ?? .nan },
    BehaviourFact(
      .text("active_before_bad_experience", yesAndNo), needs: "review, complaint or returned"
    ) { summary, _ in place(of: summary.wasActiveBefore) },
    BehaviourFact(
      SchemaColumn("orders_after_bad_experience", .count, isWhole: true),
      needs: "review, complaint or returned"
    ) { summary, _ in summary.lastBad == nil ? .nan : Double(summary.ordersAfter) },
    BehaviourFact(SchemaColumn("mailings_180", .count, isWhole: true), needs: "mailing") {
      $1.kinds.has(.mailing) ? Double($0.mailings) : .nan
    },
    BehaviourFact(
      SchemaColumn("mail_reads_180", .count, isWhole: true, better: .high), needs: "email_open"
    ) { $1.kinds.has(.emailOpen, .emailClick) ? Double($0.reads) : .nan },
    BehaviourFact(.text("unsubscribed", yesAndNo), needs: "unsubscribe") {
      $1.kinds.has(.unsubscribe) ? place(of: $0.unsubscribed) : .nan
    },
    BehaviourFact(
      .text("mail_refused", yesAndNo), needs: "unsubscribe, spam_complaint or bounce"
    ) {
      $1.kinds.has(.unsubscribe, .spamComplaint, .bounce)
        ? place(of: $0.unsubscribed || $0.complainedOfSpam || $0.hasBounced) : .nan
    },
    BehaviourFact(SchemaColumn("social_touches", .count, isWhole: true), needs: "social_click") {
      $1.kinds.has(.socialClick) ? Double($0.socialTouches) : .nan
    },
    BehaviourFact(
      SchemaColumn("referrals_made", .count, isWhole: true, better: .high), needs: "referral"
    ) { $1.kinds.has(.referral) ? Double($0.referrals) : .nan },
    BehaviourFact(
      SchemaColumn("referred_spend", .money, better: .high),
      needs: "referral with the customer's id as detail"
    ) { $0.referredSpend($1.population) ?? .nan },
    BehaviourFact(.text("was_referred", yesAndNo), needs: "referred_by") {
      $1.kinds.has(.referredBy) ? place(of: $0.wasReferred) : .nan
    },
  ]
}
