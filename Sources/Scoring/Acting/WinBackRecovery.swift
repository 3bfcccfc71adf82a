package import Dense
package import Histories
internal import Learning
package import Units

/// Whether customers who came back after a long silence took up their own earlier rhythm and basket.
package struct WinBackRecovery: Sendable, Encodable {
  /// Those who came back in one quarter of a year.
  package struct Quarter: Sendable, Equatable, Encodable {
    /// As `2026-Q1`.
    package let quarter: String
    package let returned: Int
    /// Of these, seen for one and a half times their own earlier gap since.
    package let seenLongEnough: Int
    /// Of those, who ordered again within that time.
    package let rhythmRecovered: Int
    /// Of all who returned, whose mean order since is at least four fifths of what it was.
    package let basketRecovered: Int
    /// Median of the mean order since ÷ before.
    package let basketRatio: Double

    enum CodingKeys: String, CodingKey {
      case quarter, returned
      case seenLongEnough = "seen_long_enough"
      case rhythmRecovered = "rhythm_recovered"
      case basketRecovered = "basket_recovered"
      case basketRatio = "basket_ratio"
    }
  }

  package let quarters: [Quarter]

  /// A silence of so many own median gaps is one that somebody came back from.
  package static let gaps = 4.0
  /// Order days before it that make a rhythm.
  package static let fewestOrderDays = 3
  private static let patience = 1.5
  private static let basketShare = 0.8

  /// Looks at every customer's last such silence.
  ///
  /// - Parameters:
  ///   - store: the log.
  ///   - asOf: nothing at or after it is looked at.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Complexity: O(orders).
  package init(of store: HistoryStore, asOf: Day, workers: Workers) {
    let chunks = Chunks(rows: store.customerCount, rowsPerChunk: 4_096)
    let returns = workers.map(chunks.count) { chunk -> [Return] in
      var prefix = HistoryPrefix()
      return chunks[chunk].compactMap { customer in
        store.read(customer: customer, asOf: asOf, into: &prefix)
        return Return(prefix.orders, asOf: asOf)
      }
    }.flatMap(\.self)
    quarters = Dictionary(grouping: returns, by: \.quarter).sorted { $0.key < $1.key }.map {
      quarter, members in
      let seen = members.filter(\.isSeenLongEnough)
      let ratios = members.map(\.basketRatio).sorted()
      return Quarter(
        quarter: quarter, returned: members.count, seenLongEnough: seen.count,
        rhythmRecovered: seen.count(where: \.cameAgainInTime),
        basketRecovered: ratios.count { $0 >= Self.basketShare },
        basketRatio: (ratios[(ratios.count - 1) / 2] + ratios[ratios.count / 2]) / 2)
    }
  }

  /// One customer's last return.
  private struct Return: Sendable {
    let quarter: String
    let isSeenLongEnough: Bool
    let cameAgainInTime: Bool
    let basketRatio: Double

    /// Nil for who never came back.
    init?(_ orders: [Order], asOf: Day) {
      var days: [Day] = []
      var amounts: [Double] = []
      for order in orders {
        let (day, amount) = (order.instant.day, Double(order.amount))
        if days.last == day {
          amounts[amounts.count - 1] += amount
        } else {
          days.append(day)
          amounts.append(amount)
        }
      }
      guard days.count > WinBackRecovery.fewestOrderDays else { return nil }
      let gaps = zip(days.dropFirst(), days).map { Double($0 - $1) }
      let places = (WinBackRecovery.fewestOrderDays..<days.count).reversed()
      let found = places.first { place in
        gaps[place - 1] > WinBackRecovery.gaps * Self.median(gaps[..<(place - 1)])
      }
      guard let found else { return nil }
      let own = Self.median(gaps[..<(found - 1)])
      let patience = WinBackRecovery.patience * own
      let since = Double(asOf - days[found])
      let next = found + 1 < days.count ? Double(days[found + 1] - days[found]) : .infinity
      let (before, after) = (
        amounts[..<found].reduce(0, +) / Double(found),
        amounts[found...].reduce(0, +) / Double(days.count - found)
      )
      guard before > 0 else { return nil }
      let (year, month, _) = days[found].civil
      quarter = "\(year)-Q\((month + 2) / 3)"
      isSeenLongEnough = since > patience
      cameAgainInTime = next <= patience
      basketRatio = after / before
    }

    private static func median(_ values: ArraySlice<Double>) -> Double {
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }
}

/// What `campaigns` tells.
package struct CampaignOutlook: Sendable, Encodable {
  package let asOf: Day
  /// Nil without events.
  package let campaigns: CampaignFigures?
  package let recovery: WinBackRecovery

  package init(asOf: Day, campaigns: CampaignFigures?, recovery: WinBackRecovery) {
    self.asOf = asOf
    self.campaigns = campaigns
    self.recovery = recovery
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case campaigns, recovery
  }
}
