package import Units

extension HistoryStore {
  /// The store as it would have been at a date: rows from that day on are gone, as if never written.
  ///
  /// Customers keep their numbers; those who came later have no rows.
  /// - Complexity: O(rows).
  package func past(before day: Day) -> HistoryStore {
    let limit = Instant(startOf: day).seconds
    return HistoryStore(
      customers: customers, places: places, parts: parts.map { $0.past(before: limit) },
      lines: lines, events: events, moneyScale: moneyScale, currency: currency,
      refundPolicy: refundPolicy)
  }
}
