import ArgumentParser

/// What may be set about the churn model's fit, else chosen by forward validation.
struct ChurnOptions: ParsableArguments {
  @Option(
    name: .long,
    help: """
      Past as-of dates to learn from, one horizon apart, at most (default: chosen by what did best \
      before the judging date).
      """)
  var snapshots: Int?
  @Option(
    name: .customLong("l2"),
    help: """
      Strength of the penalty on standardised columns (default: chosen by what did best before the \
      judging date).
      """)
  var l2Strength: Double?
  @Option(
    name: .customLong("l1-share"),
    help: """
      Share of absolute values in that penalty, from 0 (ridge) to 1 (lasso): the more, the fewer columns \
      have a coefficient.
      """)
  var l1Share: Double?

  func validate() throws {
    if let snapshots, !(1...100).contains(snapshots) {
      throw ValidationError("--snapshots \(snapshots): expected 1 to 100")
    }
    if let l2Strength, !(l2Strength.isFinite && l2Strength >= 0) {
      throw ValidationError("--l2 \(l2Strength): expected a number of at least 0")
    }
    if let l1Share, !(0...1).contains(l1Share) {
      throw ValidationError("--l1-share \(l1Share): expected a number from 0 to 1")
    }
  }

  /// A share of 0 is ridge, as no share is.
  var l1ShareIfAny: Double? { l1Share == 0 ? nil : l1Share }
}
