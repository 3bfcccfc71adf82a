package import Units

/// Which churn window fits a shop: what `horizon --json` writes.
package struct HorizonAdvice: Sendable, Encodable {
  package let firstOrderDay: Day
  package let lastOrderDay: Day
  package let customers: Int
  package let gaps: GapFacts
  package let customerReturns: CustomerReturns
  /// The windows that were looked at, the shortest first.
  package let windows: [HorizonWindow]
  package let recommendedHorizonInDays: Int
  package let reason: HorizonReason
  /// What to be careful about; empty where nothing is.
  package let cautions: [HorizonCaution]

  enum CodingKeys: String, CodingKey {
    case firstOrderDay = "first_order_day"
    case lastOrderDay = "last_order_day"
    case customers, gaps, windows
    case customerReturns = "customer_returns"
    case recommendedHorizonInDays = "recommended_horizon_days"
    case reason, cautions
  }
}

/// Days between customers' successive order days: who comes often counts often.
package struct GapFacts: Sendable, Encodable {
  /// Gaps that ended with another order.
  package let ended: Int
  /// Silences that the end of the log cuts off, one a customer.
  package let cutOff: Int
  /// Quantiles of the gaps that ended, as seen: long ones had less chance to be seen.
  package let observed: [GapQuantile]
  /// Quantiles of the returns, the cut-off silences allowed for (Kaplan–Meier).
  package let corrected: [GapQuantile]
  /// Days after an order over which returns can be told: so far, enough silences are observed.
  package let followUpInDays: Int
  /// Share of silences that end within the follow-up.
  package let returningShare: Double

  enum CodingKeys: String, CodingKey {
    case ended
    case cutOff = "cut_off"
    case observed, corrected
    case followUpInDays = "follow_up_days"
    case returningShare = "returning_share"
  }
}

/// Days until customers order again, each customer counted once (Wang–Chang).
package struct CustomerReturns: Sendable, Encodable {
  /// Customers with an order.
  package let customers: Int
  /// Of these, the ones with a second order day.
  package let returned: Int
  /// Quantiles of the days, of returning customers; empty where nobody returns.
  package let quantiles: [GapQuantile]
  /// Days after an order over which returns can be told: so far, enough customers are followed.
  package let followUpInDays: Int
  /// Share of customers who order again within the follow-up.
  package let returningShare: Double

  enum CodingKeys: String, CodingKey {
    case customers, returned, quantiles
    case followUpInDays = "follow_up_days"
    case returningShare = "returning_share"
  }
}

/// The days by which a share of the gaps had ended, or of the returning customers had returned.
package struct GapQuantile: Sendable, Encodable, Equatable {
  package let share: Double
  package let days: Int
}

/// A candidate window: what calling customers churned at its end would mean.
package struct HorizonWindow: Sendable, Encodable, Equatable {
  package let horizonInDays: Int
  /// Share of customers who order again after their first silence that outlasts the window; nil where
  /// the follow-up is no longer than the window, and where nobody was silent for so long.
  package let falseAlarmShare: Double?
  /// Of returning customers, each counted once, the share who return within the follow-up but after
  /// the window; nil where the follow-up is shorter than the window, and where nobody returns.
  package let returnsAfterShare: Double?
  /// Of gaps that end within their follow-up, the share that are longer than the window; nil as above.
  package let gapsAfterShare: Double?
  /// Lost customers whom the window finds later than three of their own gaps after their last
  /// order, as a share; nil where nobody can be called lost.
  package let foundLateShare: Double?
  /// Median days that these are late.
  package let medianDaysLate: Double?
  /// Of the last snapshot whose window is complete: customers with an order before it.
  package let customers: Int
  package let churners: Int
  /// Of these, customers whose last order is at most two windows old.
  package let activeCustomers: Int
  package let activeChurners: Int
  /// As-of dates one window apart, with a window of history before each and one of future after.
  package let snapshots: Int
  /// Share of silences that the log cut off before the window was over.
  package let cutOffShare: Double

  /// One snapshot to learn from, one to be evaluated on, and both kinds of customers.
  package var isTeachable: Bool {
    snapshots >= 2 && churners > 0 && churners < customers
  }

  /// Whether it has enough of either kind among active customers for figures to settle.
  package var isWellFilled: Bool {
    min(activeChurners, activeCustomers - activeChurners) >= Self.enough
  }

  /// Churners, and stayers, that a figure such as the area under the curve takes to be within some
  /// five points of the truth (its error is near 0.29 ÷ √n for n of the rarer kind).
  package static let enough = 100

  enum CodingKeys: String, CodingKey {
    case horizonInDays = "horizon_days"
    case falseAlarmShare = "false_alarm_share"
    case returnsAfterShare = "returns_after_share"
    case gapsAfterShare = "gaps_after_share"
    case foundLateShare = "found_late_share"
    case medianDaysLate = "median_days_late"
    case customers, churners
    case activeCustomers = "active_customers"
    case activeChurners = "active_churners"
    case snapshots
    case cutOffShare = "cut_off_share"
  }
}
