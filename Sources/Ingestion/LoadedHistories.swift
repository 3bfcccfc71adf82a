internal import Dense
internal import Exports
internal import Expressions
internal import Files
package import Histories
package import Intake
package import Units

/// All that was read: the store, what the ledger says of it, and what a person should know.
package struct LoadedHistories: Sendable {
  package let store: HistoryStore
  package let ledger: Ledger
  package let notices: [Notice]
  /// What was taken for what, file by file.
  package internal(set) var recognition: [Recognition]
  /// What the customers files say; nil where there are none.
  package let customerColumns: CustomerColumns?
  /// The first ten refused order rows.
  package let firstRefused: [RejectedRow]
  /// How the rows that were asked for were understood.
  package let explanations: [RowExplanation]
  /// Joins events to the orders; nil where they need it not.
  let bridge: CustomerBridge?
  /// Which state of a store was read; nil where files were.
  package internal(set) var origin: StoreOrigin?

  /// Day of the first order.
  package var firstOrderDay: Day? { ledger.first }

  /// Day of the last order; the default as-of date is the day after.
  package var lastOrderDay: Day? { ledger.last }

  /// What to know of an as-of date: whether it is more than a month after the log's last order.
  package func notice(asOf: Day) -> Notice? {
    guard let lastOrderDay, asOf - lastOrderDay > 31 else { return nil }
    return .asOfLongAfterLog(asOf, lastOrder: lastOrderDay)
  }
}
