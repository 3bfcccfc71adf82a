/// What a treatment does to a customer, as far as predictions tell (Radcliffe & Surry 2011).
package enum UpliftKind: String, Sendable, CaseIterable, Encodable {
  /// Gains enough to be worth a contact.
  case persuadable
  /// Has the outcome anyway.
  case sureThing = "sure_thing"
  /// Does not have it either way.
  case lostCause = "lost_cause"
  /// Is less likely to have it when treated.
  case sleepingDog = "sleeping_dog"

  /// - Parameters:
  ///   - uplift: predicted.
  ///   - control: the predicted outcome without treatment.
  ///   - threshold: uplift from which a contact is worth it, at least 0.
  ///   - level: mean of the predicted outcomes without treatment.
  package init(uplift: Double, control: Double, threshold: Double, level: Double) {
    self =
      if uplift < 0 {
        .sleepingDog
      } else if uplift >= threshold {
        .persuadable
      } else if control >= level {
        .sureThing
      } else {
        .lostCause
      }
  }
}
