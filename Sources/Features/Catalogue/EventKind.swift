/// The kinds of event that have features of their own.
///
/// Any other kind counts in the totals of engagement only.
package enum EventKind: Int, Sendable, CaseIterable {
  case emailOpen, emailClick, visit, productView, cartAdd, cartAbandonment
  case mailing, couponRedemption, supportTicket, review, referral

  /// The standard spelling, used in feature names.
  package var name: String { spellings[0] }

  /// Whether it is something that the customer does out of interest.
  ///
  /// A mailing is contact received, and a ticket is trouble: neither counts in the totals.
  package var isEngagement: Bool { self != .mailing && self != .supportTicket }

  /// Whether only a person does it.
  ///
  /// Mail programs open e-mails and robots visit pages by themselves, and a mailing is the shop's doing:
  /// all three go on when the customer is gone. A visit to a store or a log-in is of the same kind as that of
  /// a page, and so does not count either.
  package var isDeliberate: Bool { self != .mailing && self != .emailOpen && self != .visit }

  /// Reads a kind as shops write it; upper case, blanks, hyphens and points do not matter, and what
  /// stands after a colon is a detail.
  package init?(spelling text: String) {
    let normalised = String(
      text.prefix { $0 != ":" }.lowercased().map { " -.".contains($0) ? "_" : $0 })
    guard let kind = Self.allCases.first(where: { $0.spellings.contains(normalised) }) else {
      return nil
    }
    self = kind
  }

  private var spellings: [String] {
    switch self {
    case .emailOpen: ["email_open", "email_opened", "mail_open", "open", "opened"]
    case .emailClick: ["email_click", "email_clicked", "mail_click", "click", "clicked"]
    case .visit:
      ["visit", "site_visit", "web_visit", "store_visit", "app_visit", "session", "login"]
    case .productView: ["product_view", "product_viewed", "item_view", "view_item", "view"]
    case .cartAdd: ["cart_add", "add_to_cart", "added_to_cart", "basket_add", "add_to_basket"]
    case .cartAbandonment:
      [
        "cart_abandonment", "cart_abandon", "cart_abandoned", "abandoned_cart", "abandon_cart",
        "basket_abandonment",
      ]
    case .mailing:
      [
        "mailing", "mail", "mail_sent", "email", "email_send", "email_sent", "newsletter",
        "campaign", "catalog", "catalogue",
      ]
    case .couponRedemption:
      [
        "coupon_redemption", "coupon_redeem", "coupon_redeemed", "coupon_used", "coupon", "redeem",
        "redemption",
      ]
    case .supportTicket:
      ["support_ticket", "support", "support_contact", "ticket", "complaint"]
    case .review: ["review", "product_review", "rating"]
    case .referral: ["referral", "refer", "referred", "referral_sent"]
    }
  }
}
