package import Dense

/// What a user may set about training on a plain table.
package struct TableParameters: Sendable {
  /// λ of the penalty; nil to choose it inside the training rows.
  package var l2Strength: Double?
  /// The absolute values' share of that penalty; nil for ridge.
  package var l1Share: Double?
  /// Whether products of two columns may enter, where they tell more on inner holdout rows.
  package var findsProducts = true
  /// Parts that are evaluated in turn, where no column splits the rows over time.
  package var folds = 10
  package var replicates = 200
  package var seed: UInt64 = 1
  package var workers: Workers = 1

  package init() {}
}
