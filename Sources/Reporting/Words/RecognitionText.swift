internal import Files
package import Intake
internal import Units

// What files were read as, in one line each.

extension Recognition {
  /// The line, which begins with the file.
  package var line: String {
    switch self {
    case .columns(let file, let taken, let unused):
      let roles = taken.map { "\($0.role.word) = \($0.column)" }.joined(separator: ", ")
      return "\(file): \(roles)" + (unused.isEmpty ? "" : "; not used: \(listed(unused))")
    case .commonNames(let file): return "\(file): read by the common names of its columns"
    case .profile(let file, let name, let title, let means):
      return "\(file): read as \(name) (\(title))" + (means.map { ": \($0)" } ?? "")
    case .namedBy(let file, let columns):
      let parts = columns.map { "\($0.column) \(grouped($0.rows))" }
      return "\(file): the customer is named by \(parts.joined(separator: ", "))"
    case .namesOnly(let file):
      return "\(file): customers are identified by name only; two people with one name become one"
    case .foldedAddresses(let file, let rows):
      return "\(file): e-mail addresses that differ only in case are one customer "
        + "(\(grouped(rows)) rows)"
    case .remark(let file, let remark): return "\(file): \(remark.words)"
    case .statuses(let file, let column, let values):
      let lines = values.prefix(40).map { "\n  \($0.line)" }
      let rest = values.count > 40 ? "\n  and \(grouped(values.count - 40)) other values" : ""
      return "\(file): column '\(column)' says which rows are sales:" + lines.joined() + rest
    case .refunds(let file, let rows, let sum):
      return "\(file): money given back on \(counted(rows, "row")): \(sum)"
    case .notApplied(let file, let use, let column):
      let what =
        switch use {
        case .filter: "the condition for rows"
        case .column(let role, let text): "\(role.word) = \(text)"
        }
      return "\(file): \(what) is not for this file, which has no column '\(column)'"
    case .bridged(let file, let events, let orders, let customers, let doubtful):
      let left =
        doubtful > 0 ? "; \(grouped(doubtful)) ids that name two customers are not used" : ""
      return """
        \(file): column '\(events)' joins events to the orders' '\(orders)' for \
        \(grouped(customers)) customers\(left)
        """
    case .joinedBy(let file, let column, let matches, let customers):
      return """
        \(file): joined by column '\(column)', which has \(grouped(matches)) of \(grouped(customers)) \
        customers
        """
    case .eventsMatched(let files, let matched, let customers):
      return """
        \(files.joined(separator: ", ")): \(grouped(matched)) of \(grouped(customers)) customers with \
        events have an order
        """
    }
  }
}

extension Recognition.Remark {
  fileprivate var words: String {
    switch self {
    case .jsonLines: "read as JSON lines"
    case .utf16: "read as UTF-16"
    case .delimiterLine: "the first line names the delimiter"
    case .linesAboveHeader(let count):
      "\(counted(count, "line")) of notes above the header \(count == 1 ? "is" : "are") left out"
    case .columnsOfOneName(let name, let count):
      "\(counted(count, "column")) are named '\(name)'; the profile takes the first"
    case .continuedLines(let count):
      "\(counted(count, "line")) without id and customer \(count == 1 ? "continues" : "continue") "
        + "the order above"
    case .filledCells(let count):
      "\(counted(count, "blank cell")) \(count == 1 ? "is" : "are") filled from the first line of "
        + "\(count == 1 ? "its" : "their") order"
    case .linesWithoutRow(let count):
      "\(counted(count, "line")) without customer, time and amount \(count == 1 ? "is" : "are") "
        + "left out"
    case .totals(let count):
      "\(counted(count, "row")) that only \(count == 1 ? "sums" : "sum") the others "
        + "\(count == 1 ? "is" : "are") left out"
    case .otherTotal(let line, let amount, let sum):
      "line \(line), a total of \(amount) without customer and time, is left out; the rows above it add "
        + "up to \(sum)"
    case .usualTimes(let pattern): "times are read as \(pattern), as this export writes them"
    case .timesSettled(let pattern, let column, let cell):
      "times are read as \(pattern), since column '\(column)' has \(cell)"
    case .offsets(let zone):
      "times have offsets from UTC and are moved to UTC"
        + (zone.map { "; the shop's own zone may be \($0)" } ?? "")
    case .sumsDiffer(let orders, let sum, let lines):
      "\(counted(orders, "order")) of several items \(orders == 1 ? "has" : "have") a row of \(orders == 1 ? "its" : "their") own "
        + "that says \(sum), where the items add up to \(lines); the order's row counts"
    case .unusedRemainder(let column):
      "column '\(column)' is blank or 0 in every row and is not used"
    case .pointZero: "'.0' is taken off all ids of customers"
    case .repeatedRows(let count, let file):
      "\(counted(count, "row")) of orders that \(file) has as well \(count == 1 ? "is" : "are") "
        + "counted once"
    case .replacedOrders(let count, let sum, let file, let newSum):
      "\(counted(count, "order")) of \(sum) \(count == 1 ? "is" : "are") replaced by \(file), which "
        + "reaches further and has \(newSum) of \(count == 1 ? "it" : "them")"
    }
  }
}

/// `1 row`, `2,000 rows`.
func counted(_ count: Int, _ word: String) -> String {
  "\(grouped(count)) \(word)\(count == 1 ? "" : "s")"
}
