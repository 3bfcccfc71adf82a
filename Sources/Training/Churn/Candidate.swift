internal import Models

/// Settings that are tried; `snapshots` at most.
struct Candidate: Hashable, Sendable {
  let basis: ChurnBasis
  let snapshots: Int
  let strength: Double
}

/// What a candidate lost at one date, a row a customer.
struct Losses: Sendable {
  let customers: [Int]
  let values: [Double]
}
