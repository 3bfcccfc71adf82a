internal import Dense

/// Which list a customer is on, in the order of the lists.
package enum InterventionList: String, Sendable, Codable, CaseIterable {
  /// An intervention is expected to pay.
  case act
  /// Silent for so long that keeping is no longer the question.
  case winBack = "win_back"
  /// Nothing to gain.
  case none

  /// The list of one customer: `winBack` when silent for more than 2 H and more than 4 own gaps.
  ///
  /// With one order day the first alone decides. All others are on `act` where the gain is above 0,
  /// else on `none`.
  /// - Parameters:
  ///   - daysSinceLastOrder: how long the customer has been silent.
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

  fileprivate var place: UInt8 {
    switch self {
    case .act: 0
    case .winBack: 1
    case .none: 2
    }
  }
}

/// Customers in the order in which to act on them: by list, then expected gain from the largest,
/// churn probability from the largest, and place in the columns (the byte order of ids).
///
/// - Parameters:
///   - lists: the list of each customer.
///   - expectedGains: money, finite.
///   - churnProbabilities: in [0, 1].
///   - count: how many to return at most; all where nil.
/// - Returns: indices into the columns.
/// - Complexity: O(n log n), and O(n log count) with a count.
package func rankedCustomers(
  lists: [InterventionList], expectedGains: [Double], churnProbabilities: [Double],
  count: Int? = nil
) -> [Int] {
  precondition(lists.count == expectedGains.count && lists.count == churnProbabilities.count)
  precondition(expectedGains.allSatisfy(\.isFinite), "gains are finite")
  precondition(churnProbabilities.allSatisfy { $0 >= 0 && $0 <= 1 }, "probabilities are in [0, 1]")
  let wanted = min(count ?? lists.count, lists.count)
  precondition(wanted >= 0, "a count is 0 or more")
  var best: [RankingKey] = []
  best.reserveCapacity(min(2 * wanted, lists.count))
  for index in lists.indices {
    best.append(
      RankingKey(
        list: lists[index].place, gain: expectedGains[index],
        churnProbability: churnProbabilities[index], index: index))
    // Twice what is wanted is sorted and halved: every customer is compared O(log wanted) times.
    if best.count >= 2 * wanted, best.count < lists.count {
      best.sort()
      best.removeLast(best.count - wanted)
    }
  }
  best.sort()
  return best.prefix(wanted).map(\.index)
}

/// What a customer is ranked by, side by side in memory: sorting indices would jump between columns.
private struct RankingKey: Comparable {
  let list: UInt8
  let gain: Double
  let churnProbability: Double
  let index: Int

  static func < (a: RankingKey, b: RankingKey) -> Bool {
    if a.list != b.list { return a.list < b.list }
    if a.gain != b.gain { return a.gain > b.gain }
    if a.churnProbability != b.churnProbability { return a.churnProbability > b.churnProbability }
    return a.index < b.index
  }
}

/// Customers in the order in which to act on them, as `rankedCustomers(lists:…)` has it, for rows
/// whose order says nothing about ids.
///
/// - Parameters:
///   - lists: the list of each customer.
///   - expectedGains: money, finite.
///   - churnProbabilities: in [0, 1].
///   - threads: workers; the result does not depend on it.
///   - precedes: whether the id of the first of two rows is the smaller one.
/// - Returns: indices into the columns.
package func rankedCustomers(
  lists: [InterventionList], expectedGains: [Double], churnProbabilities: [Double],
  threads: Int = 1, precedes: @Sendable (Int, Int) -> Bool
) -> [Int] {
  InterventionList.allCases.flatMap { list in
    rankedRows(
      lists.indices.filter { lists[$0] == list }, descending: expectedGains, threads: threads
    ) { a, b in
      let (first, second) = (churnProbabilities[a], churnProbabilities[b])
      return first == second ? precedes(a, b) : first > second
    }
  }
}
