/// What is true of one simulated customer, most of which no log shows.
///
/// Times are in days from the log's first day.
package struct CustomerTruth: Sendable {
  package var number = 0
  /// Of the first order.
  package var born = 0.0
  /// When the customer drops out for ever, maybe long after the log's end.
  package var dies = 0.0
  /// Orders a day while alive, season and contact apart.
  package var purchaseRate = 0.0
  /// Chance a day to drop out.
  package var dropoutRate = 0.0
  /// Money of an order on average.
  package var meanSpend = 0.0
  /// Orders before the end of the log, the first among them.
  package var orders = 0
  package var isAlive = false
  /// Given own rates and whether alive at the end of the log.
  package var expectedOrders = 0.0
  package var actualOrders = 0
  package var actualCents = 0
  /// Nil where nobody was contacted, or the first order came later.
  package var isTreated: Bool?
  /// Orders that the contact is expected to add, given own rates and whether alive at its time: for
  /// the treated and for those who might have been.
  package var treatmentEffect = 0.0
  /// Probability of an order in the horizon without a contact, given own rates and whether alive at the
  /// end of the log.
  package var orderProbability = 0.0
  /// The same with a contact at the end of the log; nil where no contact brings orders of its own.
  package var orderProbabilityIfContacted: Double?

  /// Money expected in the horizon with a contact at the end of the log.
  package var expectedSpendIfContacted: Double? {
    orderProbabilityIfContacted.map { expectedSpend + ($0 - orderProbability) * meanSpend }
  }

  package var expectedSpend: Double { expectedOrders * meanSpend }
}

/// One order of a simulated customer.
struct SimulatedOrder {
  var day: Double
  var cents: Int
  var pieces: Int
  var category: Int
  var channel: Channel
  /// Percent taken off.
  var discount: Int
  /// Day on which it came back; nil where it was kept.
  var returnedDay: Double?
}

enum Channel: Int, CaseIterable {
  case web, app, store, phone

  var isOnline: Bool { self == .web || self == .app }
}

/// Kinds of event, as they are written: the standard spellings of the product.
enum SimulatedEventKind: Int, CaseIterable {
  case emailOpen, emailClick, visit, productView, cartAdd, cartAbandonment
  case mailing, couponRedemption, supportTicket, review, referral
  // With behaviour only.
  case homeView, demoView, categoryView, search, saleView, reviewRead, trendView
  case adClick, socialClick, complaint, unsubscribe, referredBy

  var name: String {
    switch self {
    case .emailOpen: "email_open"
    case .emailClick: "email_click"
    case .visit: "visit"
    case .productView: "product_view"
    case .cartAdd: "cart_add"
    case .cartAbandonment: "cart_abandonment"
    case .mailing: "mailing"
    case .couponRedemption: "coupon_redemption"
    case .supportTicket: "support_ticket"
    case .review: "review"
    case .referral: "referral"
    case .homeView: "home_view"
    case .demoView: "demo_view"
    case .categoryView: "category_view"
    case .search: "search"
    case .saleView: "sale_view"
    case .reviewRead: "review_read"
    case .trendView: "trend_view"
    case .adClick: "ad_click"
    case .socialClick: "social_click"
    case .complaint: "complaint"
    case .unsubscribe: "unsubscribe"
    case .referredBy: "referred_by"
    }
  }
}

struct SimulatedEvent {
  var day: Double
  var kind: SimulatedEventKind
  /// In hundredths; nil where the kind has no value.
  var hundredths: Int?
  /// With behaviour only.
  var detail: SimulatedDetail?
}
