internal import Comparison
internal import Scoring
internal import Segmentation

/// The columns of a score row, in the contract's order; later capabilities add theirs at the end.
package enum ScoreColumn: String, Sendable, CaseIterable {
  case rank
  case customerID = "customer_id"
  case list
  case churnProbability = "churn_probability"
  case reliable
  case probabilityAlive = "probability_alive"
  case predictedNumberOfOrders = "predicted_number_of_orders"
  case historicCLV = "historic_clv"
  case predictedCLV = "predicted_clv"
  case totalCLV = "total_clv"
  case valueIfKept = "value_if_kept"
  case valueIfNot = "value_if_not"
  case clvAtRisk = "clv_at_risk"
  case expectedGain = "expected_gain"
  case daysSinceLastOrder = "days_since_last_order"
  case orders
  case averageOrderValue = "average_order_value"
  case averageDaysBetweenOrders = "average_days_between_orders"
  case expectedDateOfNextOrder = "expected_date_of_next_order"
  case rScore = "r_score"
  case fScore = "f_score"
  case mScore = "m_score"
  case eScore = "e_score"
  case segment, cluster
  case reason1 = "reason_1"
  case reason2 = "reason_2"
  case reason3 = "reason_3"
  case asOf = "as_of"
  case horizonDays = "horizon_days"
  case model
  case predictedCLVLow = "predicted_clv_low"
  case predictedCLVHigh = "predicted_clv_high"
  case segments, lifecycle, lapse, journey
  case priceLow = "price_low"
  case priceHigh = "price_high"
  case usualWeekday = "usual_weekday"
  case preferredChannel = "preferred_channel"
  case favouriteCategory = "favourite_category"
  case nextCategory = "next_category"
  case contactOn = "contact_on"
  case action
  case secondOrderProbability = "second_order_probability"
}

extension ScoreColumn {
  /// Whether it takes the behaviour facts of customers.
  package var tellsBehaviour: Bool {
    BehaviourColumns.names.contains(rawValue) && self != .contactOn
  }
}
