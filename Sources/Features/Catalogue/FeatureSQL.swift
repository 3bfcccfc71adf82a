/// A feature's formula as an engine of SQL computes it, of the columns of a customer's summary.
///
/// The summary's columns are floating-point numbers, NULL where there is nothing to measure: those of
/// `OrderSummary` and its like, under names in snake_case (`Warehouse` computes them). Only what all
/// engines say alike is used: the four operations, comparisons, CASE, COALESCE. Numbers have an exponent,
/// so that no engine takes them for exact decimals.
enum FeatureSQL {
  /// a ÷ b, NULL where there is nothing to divide by.
  static func ratio(_ a: String, to b: String) -> String {
    "CASE WHEN \(b) > 0e0 THEN (\(a)) / \(b) END"
  }

  /// How far the recent window is above (1) or below (−1) the one before; NULL where both are empty.
  static func change(from before: String, to recent: String) -> String {
    ratio("\(recent) - (\(before))", to: "(\(recent) + (\(before)))")
  }

  /// Days of a month.
  static let month = "3.0416666666666668e1"
}

extension FeatureDefinition {
  /// How an engine of SQL computes it.
  ///
  /// - Parameters:
  ///   - formula: of the columns of a customer's summary.
  ///   - column: of the log that it rests on, where few logs have it.
  /// - Returns: the definition with that.
  func inSQL(_ formula: String, of column: LogColumn? = nil) -> FeatureDefinition {
    var definition = self
    definition.sql = formula
    definition.logColumn = column
    return definition
  }
}

/// A column of the order log that a shop may or may not have.
package enum LogColumn: String, Sendable, CaseIterable {
  case quantity, discount, category
  case returnedAt = "returned_at"
}
