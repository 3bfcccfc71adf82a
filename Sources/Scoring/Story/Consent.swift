internal import Features
internal import Histories
internal import Ingestion
internal import Segmentation
internal import Segments
internal import Snapshots

/// Who may be written to: nobody who unsubscribed, reported spam, whose mail came back, or of whom the
/// customers file says so.
enum Consent {
  /// Behaviour facts that tell of consent, where the log has such events.
  static func facts(in store: HistoryStore) -> [String] {
    let kinds = store.events.kinds.compactMap(EventKind.meaning(ofSpelling:))
    return kinds.contains(where: refusals.contains) ? [fact] : []
  }

  /// - Parameters:
  ///   - inputs: with `facts` besides.
  ///   - customerColumns: what the customers files say.
  ///   - customers: rows of the store, one a score row.
  /// - Returns: whether each may be contacted.
  static func given(
    _ inputs: RuleInputs, customerColumns: CustomerColumns?, customers: [Int]
  ) -> [Bool] {
    given({ inputs.column($0) }, customerColumns: customerColumns, customers: customers)
  }

  /// - Parameters:
  ///   - column: of the `facts`; nil where nobody's is known.
  ///   - customerColumns: what the customers files say.
  ///   - customers: rows of the store, one a score row.
  /// - Returns: whether each may be contacted.
  static func given(
    _ column: (String) -> RuleColumn?, customerColumns: CustomerColumns?, customers: [Int]
  ) -> [Bool] {
    let refused = column(fact).map { column in
      column.values.map { !$0.isNaN && column.texts[Int($0)] == "yes" }
    }
    let columns = (customerColumns?.names ?? []).enumerated().compactMap { index, name in
      let plain = normalized(name)
      return wishes.contains(plain)
        ? (index, false) : refusalColumns.contains(plain) ? (index, true) : nil
    }
    return customers.indices.map { row in
      if let refused, refused[row] { return false }
      return !columns.contains { index, meansRefusal in
        guard let text = customerColumns?.text(index, ofCustomer: customers[row]) else {
          return false
        }
        return (meansRefusal ? agreements : denials).contains(normalized(text))
      }
    }
  }

  /// Whether the text of a column of consent says yes; nothing said is no yes.
  static func isGiven(_ text: String) -> Bool { consents.contains(normalized(text)) }

  /// Whether a column's name is one of consent, whose yes lets one write.
  static func asksForConsent(_ column: String) -> Bool { wishes.contains(normalized(column)) }

  /// What means yes in a column that asks for consent.
  private static let consents: Set<String> = [
    "yes", "y", "true", "t", "1", "ja", "oui", "si", "sí", "subscribed", "opted_in", "granted",
  ]

  private static let fact = "mail_refused"
  private static let refusals = ["unsubscribe", "spam_complaint", "bounce"]
  /// Columns whose "no" is a refusal.
  private static let wishes: Set<String> = [
    "email_preference", "email_consent", "consent", "marketing_consent", "accepts_marketing",
    "accepts_email", "accepts_email_marketing", "email_marketing", "opt_in", "opted_in",
    "email_opt_in", "marketing_opt_in", "newsletter", "newsletter_opt_in", "subscribed",
    "email_marketing_consent", "email_status", "email_subscribed", "gdpr_consent",
  ]
  /// Columns whose "yes" is one.
  private static let refusalColumns: Set<String> = [
    "unsubscribed", "opted_out", "opt_out", "email_opt_out", "do_not_contact", "do_not_mail",
    "suppressed", "bounced",
  ]
  private static let denials: Set<String> = [
    "never", "no", "n", "none", "false", "f", "0", "unsubscribed", "opted_out", "not_subscribed",
    "bounced", "cleaned", "suppressed", "nein", "non",
  ]
  private static let agreements: Set<String> = [
    "yes", "y", "true", "t", "1", "unsubscribed", "opted_out", "bounced", "ja", "oui", "si", "sí",
  ]

  private static func normalized(_ text: String) -> String {
    String(text.lowercased().map { " -.".contains($0) ? "_" : $0 })
  }
}
