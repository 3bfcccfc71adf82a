/// What is not as it was in a customer's row, the weightiest first.
package enum ScoreChange: String, Sendable, CaseIterable {
  /// The customer had no row.
  case new
  case list, segment, lapse, cluster

  /// The column that tells; nil where it is the row itself.
  var column: ScoreColumn? {
    switch self {
    case .new: nil
    case .list: .list
    case .segment: .segment
    case .lapse: .lapse
    case .cluster: .cluster
    }
  }
}

/// Changes of one row.
package struct ScoreChangeSet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ change: ScoreChange) {
    self.init(rawValue: 1 << (ScoreChange.allCases.firstIndex(of: change) ?? 0))
  }

  package func contains(_ change: ScoreChange) -> Bool { contains(Self(change)) }

  /// Their names, separated by `;`; empty where nothing changed.
  var text: String {
    ScoreChange.allCases.filter(contains).map(\.rawValue).joined(separator: ";")
  }
}

/// Why a row is not as it was: the first of these that holds.
package enum ChangeCause: String, Sendable, CaseIterable {
  /// The customer has ordered since.
  case ordered
  /// There are fewer orders than there were: some were refunded or taken out of the log.
  case ordersWithdrawn = "orders_withdrawn"
  /// May be written to and could not before, or the other way round.
  case consent
  /// Another model scored the rows.
  case model
  /// Days have passed without an order.
  case silence
}
