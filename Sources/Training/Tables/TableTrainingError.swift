package import Learning
package import Units

/// Why no model can be trained on a labelled table.
package enum TableTrainingError: Error, Sendable {
  case oneClass(column: String, allPositive: Bool, rows: Int)
  /// `found` rows have the rarer label, fewer than folds need.
  case tooFewOfAClass(column: String, found: Int, needed: Int, rows: Int)
  case tooManyColumns(found: Int, most: Int, widest: String)
  /// One side of the split date has rows of one class only.
  case oneClassBySplit(Day, column: String, before: Int, after: Int)
  case fit(FitError)
}
