package import Exports
internal import Histories
package import Units

/// Reconciles rows and money: what was read, what became of it, and what it adds up to.
///
/// Read = used + filtered + refused; net = gross − refunded = the sum of the used rows' amounts.
/// Money is exact decimal text. Rows left out by `--where`, and copies left out by
/// `--drop-duplicates`, are filtered.
package struct Ledger: Sendable, Equatable, Encodable {
  package internal(set) var rowsRead: Int
  package internal(set) var rowsUsed: Int
  package internal(set) var rowsFiltered: Int
  package internal(set) var rowsRefused: Int
  package internal(set) var refusedByReason: [String: Int]
  package internal(set) var orders: Int
  package internal(set) var refunds: Int
  /// Orders whose rows cancelled to nothing.
  package internal(set) var cancelled: Int
  /// Rows that are exact copies of another.
  package internal(set) var duplicates: Int
  /// Customers with an order.
  package internal(set) var customers: Int
  /// Days of the first and the last order; nil where there is none.
  package internal(set) var first: Day?
  package internal(set) var last: Day?
  package internal(set) var gross: String
  package internal(set) var refunded: String
  package internal(set) var net: String
  /// Customers with an order that the command could not use, by reason; nil where it uses all.
  package var customersLeftOut: [String: Int]?
  /// What was left out, filled and joined in exports; nil where all files are plain.
  package internal(set) var exports: ExportLedger?
  /// Nil where no event file was read.
  package internal(set) var events: EventLedger?
  /// Nil where no customers file was read.
  package internal(set) var customersFile: CustomersLedger?
  /// What each batch of a store brought, in the order in which they came; nil for files.
  package internal(set) var batches: [BatchLedger]?

  enum CodingKeys: String, CodingKey {
    case rowsRead = "rows_read"
    case rowsUsed = "rows_used"
    case rowsFiltered = "rows_filtered"
    case rowsRefused = "rows_refused"
    case refusedByReason = "refused_by_reason"
    case orders, refunds, cancelled, duplicates, customers, first, last, gross, refunded, net
    case customersLeftOut = "customers_left_out"
    case exports, events
    case customersFile = "customers_file"
    case batches
  }
}

/// The event files' part of the ledger.
package struct EventLedger: Sendable, Equatable, Encodable {
  package internal(set) var rowsRead: Int
  package internal(set) var rowsUsed: Int
  /// Copies left out by `--drop-duplicates`.
  package internal(set) var rowsFiltered: Int
  package internal(set) var rowsRefused: Int
  package internal(set) var refusedByReason: [String: Int]
  package internal(set) var duplicates: Int
  package internal(set) var first: Day?
  package internal(set) var last: Day?
  /// Events of each kind.
  package internal(set) var kinds: [String: Int]
  /// Nil where all files are plain.
  package internal(set) var exports: ExportLedger?

  enum CodingKeys: String, CodingKey {
    case rowsRead = "rows_read"
    case rowsUsed = "rows_used"
    case rowsFiltered = "rows_filtered"
    case rowsRefused = "rows_refused"
    case refusedByReason = "refused_by_reason"
    case duplicates, first, last, kinds, exports
  }
}

/// The customers files' part of the ledger.
package struct CustomersLedger: Sendable, Equatable, Encodable {
  package internal(set) var rowsRead: Int
  package internal(set) var rowsUsed: Int
  /// Rows that do not meet the condition for customers files.
  package internal(set) var rowsFiltered: Int
  package internal(set) var rowsRefused: Int
  package internal(set) var refusedByReason: [String: Int]
  /// Rows of customers who have neither order, refund nor event.
  package internal(set) var withoutHistory: Int

  enum CodingKeys: String, CodingKey {
    case rowsRead = "rows_read"
    case rowsUsed = "rows_used"
    case rowsFiltered = "rows_filtered"
    case rowsRefused = "rows_refused"
    case refusedByReason = "refused_by_reason"
    case withoutHistory = "without_history"
  }
}

extension Ledger {
  init(
    _ store: HistoryStore, survey: LogSurvey, tally: RowTally, duplicates: Int,
    events: EventLedger?, customersFile: CustomersLedger?
  ) {
    func money(_ units: Int128) -> String { decimalText(units, scale: store.moneyScale) }
    rowsRead = tally.read
    rowsUsed = tally.used
    rowsFiltered = tally.filtered
    rowsRefused = tally.refusedTotal
    refusedByReason = tally.refusedByReason
    orders = survey.totals.orders
    refunds = survey.totals.refunds
    cancelled = survey.totals.cancelled
    self.duplicates = duplicates
    customers = survey.totals.customersWithOrders
    first = survey.ordersByDay.first?.day
    last = survey.ordersByDay.last?.day
    gross = money(survey.totals.gross)
    refunded = money(survey.totals.refunded)
    net = money(survey.totals.gross - survey.totals.refunded)
    self.events = events
    self.customersFile = customersFile
  }
}

extension Ledger {
  /// Adds what became of exports before their rows were plain ones.
  mutating func add(orders: ReadExports?, events: ReadExports?) {
    exports = orders?.ledger
    if let money = orders?.money {
      // Money given back beside an order's own row; the net of both stays.
      (gross, refunded) = (money.gross, money.refunded)
    }
    self.events?.exports = events?.ledger
  }
}

extension EventLedger {
  init(_ events: EventTerms, survey: EventSurvey, tally: RowTally, duplicates: Int) {
    rowsRead = tally.read
    rowsUsed = tally.used
    rowsFiltered = tally.filtered
    rowsRefused = tally.refusedTotal
    refusedByReason = tally.refusedByReason
    self.duplicates = duplicates
    first = survey.days?.lowerBound
    last = survey.days?.upperBound
    // What stands after a colon is a detail of one event, not a kind to count.
    kinds = Dictionary(
      zip(events.kinds.map { String($0.prefix { $0 != ":" }) }, survey.counts),
      uniquingKeysWith: +)
  }
}
