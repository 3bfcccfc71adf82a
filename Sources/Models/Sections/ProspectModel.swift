internal import Dense
package import Features
internal import Histories
package import Units

/// Whether a prospect, known by events and without an order, orders within the horizon: the section
/// `prospects` of `model.json`.
package struct ProspectModel: Sendable, Codable, Equatable {
  package var design: FittedDesign
  package var intercept: Double
  /// One for each column of the design.
  package var coefficients: [Double]
  /// Sandwich errors clustered by customer: intercept first, then one a column.
  package var standardErrors: [Double]
  package var l2Strength: Double
  /// As-of dates of the refit, latest first.
  package var trainedAsOf: [Day]
  package var rows: Int
  /// Rows with a first order within the horizon.
  package var buyers: Int
  /// Whether it beat its base rate out of time.
  ///
  /// Where it did not, every prospect gets the base rate.
  package var isInformative: Bool

  package init(
    design: FittedDesign, intercept: Double, coefficients: [Double], standardErrors: [Double],
    l2Strength: Double, trainedAsOf: [Day], rows: Int, buyers: Int, isInformative: Bool
  ) {
    self.design = design
    self.intercept = intercept
    self.coefficients = coefficients
    self.standardErrors = standardErrors
    self.l2Strength = l2Strength
    self.trainedAsOf = trainedAsOf
    self.rows = rows
    self.buyers = buyers
    self.isInformative = isInformative
  }

  package var baseRate: Double { Double(buyers) / Double(rows) }

  enum CodingKeys: String, CodingKey {
    case design, intercept, coefficients
    case standardErrors = "standard_errors"
    case l2Strength = "l2_strength"
    case trainedAsOf = "trained_as_of"
    case rows, buyers
    case isInformative = "informative"
  }

  /// Checks that the parts of a section that was read fit each other.
  func validate() throws(ModelFault) {
    let known = Set(HistoryStore.prospectFeatureNames)
    guard design.features.allSatisfy({ known.contains($0.name) }),
      coefficients.count == design.columns.count,
      standardErrors.count == coefficients.count + 1, rows > 0, (0...rows).contains(buyers),
      design.isBounded(intercept: intercept, coefficients: coefficients)
    else { throw ModelFault(reason: "the prospects section's parts do not match") }
  }
}
