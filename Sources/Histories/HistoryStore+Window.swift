package import Units

/// A line of a window, with what the rows before the window's end make of its order.
package struct WindowLine: Sendable {
  package let line: Line
  /// Pieces, not-a-number where the log does not say.
  package let quantity: Double
  /// Sum of all lines of the order, in units of the store's money scale.
  package let orderAmount: Int64
  package let status: OccasionStatus
  /// Whether the order was begun in the window.
  package let isOrderBegunInWindow: Bool
}

extension HistoryStore {
  /// A customer's lines in `[start, start + days)`, evaluated as `outcome` does: from the rows before the
  /// window's end.
  ///
  /// - Parameters:
  ///   - customer: index into the store's customers.
  ///   - start: first day of the window.
  ///   - days: its length.
  ///   - prefix: working space; its contents are replaced.
  ///   - body: called line by line, in order of time.
  package func forEachLine(
    ofCustomer customer: Int, from start: Day, days: Int, using prefix: inout HistoryPrefix,
    _ body: (WindowLine) -> Void
  ) {
    let (first, end) = (
      Instant(startOf: start).seconds, Instant(startOf: start + days).seconds
    )
    let (number, rows) = (place(of: customer).number, parts[place(of: customer).part])
    let range = rows.visibleLines(of: number, before: end)
    rows.gatherOccasions(range, visibleUntil: end, into: &prefix)
    for index in range where rows.lines[index].instant >= first {
      let occasion = Int(rows.lines[index].occasion)
      let order = prefix.occasions[occasion]
      body(
        WindowLine(
          line: rows.lines[index], quantity: rows.quantity.isEmpty ? .nan : rows.quantity[index],
          orderAmount: order.amount,
          status: OccasionStatus(
            sum: order.amount, hasNegative: prefix.occasionHasNegative[occasion]),
          isOrderBegunInWindow: order.instant.seconds >= first))
    }
  }

  /// A customer's events in `[start, start + days)`, by time.
  package func events(
    ofCustomer customer: Int, from start: Day, days: Int
  ) -> ArraySlice<Event> {
    let first = Instant(startOf: start)
    let (part, number) = place(of: customer)
    let range = parts[part].visibleEvents(
      of: number, before: Instant(startOf: start + days).seconds)
    return parts[part].events[range].drop { $0.instant < first }
  }
}
