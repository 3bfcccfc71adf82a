/// Why an experiment cannot be sized, assigned, read or learned from.
package enum ExperimentError: Error, Equatable, Sendable {
  /// A figure that the user gives lies outside its range.
  case figure(ExperimentFigure, found: Double)
  /// Fewer than two arms.
  case tooFewArms([String])
  case repeatedArm(String)
  /// Shares of the arms do not add up to 1.
  case sharesDoNotAddUp(sum: Double)
  case noSuchControl(String, arms: [String])
  /// An arm has fewer customers than a comparison needs.
  case tooFewInArm(String, found: Int, needed: Int)
  /// An outcome is the same for everybody.
  case constantOutcome(String)
  /// The outcome varies, but not within an arm.
  case constantInArm(String, arm: String)
  /// Covariates depend on each other, or are constant, all of them.
  case uselessCovariates([String])
  /// The columns and their categories make more columns of a design than are learned from.
  case tooManyColumns(found: Int, most: Int, widest: String)
  /// No column of numbers that effects could be shares of.
  case noShares(column: String, columns: [String])
  /// A share's whole outside [0, 1], or none.
  case badShare(column: String, file: String, line: Int, found: Double)
  /// Some customers are never or always treated, as far as their columns tell.
  case noOverlap(lowest: Double, highest: Double)
}

/// A figure of an experiment that the user gives.
package enum ExperimentFigure: String, Sendable, CaseIterable {
  case alpha, power, baselineRate, treatedRate, standardDeviation, effect, correlation, skewness
  case armShare, customers, look, margin, contactCost, incentiveCost
}
