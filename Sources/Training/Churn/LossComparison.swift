internal import Dense
internal import Learning
internal import Models
internal import Snapshots
internal import Units

/// Losses of candidates, compared customer by customer.
struct LossComparison {
  private let losses: [Candidate: [Losses]]

  init(_ losses: [Candidate: [Losses]]) { self.losses = losses }

  func mean(_ candidate: Candidate) -> Double {
    let all = losses[candidate] ?? []
    let rows = all.reduce(0) { $0 + $1.values.count }
    return all.reduce(0) { $1.values.reduce($0, +) } / Double(max(1, rows))
  }

  func best(of candidates: [Candidate]) -> Candidate? {
    candidates.min { mean($0) < mean($1) }
  }

  /// The mean difference a row, and its standard error with the rows of one customer taken together.
  func difference(_ a: Candidate, from b: Candidate) -> (mean: Double, error: Double) {
    var sums: [Int: Double] = [:]
    var rows = 0
    for (first, second) in zip(losses[a] ?? [], losses[b] ?? []) {
      for (row, customer) in first.customers.enumerated() {
        sums[customer, default: 0] += first.values[row] - second.values[row]
      }
      rows += first.values.count
    }
    guard sums.count > 1 else { return (0, 0) }
    // In order of customers, so that the sums have the same bits every time.
    let ordered = sums.sorted { $0.key < $1.key }.map(\.value)
    let total = ordered.reduce(0, +)
    let mean = total / Double(ordered.count)
    let squares = ordered.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let variance = squares * Double(ordered.count) / Double(ordered.count - 1)
    return (total / Double(rows), variance.squareRoot() / Double(rows))
  }

  /// Whether a candidate lost no more than the best did but for some standard errors.
  func isAsGood(_ candidate: Candidate, as best: Candidate, errors: Double) -> Bool {
    let difference = difference(candidate, from: best)
    return difference.mean <= errors * difference.error
  }
}
