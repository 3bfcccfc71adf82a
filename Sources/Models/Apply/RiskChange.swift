/// How a part of what is known of a customer moves the risk.
package struct RiskChange: Sendable, Equatable {
  /// What the part adds to the logit.
  package let contribution: Double
  /// The customer's logit.
  package let logit: Double

  package init(contribution: Double, logit: Double) {
    self.contribution = contribution
    self.logit = logit
  }

  /// The risk of a customer who is average in this part, and else the same.
  package var riskWithout: Double { logistic(logit - contribution) }
  package var risk: Double { logistic(logit) }
}
