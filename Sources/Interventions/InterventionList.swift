package import Dense

/// Which list a customer is on, in the order of the lists.
package enum InterventionList: String, Sendable, Codable, CaseIterable {
  /// An intervention is expected to pay.
  case act
  /// Inactive for so long that retention no longer applies.
  case winBack = "win_back"
  /// Nothing to gain, or nothing that may be done.
  case none
}

/// Why a customer is not on the list to act on.
package enum WhyNot: String, Sendable, CaseIterable {
  /// Unsubscribed, bounced, or wants no messages.
  case noConsent = "no_consent"
  /// Gone for too long.
  case longInactive = "long_inactive"
  /// The model is not good enough for a list.
  case weakModel = "weak_model"
  /// The model says no more of customers like this one than their base rate does.
  case unreliable
  /// An attempt is expected to pay, but not beyond what the forecasts may be off by.
  case uncertainGain = "uncertain_gain"
  /// An attempt would cost what it brings, or more.
  case noGain = "no_gain"
}

/// The list of one customer and, unless that is `act`, why.
package struct InterventionDecision: Sendable, Equatable {
  package let list: InterventionList
  package let whyNot: WhyNot?

  private init(_ list: InterventionList, _ whyNot: WhyNot?) {
    self.list = list
    self.whyNot = whyNot
  }

  /// Decides in this order: who may not be written to is on no list; who has been inactive for more
  /// than 2 H and more than 4 times the own median inter-purchase time (with one order day, 2 H alone),
  /// and is as likely as not to stay away, is to be won back; of the others those with a reliable
  /// prediction and a gain that is surely above 0 are to be acted on.
  ///
  /// - Parameters:
  ///   - customer: what is known.
  ///   - horizonInDays: H.
  package init(_ customer: Circumstances, horizonInDays: Int) {
    let silence = customer.daysSinceLastOrder
    let isSilent =
      silence > 2 * horizonInDays && customer.ownGap.map { Double(silence) > 4 * $0 } ?? true
    self =
      if !customer.mayBeContacted {
        Self(.none, .noConsent)
      } else if isSilent, customer.churnProbability >= 0.5 {
        Self(.winBack, .longInactive)
      } else if let doubt = customer.doubt {
        Self(.none, doubt)
      } else if (customer.lowGain ?? customer.expectedGain) > 0 {
        Self(.act, nil)
      } else if customer.expectedGain > 0 {
        Self(.none, .uncertainGain)
      } else {
        Self(.none, .noGain)
      }
  }

  /// What decides on the list of a customer.
  package struct Circumstances: Sendable {
    package var daysSinceLastOrder: Int
    /// Median days between the customer's order days; nil with one order day.
    package var ownGap: Double?
    package var churnProbability: Double
    /// Of an intervention, in money.
    package var expectedGain: Double
    /// What is left of the gain where forecasts are off against it; nil where that is not known.
    package var lowGain: Double?
    package var mayBeContacted: Bool
    /// Why the prediction is not relied on; nil where it is.
    package var doubt: WhyNot?

    package init(
      daysSinceLastOrder: Int, ownGap: Double?, churnProbability: Double, expectedGain: Double,
      lowGain: Double? = nil, mayBeContacted: Bool = true, doubt: WhyNot? = nil
    ) {
      self.daysSinceLastOrder = daysSinceLastOrder
      self.ownGap = ownGap
      self.churnProbability = churnProbability
      self.expectedGain = expectedGain
      self.lowGain = lowGain
      self.mayBeContacted = mayBeContacted
      self.doubt = doubt
    }
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
