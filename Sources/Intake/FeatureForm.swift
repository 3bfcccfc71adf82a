/// What the cells of a column of a feature file are.
package enum FeatureForm: Sendable {
  /// Any number, or nothing.
  case number
  /// A whole number of 0 or more, or nothing.
  case count
  /// A whole number of 1 or more.
  case positiveCount
}
