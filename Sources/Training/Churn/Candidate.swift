internal import Models

/// Settings that are tried; `snapshots` at most.
struct Candidate: Hashable, Sendable {
  let basis: ChurnBasis
  let snapshots: Int
  /// Of the usual strength for the rows that are learned from.
  let multiple: Double
  /// Whether coefficients are drawn to those of other shops.
  var usesPrior = false
}

/// What a candidate lost at one date, a row a customer, once its level there was put right.
struct Losses: Sendable {
  let customers: [Int]
  let values: [Double]
}
