package import Dense
package import Units

/// What a user may set about training on contracts.
package struct ContractParameters: Sendable {
  /// How the hazard goes with age.
  package enum Baseline: String, Sendable, CaseIterable {
    /// A spline of the logarithm, and single ages that stand out.
    case smooth
    /// Every age on its own, drawn to a spline.
    case saturated
  }

  /// Periods that the evaluation follows; nil for a year's.
  package var horizon: Int?
  /// Nil for the horizon before the table's day.
  package var evaluateAt: Day?
  /// The cause that the probability is of; nil for any.
  package var cause: String?
  package var baseline = Baseline.smooth
  /// Whether products of two columns, or of a column and the age, may enter.
  package var findsProducts = true
  /// Newton steps that a fit may take.
  package var maximumIterations = 100
  package var replicates = 200
  package var seed: UInt64 = 1
  package var workers: Workers = 1

  package init() {}
}

/// Why no model can be trained on a table of contracts.
package enum ContractTrainingError: Error, Sendable {
  /// Too few contracts were seen to end by a day.
  case tooFewEnds(found: Int, needed: Int, by: Day, contracts: Int)
  /// The evaluation day leaves nothing before it, or nothing after it.
  case noneInForce(Day, contracts: Int)
  /// None, or all, of the contracts in force on the day ended within the horizon.
  case oneOutcome(Day, contracts: Int, ended: Int, periods: Int, period: String)
  case evaluationOutside(Day, first: Day, last: Day)
}
