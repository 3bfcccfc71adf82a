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

  func validate() throws {
    if let snapshots, !(1...100).contains(snapshots) {
      throw ValidationError("--snapshots \(snapshots): expected 1 to 100")
    }
    if let l2Strength, !(l2Strength.isFinite && l2Strength >= 0) {
      throw ValidationError("--l2 \(l2Strength): expected a number of at least 0")
    }
  }
}
