internal import Dense
package import Learning
package import Models
package import Snapshots
package import Units

/// What a user may set about a backtest.
package struct BacktestParameters: Sendable {
  /// What each origin trains with; its horizon is the evaluated window, its evaluation date is not used.
  package var training: TrainingParameters
  /// Origins at most, the latest; nil for as many as the log holds, up to `mostOrigins`.
  package var origins: Int?
  /// Days between origins, nil for the horizon.
  package var everyDays: Int?
  /// The assumptions behind the expected maximum profit.
  package var campaign: RetentionCampaign

  /// Origins where nobody says how many.
  package static let mostOrigins = 12

  package init(training: TrainingParameters, campaign: RetentionCampaign) {
    self.training = training
    self.campaign = campaign
  }
}

/// How training would have done at one date after another: what `backtest --json` writes.
package struct Backtest: Sendable, Encodable {
  package let horizonInDays: Int
  /// The rule of what is predicted; nil for churn.
  package let target: String?
  /// The earliest first.
  package let origins: [BacktestOrigin]
  /// The origins' figures averaged by rows; a customer's rows are drawn together in the bootstrap.
  package let pooled: [CustomerGroup: BacktestGroup]
  /// The previous model, where one was named.
  package let previous: PreviousModelBacktest?
  /// Of churn alone: what a target is worth is nobody's assumption.
  package let campaign: CampaignDocument?
  package let seed: UInt64
  package let replicates: Int
  package let notices: [BacktestNotice]

  enum CodingKeys: String, CodingKey {
    case horizonInDays = "horizon_days"
    case target, origins, pooled, previous
    case campaign = "retention_campaign"
    case seed, replicates, notices
  }
}

/// One origin's figures.
package struct BacktestOrigin: Sendable, Encodable {
  /// The as-of date that was evaluated.
  package let asOf: Day
  /// As-of dates that the model learned from, latest first; their labels end at or before the origin.
  package let trainedAsOf: [Day]
  package let groups: [CustomerGroup: BacktestGroup]

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case trainedAsOf = "trained_as_of"
    case groups
  }
}

/// The previous model over the origins that it had not seen.
package struct PreviousModelBacktest: Sendable, Encodable {
  /// First 12 digits of its digest.
  package let model: String
  /// Where the labels that it learned from end: earlier origins would flatter it.
  package let labelsEnd: Day
  package let origins: [Day]
  /// Figures of these origins averaged by rows; empty where there are none.
  package let pooled: [CustomerGroup: BacktestGroup]

  enum CodingKeys: String, CodingKey {
    case model
    case labelsEnd = "labels_end"
    case origins, pooled
  }
}

/// One group's figures.
package struct BacktestGroup: Sendable, Encodable {
  /// Evaluated rows; a customer has one an origin.
  package let rows: Int
  /// Share of churners, or of rows for which the target holds.
  package let baseRate: Double
  /// Log-loss of predicting that very rate for everybody, which nobody could have known.
  package let baseRateLogLoss: Double
  /// Figures by forecast: `model` and what stands beside it.
  ///
  /// Of `ForecastMetric`, with the ECE of a perfectly calibrated model.
  package let forecasts: [BacktestForecast: MetricSet]
  /// Of each other forecast, the model's figure minus that forecast's, with paired intervals.
  package let differences: [BacktestForecast: MetricSet]

  enum CodingKeys: String, CodingKey {
    case rows
    case baseRate = "base_rate"
    case baseRateLogLoss = "base_rate_log_loss"
    case forecasts
    case differences = "model_minus"
  }
}

/// Assumptions of profit, as written.
package struct CampaignDocument: Sendable, Encodable {
  package let customerValue: Double
  package let offerCost: Double
  package let contactCost: Double
  package let acceptanceAlpha: Double
  package let acceptanceBeta: Double

  init(_ campaign: RetentionCampaign) {
    customerValue = campaign.customerValue
    offerCost = campaign.offerCost
    contactCost = campaign.contactCost
    (acceptanceAlpha, acceptanceBeta) = campaign.acceptance
  }

  enum CodingKeys: String, CodingKey {
    case customerValue = "customer_value"
    case offerCost = "offer_cost"
    case contactCost = "contact_cost"
    case acceptanceAlpha = "acceptance_alpha"
    case acceptanceBeta = "acceptance_beta"
  }
}

/// A forecast that a backtest evaluates; the raw value is its name.
package enum BacktestForecast: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
  /// What `train` would have learned at the origin.
  case model
  /// A logistic regression on log1p of the days since the last order.
  case recency
  /// A logistic regression on log1p of the number of orders.
  case frequency
  /// A logistic regression on both.
  case recencyFrequency = "recency_frequency"
  /// A logistic regression on log1p of days since the last order ÷ median inter-purchase time; customers
  /// without the latter get the rate of such customers.
  case gapRatio = "gap_ratio"
  /// The model named by `--against`.
  case previous
}
