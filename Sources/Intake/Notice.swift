package import Units

/// Something about the data that a person should know; the run goes on.
package enum Notice: Sendable, Equatable {
  case rejectedRows([RejectedRow], count: Int)
  /// Rows without a customer, which are rejected but do not stop the run.
  case rowsWithoutCustomer(Int, of: Int)
  /// One day with a single order, far after all others, decides the as-of date.
  case strayLastDay(Day, previous: Day)
  /// The first day lies long before all others, as where a missing time became 1970-01-01.
  case strayFirstDay(Day, next: Day, orders: Int)
  case partialLastDay(Day, orders: Int, usual: Int)
  /// The as-of date is long after the log's last order, so that everybody looks inactive.
  case asOfLongAfterLog(Day, lastOrder: Day)
  case eventsEndEarly(lastEvent: Day, lastOrder: Day)
  case duplicates(rows: Int, of: ColumnRole.FileKind, dropped: Bool)
  /// One customer has a large share of all orders.
  case busyCustomer(id: String, orders: Int, share: Double)
  /// Ids that are one when written without blanks and in lower case.
  case similarIDs(groups: Int, examples: [String])
  /// A mark of returned lines without the time from which it was known.
  case returnedLeftOut(column: String)
  /// More than one column may have a role that is not needed, so that none is used.
  case undecidedColumn(file: String, role: ColumnRole, candidates: [String])
  /// Values of a status column that the user counts and that no row has, and some that rows have.
  case statusNotFound(column: String, values: [String], found: [String])
  /// The first line, taken for the names of the columns, has no common name and looks like a row.
  case firstLineLooksLikeRow(file: String)
}
