internal import Dense
package import Units

/// Since when each part of the log runs, as known at an as-of date.
///
/// A window that reaches before its log begins is missing, not empty. A part whose first row is at
/// or after the date has not begun, so nothing here depends on the future.
package struct VisibleLog: Sendable, Equatable {
  package let asOf: Day
  /// Day of the first order line, nil where there is none yet.
  package let ordersBegin: Day?
  /// Day of the first event of each kind, by kind code; nil where there is none yet.
  package let eventsBegin: [Day?]

  package init(asOf: Day, ordersBegin: Day?, eventsBegin: [Day?]) {
    self.asOf = asOf
    self.ordersBegin = ordersBegin
    self.eventsBegin = eventsBegin
  }
}

extension HistoryStore {
  /// Since when each part of the log runs, as known at `asOf`.
  ///
  /// - Complexity: O(parts · kinds).
  package func visibleLog(asOf: Day) -> VisibleLog {
    let firstLine = parts.reduce(Int64.max) { min($0, $1.survey.firstLine) }
    let firstEvents = eventTally.first
    func visible(_ seconds: Int64) -> Day? {
      seconds < Instant(startOf: asOf).seconds ? Instant(seconds: seconds).day : nil
    }
    return VisibleLog(
      asOf: asOf, ordersBegin: visible(firstLine), eventsBegin: firstEvents.map(visible))
  }

  /// Days of the first and the last purchase, evaluated over the whole log; nil where there is none.
  ///
  /// - Complexity: O(parts).
  package var orderDayRange: ClosedRange<Day>? {
    parts.lazy.compactMap(\.survey.orderDays).reduce(nil) { all, days in
      guard let all else { return days }
      return min(all.lowerBound, days.lowerBound)...max(all.upperBound, days.upperBound)
    }
  }

  /// Whether any customer has an order as things stood at a date.
  package func hasOrders(before asOf: Day) -> Bool {
    var prefix = HistoryPrefix()
    return (0..<customerCount).contains { customer in
      readOrders(customer: customer, asOf: asOf, into: &prefix)
      return !prefix.orders.isEmpty
    }
  }

  /// Day of the first purchase as the log told it at the time; nil where there is none.
  ///
  /// Whatever becomes of that order later does not move it, so dates laid out from it do not depend
  /// on rows that come after them.
  package var ordersBegin: Day? {
    var prefix = HistoryPrefix()
    var begin: Day?
    for customer in 0..<customerCount {
      for line in allLines(of: customer) {
        let day = Instant(seconds: line.instant).day
        if let begin, day >= begin { break }
        readOrders(customer: customer, asOf: day + 1, into: &prefix)
        if let first = prefix.orders.first {
          begin = first.instant.day
          break
        }
      }
    }
    return begin
  }

  /// Counts over all events.
  var eventTally: EventTally {
    var tally = EventTally(kinds: events.kinds.count)
    for part in parts { tally.add(part.eventTally) }
    return tally
  }
}
