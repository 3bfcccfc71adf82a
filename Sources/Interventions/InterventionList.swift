package import Dense

/// Which list a customer is on, in the order of the lists.
package enum InterventionList: String, Sendable, Codable, CaseIterable {
  /// An intervention is expected to pay.
  case act
  /// Inactive for so long that retention no longer applies.
  case winBack = "win_back"
  /// Nothing to gain.
  case none

  /// The list of one customer: `winBack` when inactive for more than 2 H and more than 4 times the
  /// median inter-purchase time.
  ///
  /// With one order day the first alone decides. All others are on `act` where the gain is above 0,
  /// else on `none`.
  /// - Parameters:
  ///   - daysSinceLastOrder: how long the customer has been inactive.
  ///   - ownGap: median days between the customer's order days; nil with one order day.
  ///   - horizonInDays: H.
  ///   - expectedGain: of an intervention, in money.
  package init(
    daysSinceLastOrder: Int, ownGap: Double?, horizonInDays: Int, expectedGain: Double
  ) {
    let isSilent =
      daysSinceLastOrder > 2 * horizonInDays
      && ownGap.map { Double(daysSinceLastOrder) > 4 * $0 } ?? true
    self = isSilent ? .winBack : (expectedGain > 0 ? .act : .none)
  }
}

/// Customers in the order in which to act on them: by list, then expected gain from the largest,
/// churn probability from the largest, and at last the order of `precedes`.
///
/// - Parameters:
///   - lists: the list of each customer.
///   - expectedGains: money, finite.
///   - churnProbabilities: in [0, 1].
///   - workers: how many threads it may take; the result does not depend on it.
///   - precedes: whether the id of the first of two rows is the smaller one: `<` for columns in the
///     order of ids.
/// - Returns: indices into the columns.
/// - Complexity: O(n), but for equal gains.
package func rankedCustomers(
  lists: [InterventionList], expectedGains: [Double], churnProbabilities: [Double],
  workers: Workers = .one, ties precedes: @Sendable (Int, Int) -> Bool
) -> [Int] {
  precondition(lists.count == expectedGains.count && lists.count == churnProbabilities.count)
  precondition(expectedGains.allSatisfy(\.isFinite), "gains are finite")
  precondition(churnProbabilities.allSatisfy { $0 >= 0 && $0 <= 1 }, "probabilities are in [0, 1]")
  return InterventionList.allCases.flatMap { list in
    rankedRows(
      lists.indices.filter { lists[$0] == list }, descending: expectedGains, workers: workers
    ) { a, b in
      let (first, second) = (churnProbabilities[a], churnProbabilities[b])
      return first == second ? precedes(a, b) : first > second
    }
  }
}
