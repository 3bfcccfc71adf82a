package import Units

/// How value is predicted: the method that did best out of time, and its constants.
package struct ValueModel: Sendable, Codable, Equatable {
  package var method: ValueMethod
  /// Days that the methods were evaluated over; forecasts over other horizons follow the lifetime
  /// model's timing.
  package var evaluatedHorizonInDays: Int
  package var trainedAsOf: Day
  /// What the method needs; the rest is absent.
  package var constants: ValueConstants
  /// Learned over the days that the methods were evaluated over; absent where there were too few
  /// customers.
  package var intervals: ValueIntervals?
  /// Learned over the churn horizon; absent where that is as long, and in models of before.
  package var horizonIntervals: ValueIntervals?
  /// What to know before budgeting on the values; nil where their total was unbiased on the holdout.
  package var biasWarning: Recorded<ValueBias>?
  /// Standard deviation of the logarithm of the holdout's actual ÷ predicted total; nil in models of
  /// before.
  package var levelError: Double?

  package init(
    method: ValueMethod, evaluatedHorizonInDays: Int, trainedAsOf: Day, constants: ValueConstants,
    intervals: ValueIntervals? = nil, horizonIntervals: ValueIntervals? = nil,
    biasWarning: Recorded<ValueBias>? = nil,
    levelError: Double? = nil
  ) {
    self.method = method
    self.evaluatedHorizonInDays = evaluatedHorizonInDays
    self.trainedAsOf = trainedAsOf
    self.constants = constants
    self.intervals = intervals
    self.horizonIntervals = horizonIntervals
    self.biasWarning = biasWarning
    self.levelError = levelError
  }

  enum CodingKeys: String, CodingKey {
    case method
    case evaluatedHorizonInDays = "judged_horizon_days"
    case trainedAsOf = "trained_as_of"
    case constants, intervals
    case horizonIntervals = "horizon_intervals"
    case biasWarning = "bias_warning"
    case levelError = "level_error"
  }
}
