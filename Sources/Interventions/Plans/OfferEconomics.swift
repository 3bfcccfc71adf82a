/// One customer as the economics of an offer look at them.
package struct CustomerProspect: Sendable, Equatable {
  /// p, in [0, 1].
  package let churnProbability: Double
  /// a: the chance of still being a customer, in [1 − p, 1].
  package let stillCustomer: Double
  /// Expected margin over the value horizon given an order in the churn horizon, and given none.
  package let valueIfKept: Double
  package let valueIfNot: Double

  package init(
    churnProbability: Double, stillCustomer: Double, valueIfKept: Double, valueIfNot: Double
  ) {
    self.churnProbability = churnProbability
    self.stillCustomer = stillCustomer
    self.valueIfKept = valueIfKept
    self.valueIfNot = valueIfNot
  }

  /// Takes a from the expected gain that a score row has, with which it has a linear relation.
  ///
  /// With q = 1 − p and g = e^δ − 1 of the save rate, the gain before cost is
  /// G = qg ÷ (a + qg) · ((a − q)·kept − p·not) (`Economics.prospect`), so that
  /// a = qg·(q·kept + p·not + G) ÷ (qg·kept − G).
  ///
  /// Nil where no a in [q, 1] gives that gain: other assumptions were made. A customer about whom the
  /// gain says nothing (sure to leave, or worth nothing) counts as one, a = 1.
  /// - Parameters:
  ///   - p: the churn probability, in [0, 1].
  ///   - kept: the row's value if kept.
  ///   - not: its value if not.
  ///   - economics: with which the row was scored.
  ///   - gain: the row's expected gain, cost taken off.
  package init?(
    churnProbability p: Double, valueIfKept kept: Double, valueIfNot not: Double,
    scoredWith economics: Economics, expectedGain gain: Double
  ) {
    let q = 1 - p
    let g = economics.saveRate.oddsGain
    let gross = gain + economics.contactCost
    let denominator = q * g * kept - gross
    let scale = q * g * abs(kept) + abs(gross)
    var a = 1.0
    if scale > 1e-12, abs(denominator) > 1e-9 * scale {
      a = q * g * (q * kept + p * not + gross) / denominator
    } else if abs(gross) > 1e-9 {
      return nil
    }
    guard a > q - 1e-6, a < 1 + 1e-6 else { return nil }
    self.init(
      churnProbability: p, stillCustomer: min(1, max(q, a)), valueIfKept: kept, valueIfNot: not)
  }
}

/// What an offer does to the chance of an order.
package enum OfferEffect: Sendable, Equatable {
  /// Assumed or learned: the lift at a churn probability of ½, from which the lift of others follows.
  case saveRate(SaveRate)
  /// Measured for customers like this one: the lift itself, in [−1, 1]. It is cut where more would order
  /// than are still customers, or fewer than none.
  case lift(Double)

  /// s of a customer, in [−(1 − p), a − (1 − p)].
  func lift(of customer: CustomerProspect) -> Double {
    let (a, q) = (customer.stillCustomer, 1 - customer.churnProbability)
    let silent = max(0, a - q)
    switch self {
    case .saveRate(let rate):
      return silent > 0 ? a * rate.lift(churnProbability: min(1, silent / a)) : 0
    case .lift(let lift): return min(max(lift, -q), silent)
    }
  }
}

/// What one offer does and costs, in money.
package struct OfferEconomics: Sendable, Equatable {
  package let effect: OfferEffect
  /// Of reaching the customer, used or not; 0 or more.
  package let contactCost: Double
  /// Of the incentive to whoever uses it, 0 or more.
  package let incentiveCost: Double
  /// Share of those who order that use the incentive, would they have ordered anyway or not; in [0, 1].
  package let useRate: Double
  /// Share of the values that is earned, in (0, 1].
  package let margin: Double
  /// Money of an order that the offer brings; nil where it keeps the customer, with all that is worth.
  package let orderWorth: Double?

  package init(
    effect: OfferEffect, contactCost: Double, incentiveCost: Double, useRate: Double,
    margin: Double, orderWorth: Double? = nil
  ) {
    precondition(contactCost >= 0 && incentiveCost >= 0 && (0...1).contains(useRate) && margin > 0)
    self.effect = effect
    self.contactCost = contactCost
    self.incentiveCost = incentiveCost
    self.useRate = useRate
    self.margin = margin
    self.orderWorth = orderWorth
  }

  /// What the offer is expected to bring of one customer.
  package struct Expectation: Sendable, Equatable {
    /// s: the lift in the chance of an order.
    package let lift: Double
    /// s·(kept − v), or s times the worth of an order, as margin, before any cost.
    package let grossGain: Double
    /// Contact, and the incentive for all who use it: contact + u·(q + s)·incentive.
    package let cost: Double
    /// Of that, the incentive paid to those who would have ordered anyway: u·q·incentive.
    package let paidToStayers: Double
    /// The incentive at which nothing is left: (s·(kept − v) − contact) ÷ (u·(q + s)); nil where none is
    /// ever paid or the contact alone costs more.
    package let breakEvenIncentive: Double?

    /// grossGain − cost.
    package var gain: Double { grossGain - cost }
  }

  package func expectation(of customer: CustomerProspect) -> Expectation {
    let (p, a) = (customer.churnProbability, customer.stillCustomer)
    let q = 1 - p
    let silent = a - q
    let lift = effect.lift(of: customer)
    let alreadyWorth = silent > 0 ? lift / silent * p * customer.valueIfNot : 0
    let worth =
      margin * (orderWorth.map { lift * $0 } ?? (lift * customer.valueIfKept - alreadyWorth))
    // Whoever is kept from ordering is no gain, though kept may be worth less than who is merely silent.
    let gross = lift < 0 ? min(0, worth) : worth
    let users = useRate * (q + lift)
    let left = gross - contactCost
    return Expectation(
      lift: lift, grossGain: gross, cost: contactCost + users * incentiveCost,
      paidToStayers: useRate * q * incentiveCost,
      breakEvenIncentive: users > 0 && left >= 0 ? left / users : nil)
  }
}
