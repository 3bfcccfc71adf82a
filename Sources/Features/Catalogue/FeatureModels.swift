/// How models use a feature, where they do more than take it as its unit suggests.
package struct FeatureModels: Sendable, Equatable {
  /// Knots of its spline in the model of lines; 0 for a straight line.
  package let knots: Int
  /// Its place among the features whose products are looked through; nil for none.
  package let crossed: Int?
  /// Whether it says how many times more, so that halves and doubles are as far apart.
  package let isTimesOver: Bool
  /// Whether it is of the summary that lifetime models take, which repeats other features under names
  /// that mean something else to marketers.
  package let isSummary: Bool
  /// Whether the regression of spend takes it.
  package let isOfValue: Bool

  /// Whether it is known to tell in every shop.
  package var isCore: Bool { knots > 0 }

  init(
    knots: Int = 0, crossed: Int? = nil, isTimesOver: Bool = false, isSummary: Bool = false,
    isOfValue: Bool = false
  ) {
    self.knots = knots
    self.crossed = crossed
    self.isTimesOver = isTimesOver
    self.isSummary = isSummary
    self.isOfValue = isOfValue
  }
}

/// What a feature's cells in a file may hold: features that must be whole numbers to be what they say
/// are read as such.
package enum FeatureCells: Sendable, Equatable {
  /// Any number, or nothing.
  case number
  /// A whole number of 0 or more, or nothing.
  case count
  /// A whole number of 1 or more.
  case positiveCount
}
