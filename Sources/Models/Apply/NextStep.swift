package import Interventions

/// What to do about a customer: list, risk and lapse decide, and only where they leave it open the rule
/// of the customer's segment.
package enum NextStep: String, Sendable, CaseIterable {
  case bestOffer = "Best offer, now."
  case reminder = "A reminder, no discount."
  case attention = "Ask how it was and show what goes with it; no discount."
  case winBack = "Win back: one cheap attempt."
  case noMessage = "Send nothing: no consent."
  case wait = "Leave them in peace: it is not sure that an attempt would pay."
  case leaveAlone = "Leave them in peace: an attempt would not pay."

  /// Nil where the segment's rule has the word.
  ///
  /// - Parameters:
  ///   - list: the customer's; nil where values are not known, so that no list is.
  ///   - whyNot: why not to act; nil on that list.
  ///   - lapse: as the row tells it; nil where the customer has no rhythm of their own.
  ///   - p: the churn probability, in [0, 1].
  package init?(list: InterventionList?, whyNot: WhyNot?, lapse: Lapse?, churnProbability p: Double)
  {
    let isAtRisk =
      switch lapse {
      case .highRisk, .lost: true
      case .notDue, .onTime, .skippedOnce: false
      case nil: p > CustomerReading.evenChance
      }
    switch (list, whyNot) {
    case (nil, _): return nil
    case (.act, _): self = isAtRisk ? .bestOffer : lapse == .skippedOnce ? .reminder : .attention
    case (.winBack, _): self = .winBack
    case (.some(.none), .noConsent): self = .noMessage
    case (.some(.none), .noGain) where isAtRisk || p > CustomerReading.evenChance:
      self = .leaveAlone
    case (.some(.none), .uncertainGain) where isAtRisk || p > CustomerReading.evenChance:
      self = .wait
    case (.some(.none), .noGain), (.some(.none), .uncertainGain), (.some(.none), .weakModel),
      (.some(.none), .unreliable), (.some(.none), .longInactive), (.some(.none), nil):
      return nil
    }
  }
}
