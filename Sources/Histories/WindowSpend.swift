package import Units

extension HistoryStore {
  /// What a customer spent in the days up to a date, in units of the store's money scale: the
  /// outcome's spend of that window.
  package func spend(
    ofCustomer customer: Int, from start: Day, before end: Day, using prefix: inout HistoryPrefix
  ) -> Int64 {
    let (first, limit) = (Instant(startOf: start).seconds, Instant(startOf: end).seconds)
    let (part, number) = place(of: customer)
    let range = parts[part].visibleLines(of: number, before: limit)
    let lines = parts[part].lines[range]
    var sum: Int64 = 0
    // Refunds count, or there are none: no occasion has to be looked at.
    if refundPolicy == .net || !lines.contains(where: { $0.amount < 0 }) {
      for line in lines where line.instant >= first { sum += line.amount }
      return sum
    }
    parts[part].gatherOccasions(range, visibleUntil: limit, into: &prefix)
    for line in lines where line.instant >= first {
      if prefix.occasions[Int(line.occasion)].amount >= 0 { sum += line.amount }
    }
    return sum
  }

  /// What a customer spent in `[start, start + days)`, by category of the lines.
  ///
  /// As in `outcome`, rows are evaluated from those before the window's end, and refunds count under
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
