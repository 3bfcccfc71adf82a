internal import Units

/// Predictions and outcomes of one origin.
struct EvaluatedOrigin {
  let asOf: Day
  let trainedAsOf: [Day]
  /// Indices into the store.
  let customers: [Int]
  let churned: [Bool]
  let probabilities: [BacktestForecast: [Double]]
  /// Rows of each group, in the order of `CustomerGroup.allCases`.
  let members: [[Int]]
}
