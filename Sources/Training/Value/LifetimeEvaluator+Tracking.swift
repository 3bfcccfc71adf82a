internal import Dense
internal import Histories
internal import Lifetime
internal import Models
internal import Snapshots

extension LifetimeEvaluator {
  /// Steps of the tracking plot at most.
  private static let mostSteps = 26

  /// Orders of all customers from the evaluation date on, expected and actual, summed up to some days.
  ///
  /// The tracking plot of Fader, Hardie and Lee (2005), whose figure 4 it is.
  ///
  /// - Parameters:
  ///   - process: fitted to the orders before.
  ///   - days: of the holdout, at least 1.
  ///   - store: the histories.
  /// - Returns: from day 0 to the last, in steps of about equal length.
  /// - Complexity: O(distinct histories · steps).
  func tracking(_ process: LearnedProcess, days: Int, in store: HistoryStore) -> [TrackedOrders] {
    let steps = min(days, Self.mostSteps)
    let ends = (1...steps).map { $0 * days / steps }
    let expected = expectedOrders(process, within: ends.map { Double($0) / unit.days })
    let actual = ends.map { end in
      outcomes(
        of: columns.customers, in: store, asOf: columns.asOf, horizonInDays: end, workers: workers
      ).reduce(0) { $0 + $1.orderDays }
    }
    return [TrackedOrders(days: 0, expected: 0, actual: 0)]
      + ends.indices.map {
        TrackedOrders(days: ends[$0], expected: expected[$0], actual: Double(actual[$0]))
      }
  }

  /// Orders of all customers within each of some times.
  private func expectedOrders(_ process: LearnedProcess, within times: [Double]) -> [Double] {
    let chunks = Chunks(rows: merged.count, rowsPerChunk: 512)
    let parts = workers.map(chunks.count) { index in
      var sums = [Double](repeating: 0, count: times.count)
      for row in chunks[index] {
        let orders = process.expectedOrders(merged[row], within: times)
        for place in times.indices { sums[place] += merged.weights[row] * orders[place] }
      }
      return sums
    }
    return parts.reduce(into: [Double](repeating: 0, count: times.count)) { sums, part in
      for place in sums.indices { sums[place] += part[place] }
    }
  }
}
