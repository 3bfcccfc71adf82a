internal import Units

/// What was foretold at one origin, and what came.
struct JudgedOrigin {
  let asOf: Day
  let trainedAsOf: [Day]
  /// Indices into the store.
  let customers: [Int]
  let churned: [Bool]
  let probabilities: [BacktestForecast: [Double]]
  /// Rows of each group, in the order of `CustomerGroup.allCases`.
  let members: [[Int]]
}
