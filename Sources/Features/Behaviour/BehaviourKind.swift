internal import Dense
internal import Files

/// What an event tells of behaviour: finer than the kinds that have features.
enum BehaviourKind: String, Sendable, CaseIterable {
  case emailOpen = "email_open"
  case emailClick = "email_click"
  case visit
  case homeView = "home_view"
  case demoView = "demo_view"
  case categoryView = "category_view"
  case productView = "product_view"
  case search
  case cartAdd = "cart_add"
  case cartAbandonment = "cart_abandonment"
  case mailing
  case unsubscribe
  case bounce
  case spamComplaint = "spam_complaint"
  case couponRedemption = "coupon_redemption"
  case supportTicket = "support_ticket"
  case complaint
  case review
  case reviewRead = "review_read"
  case trendView = "trend_view"
  case saleView = "sale_view"
  case referral
  case referredBy = "referred_by"
  case socialClick = "social_click"
  case adClick = "ad_click"

  /// Reads a kind as shops write it; what stands after a colon is a detail.
  init?(spelling text: String) {
    let plain = String(
      text.prefix { $0 != ":" }.lowercased().map { " -.".contains($0) ? "_" : $0 })
    if let own = Self.spellings[plain] {
      self = own
    } else if let meaning = EventKindTable.builtIn.meaning(text),
      let same = BehaviourKind(rawValue: meaning.name)
    {
      self = same
    } else {
      return nil
    }
  }

  private static let spellings: [String: BehaviourKind] = [
    "home_view": .homeView, "home": .homeView, "homepage": .homeView, "home_page": .homeView,
    "demo_view": .demoView, "demo": .demoView, "trial": .demoView,
    "category_view": .categoryView, "category": .categoryView, "browse": .categoryView,
    "search": .search, "site_search": .search,
    "unsubscribe": .unsubscribe, "unsubscribed": .unsubscribe, "email_unsubscribe": .unsubscribe,
    "complaint": .complaint, "complain": .complaint,
    "review_read": .reviewRead, "reviews_view": .reviewRead, "read_review": .reviewRead,
    "trend_view": .trendView, "trends": .trendView, "whats_new": .trendView, "new_in": .trendView,
    "sale_view": .saleView, "sale": .saleView, "price_filter": .saleView, "deals": .saleView,
    "referred_by": .referredBy, "social_click": .socialClick, "social": .socialClick,
    "social_post": .socialClick, "ad_click": .adClick, "ad": .adClick,
  ]

  /// Whether it happens in the shop's pages, in sessions.
  var isInSession: Bool {
    switch self {
    case .visit, .homeView, .demoView, .categoryView, .productView, .search, .cartAdd, .reviewRead,
      .trendView, .saleView:
      true
    default: false
    }
  }

  /// Whether it can be what led to an order.
  var isTouch: Bool {
    switch self {
    case .emailOpen, .emailClick, .mailing, .couponRedemption, .socialClick, .adClick, .search,
      .referredBy, .supportTicket, .trendView, .saleView, .visit:
      true
    default: false
    }
  }
}

extension BehaviourKind {
  /// The step that a page event takes a session to.
  var step: JourneyStep {
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

extension EventKind {
  /// The name of what a kind of event means, the finest there is: `complaint` beside `support_ticket`; nil for
  /// kinds without a meaning of their own.
  package static func meaning(ofSpelling text: String) -> String? {
    BehaviourKind(spelling: text)?.rawValue
  }

  /// Whether what stands behind the colon of a kind is the id of another customer.
  package static func namesCustomer(_ text: String) -> Bool {
    guard let kind = BehaviourKind(spelling: text) else { return false }
    return kind == .referral || kind == .referredBy
  }

  /// All names of meanings.
  package static let meanings = BehaviourKind.allCases.map(\.rawValue)
}

/// What the kind codes of a log stand for.
struct EventMeanings: Sendable {
  /// By code; nil for kinds without a meaning here.
  let kinds: [BehaviourKind?]
  /// By code: the step that a page takes its session to; nil for what is no page.
  let steps: [JourneyStep?]
  /// By code: the place of the text after the colon among `details`, −1 where there is none.
  let detail: [Int]
  /// Reasons, categories, ids of the referred … in UTF-8 byte order.
  let details: [String]
  /// Which kinds the log has had before the as-of date.
  private let begun: Set<BehaviourKind>

  init(_ names: [String], begun: [Bool]) {
    let kinds = names.map(BehaviourKind.init(spelling:))
    self.kinds = kinds
    steps = kinds.map { kind in kind.flatMap { $0.isInSession ? $0.step : nil } }
    let texts = names.map { name -> String? in
      guard let colon = name.firstIndex(of: ":") else { return nil }
      let text = name[name.index(after: colon)...].drop { $0 == " " }
      return text.isEmpty ? nil : String(text)
    }
    let sorted = Set(texts.compactMap(\.self)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    details = sorted
    let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    detail = texts.map { $0.flatMap { places[$0] } ?? -1 }
    self.begun = Set(zip(kinds, begun).compactMap { $1 ? $0 : nil })
  }

  /// Whether the log has had an event of any of these kinds; where not, their absence tells nothing.
  func has(_ kinds: BehaviourKind...) -> Bool { kinds.contains(where: begun.contains) }

  /// Whether the log has had pages of sessions.
  var hasPages: Bool { begun.contains(where: \.isInSession) }

  /// Whether the log has had anything that tells of sessions.
  var hasSessions: Bool { hasPages || has(.cartAbandonment) }
}
