package import Units

extension HistoryStore {
  /// What a customer spent in `[start, start + days)`, by category of the lines.
  ///
  /// As in `outcome`, rows are judged from those before the window's end, and refunds count under
  /// `RefundPolicy.net`; the sum over categories is the outcome's spend.
  /// - Parameters:
  ///   - customer: index into the store's customers.
  ///   - start: first day of the window.
  ///   - days: its length.
  ///   - prefix: working space; its contents are replaced.
  ///   - body: called with the code of a category, −1 where unknown, and money in units of the store's
  ///     scale, line by line.
  package func spend(
    ofCustomer customer: Int, from start: Day, days: Int, using prefix: inout HistoryPrefix,
    _ body: (_ category: Int32, _ amount: Int64) -> Void
  ) {
    let (first, end) = (
      Instant(startOf: start).seconds, Instant(startOf: start + days).seconds
    )
    let (part, number) = place(of: customer)
    let range = parts[part].visibleLines(of: number, before: end)
    parts[part].gatherOccasions(range, visibleUntil: end, into: &prefix)
    for line in parts[part].lines[range] where line.instant >= first {
      let isRefund = prefix.occasions[Int(line.occasion)].amount < 0
      if refundPolicy == .net || !isRefund { body(line.category, line.amount) }
    }
  }
}
