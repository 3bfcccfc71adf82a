/// The kinds of event that have features of their own.
///
/// Other kinds of engagement count in the totals only; what is no engagement, or unknown, as nothing.
package enum EventKind: Int, Sendable, CaseIterable {
  case emailOpen, emailClick, visit, productView, cartAdd, cartAbandonment
  case mailing, couponRedemption, supportTicket, review, referral
  /// Deliveries, bounces, complaints, orders and whatever nobody knows: it counts as nothing.
  case uncounted

  /// All that have features.
  package static let allCases: [EventKind] = [
    .emailOpen, .emailClick, .visit, .productView, .cartAdd, .cartAbandonment, .mailing,
    .couponRedemption, .supportTicket, .review, .referral,
  ]

  /// The standard spelling, used in feature names.
  package var name: String {
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
    case .uncounted: "uncounted"
    }
  }

  /// Whether it is something that the customer does out of interest.
  ///
  /// A mailing is contact received, and a ticket is trouble: neither counts in the totals.
  package var isEngagement: Bool {
    self != .mailing && self != .supportTicket && self != .uncounted
  }

  /// Whether only a person does it.
  ///
  /// Mail programs open e-mails and robots visit pages by themselves, and a mailing is the shop's doing:
  /// all three go on when the customer is gone. A visit to a store or a log-in is of the same kind as that of
  /// a page, and so does not count either.
  package var isDeliberate: Bool {
    self != .mailing && self != .emailOpen && self != .visit && self != .uncounted
  }

  /// Reads a kind as shops write it, in the spellings of `event-kinds.yaml`; what stands after a colon is
  /// a detail.
  ///
  /// - Returns: nil for kinds that count in the totals only.
  package init?(spelling text: String) {
    guard let meaning = EventKindTable.builtIn.meaning(text) else {
      self = .uncounted
      return
    }
    if let kind = meaning.feature.flatMap({ name in Self.allCases.first { $0.name == name } }) {
      self = kind
    } else if meaning.isEngagement {
      return nil
    } else {
      self = .uncounted
    }
  }

  /// What a name means in the table's own words; nil where nobody knows it.
  package static func knownAs(_ text: String) -> String? {
    EventKindTable.builtIn.meaning(text)?.name
  }

  /// All names that mean a kind, in the words of `event-kinds.yaml`: lower case, joined by `_`.
  package var names: [String] {
    EventKindTable.builtIn.names { $0.feature == name }
  }

  /// All names of what `event-kinds.yaml` calls so.
  package static func names(of meaning: String) -> [String] {
    EventKindTable.builtIn.names { $0.name == meaning }
  }

  /// All names of engagement that has no kind with features.
  package static var namesOfOtherEngagement: [String] {
    EventKindTable.builtIn.names { $0.isEngagement && $0.feature == nil }
  }
}
