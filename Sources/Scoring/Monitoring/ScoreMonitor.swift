internal import Dense
internal import Learning
package import Units

/// How scores of a past date held, now that their horizon has passed.
package struct ScoreMonitor: Sendable, Encodable {
  package let file: String
  package let column: String
  package let asOf: Day
  package let horizonInDays: Int
  package let customers: Int
  /// Scored customers without an order before the date in the log; they are in no other figure.
  package let customersNotInLog: Int
  package let all: RunOutcome.Group
  package let calibration: Calibration
  /// The scores first, then whatever they are held against; empty where all did the same.
  package let rankings: [Ranking]
  /// What the model's card says of the same figures; nil without a model.
  package let card: Card?
  package let groups: [GroupFigures]
  /// Fifths of the customers, the highest scores first.
  package let fifths: [Fifth]
  /// Predicted and actual margin; nil where the rows do not predict it, or its horizon has not passed.
  package let value: Value?
  package let verdict: RunOutcome.Verdict
  package internal(set) var requirements: [RequirementResult]?

  package struct Calibration: Sendable, Encodable {
    /// Of logit P(churn) = intercept + slope · logit p; nil where it cannot be fitted.
    package let slope: Double?
    package let slopeLow: Double?
    package let slopeHigh: Double?
    package let intercept: Double?
    package let ece: Double?
    /// What 95 % of perfectly calibrated scores of this kind stay below.
    package let eceByChance: Double?
    /// Of the score test that intercept and slope are 0 and 1.
    package let chiSquare: Double?

    enum CodingKeys: String, CodingKey {
      case slope
      case slopeLow = "slope_low"
      case slopeHigh = "slope_high"
      case intercept, ece
      case eceByChance = "ece_by_chance"
      case chiSquare = "chi_square"
    }
  }

  package struct Ranking: Sendable, Encodable {
    package let by: By
    package let auc: Double
    package let aucLow: Double
    package let aucHigh: Double
    /// AUC of the scores less this one's, with its standard error; nil for the scores themselves.
    package let scoresLead: Double?
    package let leadError: Double?

    package enum By: String, Sendable, Encodable {
      case scores, recency, frequency, model
    }

    enum CodingKeys: String, CodingKey {
      case by, auc
      case aucLow = "auc_low"
      case aucHigh = "auc_high"
      case scoresLead = "scores_lead"
      case leadError = "lead_error"
    }
  }

  package struct Card: Sendable, Encodable {
    package let auc: Double?
    package let ece: Double?
    package let calibrationSlope: Double?

    package init(auc: Double?, ece: Double?, calibrationSlope: Double?) {
      self.auc = auc
      self.ece = ece
      self.calibrationSlope = calibrationSlope
    }

    enum CodingKeys: String, CodingKey {
      case auc, ece
      case calibrationSlope = "calibration_slope"
    }
  }

  package struct GroupFigures: Sendable, Encodable {
    package let group: String
    package let customers: Int
    package let predicted: Double
    package let actual: Double
    /// Whether the difference is beyond chance, at 5 % over all groups together (Bonferroni).
    package let isOff: Bool

    enum CodingKeys: String, CodingKey {
      case group, customers, predicted, actual
      case isOff = "off"
    }
  }

  package struct Fifth: Sendable, Encodable {
    package let customers: Int
    package let predicted: Double
    package let actual: Double
    /// Order days and spend of a customer within the horizon.
    package let ordersPerCustomer: Double
    package let spendPerCustomer: Double

    enum CodingKeys: String, CodingKey {
      case customers, predicted, actual
      case ordersPerCustomer = "orders_per_customer"
      case spendPerCustomer = "spend_per_customer"
    }
  }

  package struct Value: Sendable, Encodable {
    package let horizonInDays: Int
    package let predicted: Double
    package let actual: Double
    /// Actual ÷ predicted, with its 95 % bootstrap interval over customers.
    package let ratio: Double?
    package let ratioLow: Double?
    package let ratioHigh: Double?

    enum CodingKeys: String, CodingKey {
      case horizonInDays = "horizon_days"
      case predicted, actual, ratio
      case ratioLow = "ratio_low"
      case ratioHigh = "ratio_high"
    }
  }

  enum CodingKeys: String, CodingKey {
    case file, column
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case customers
    case customersNotInLog = "customers_not_in_log"
    case all, calibration, rankings, card, groups, fifths, value, verdict, requirements
  }
}

/// What is known of scored customers once the horizon has passed, one element a customer.
package struct MonitoredOutcomes: Sendable {
  package var probabilities: [Double]
  package var churned: [Bool]
  package var orderDays: [Double]
  package var spend: [Double]
  /// At the date of the scores: days since the last order, and orders.
  package var recency: [Double]
  package var frequency: [Double]
  /// Of our model at that date; nil without one.
  package var model: [Double]?
  package var groups: [String]?
  /// Predicted and actual margin over the value horizon; nil where it is not to be looked at.
  package var value: (predicted: [Double], actual: [Double], horizonInDays: Int)?

  package init(
    probabilities: [Double], churned: [Bool], orderDays: [Double], spend: [Double],
    recency: [Double], frequency: [Double]
  ) {
    self.probabilities = probabilities
    self.churned = churned
    self.orderDays = orderDays
    self.spend = spend
    self.recency = recency
    self.frequency = frequency
  }
}
