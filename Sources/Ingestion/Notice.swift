internal import Dense
package import Files
package import Units

/// Something about the data that a person should know; the run goes on.
package enum Notice: Sendable, Equatable {
  /// One day with a single order, far after all others, decides the as-of date.
  case strayLastDay(Day, previous: Day)
  /// One customer has a large share of all orders.
  case busyCustomer(id: String, orders: Int, share: Double)
  /// Ids that are one when written without blanks and in lower case.
  case similarIDs(groups: Int, examples: [String])
  case partialLastDay(Day, orders: Int, usual: Int)
  case eventsEndEarly(lastEvent: Day, lastOrder: Day)
  /// A mark of returned lines without the time from which it was known.
  case returnedLeftOut(column: String)
  /// The as-of date is long after the log's last order, so that everybody looks silent.
  case asOfLongAfterLog(Day, lastOrder: Day)
  case duplicates(rows: Int, of: ColumnRole.FileKind, dropped: Bool)
  /// Rows without a customer, which are refused but do not stop the run.
  case rowsWithoutCustomer(Int, of: Int)
  case refusedRows([RejectedRow], count: Int)
}

extension Notice: CustomStringConvertible {
  package var description: String {
    guard case .refusedRows(let rows, let count) = self else { return visibleText(sentence) }
    return
      (["\(grouped(count)) \(count == 1 ? "row" : "rows") cannot be used:"]
      + rows.map { "  \($0)" }).joined(separator: "\n")
  }

  private var sentence: String {
    switch self {
    case .strayLastDay(let day, let previous):
      "the last order, of \(day), stands alone; the one before is of \(previous). If its date is "
        + "wrong, pass --as-of \(previous + 1) or leave the row out."
    case .busyCustomer(let id, let orders, let share):
      "customer '\(shortened(id))' has \(grouped(orders)) orders, \(fixed(100 * share, digits: 1)) % of all. "
        + "Is it a collective account? --where leaves it out."
    case .similarIDs(let groups, let examples):
      "\(grouped(groups)) \(groups == 1 ? "group of ids differs" : "groups of ids differ") in case "
        + "or blanks only, as \(examples.map { "'\(shortened($0))'" }.joined(separator: " and ")); they are "
        + "taken for different customers."
    case .partialLastDay(let day, let orders, let usual):
      "the last day, \(day), has \(grouped(orders)) orders where \(grouped(usual)) are usual; it "
        + "looks partial. --as-of \(day) leaves it out."
    case .eventsEndEarly(let lastEvent, let lastOrder):
      "the events end on \(lastEvent), the orders on \(lastOrder): from then on silence in the "
        + "event log means nothing."
    case .returnedLeftOut(let column):
      "column '\(column)' is left out: it does not say since when a return was known. Give "
        + "--columns returned_at=… or --known-after 30d."
    case .asOfLongAfterLog(let asOf, let lastOrder):
      "the last order is of \(lastOrder), \(grouped(asOf - lastOrder)) days before the as-of date \(asOf). "
        + "Orders since, if there were any, are not in the log: everybody looks silent."
    case .duplicates(let rows, let kind, let dropped):
      "\(grouped(rows)) \(kind.rawValue) rows are exact copies of others; they are "
        + (dropped ? "left out." : "kept (--drop-duplicates leaves them out).")
    case .rowsWithoutCustomer(let rows, let read):
      "\(grouped(rows)) of \(grouped(read)) rows have no customer and are left out."
    case .refusedRows: preconditionFailure("it has a line for each row")
    }
  }
}
