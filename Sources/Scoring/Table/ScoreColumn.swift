internal import Segmentation

/// The columns of all score rows.
///
/// A name means the same whatever a row is scored from; `declaration` says what.
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
  case whyNot = "why_not"
  case expectedGainLow = "expected_gain_low"
  case silentProbability = "silent_probability"
  // Of customers whose rows are compared with an earlier run's.
  case changes
  case changeCause = "change_cause"
  case previousRank = "previous_rank"
  case previousList = "previous_list"
  case previousSegment = "previous_segment"
  case previousChurnProbability = "previous_churn_probability"
  // Of people without an order.
  case firstOrderProbability = "first_order_probability"
  case baseRate = "base_rate"
  // Of customers, by a model of another target than churn.
  case targetProbability = "target_probability"
  // Of labelled tables.
  case value
  case expectedLoss = "expected_loss"
}

extension ScoreColumn {
  /// Columns of customers, scored from a log or from features, in the contract's order; later
  /// capabilities add theirs at the end.
  package static let customers = allCases.filter {
    !(sincePrevious + [
      .firstOrderProbability, .baseRate, .targetProbability, .value, .expectedLoss,
    ])
    .contains($0)
  }

  /// Columns that rest on how many orders are expected.
  package static let ofExpectedOrders = Set(
    [
      predictedNumberOfOrders, predictedCLV, totalCLV, valueIfKept, valueIfNot, clvAtRisk,
      expectedGain, expectedGainLow, predictedCLVLow, predictedCLVHigh,
    ].map(\.rawValue))

  /// Columns that say what changed since an earlier run; after those of customers.
  package static let sincePrevious: [ScoreColumn] = [
    .changes, .changeCause, .previousRank, .previousList, .previousSegment,
    .previousChurnProbability,
  ]

  /// Columns of prospects, in the contract's order.
  package static let prospects: [ScoreColumn] = [
    .rank, .customerID, .firstOrderProbability, .baseRate, .reliable, .reason1, .reason2,
    .reason3, .asOf, .horizonDays, .model,
  ]

  /// Columns of customers by a model of another target than churn, in the contract's order.
  package static let targets: [ScoreColumn] = [
    .rank, .customerID, .targetProbability, .reliable, .daysSinceLastOrder, .orders,
    .averageOrderValue, .historicCLV, .cluster, .reason1, .reason2, .reason3, .asOf, .horizonDays,
    .model,
  ]

  /// Columns of labelled tables, in the contract's order.
  package static let labelledTable: [ScoreColumn] = [
    .rank, .customerID, .churnProbability, .reliable, .value, .expectedLoss, .reason1, .reason2,
    .reason3, .model,
  ]

  /// Whether its cells are a column of behaviour.
  var isBehaviour: Bool {
    BehaviourColumns.names.contains(rawValue) && self != .contactOn
  }

  /// Whether it takes the behaviour facts of customers, which cost a second pass over the log: segments
  /// and actions are of the one reading that lapse is of.
  package var takesBehaviour: Bool {
    isBehaviour || [.segment, .segments, .action].contains(self)
  }
}

/// Which parts of a score row are wanted beyond its rank, probability and list.
package struct ScoreParts: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// The parts that columns are made of.
  package init(of columns: [ScoreColumn]) {
    self = columns.reduce(into: []) { $0.formUnion($1.declaration.parts) }
  }

  package static let values = ScoreParts(rawValue: 1)
  package static let observed = ScoreParts(rawValue: 2)
  package static let scores = ScoreParts(rawValue: 4)
  package static let clusters = ScoreParts(rawValue: 8)
  package static let reasons = ScoreParts(rawValue: 16)
  /// Lapse and stage by the customer's own rhythm.
  package static let rhythm = ScoreParts(rawValue: 32)
  /// What single orders and events tell, and features do not.
  package static let histories = ScoreParts(rawValue: 64)
}
