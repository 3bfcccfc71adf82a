package import Units

/// One customer's history before an as-of date: all that a feature may see.
///
/// A prefix is filled again for each customer, so that its arrays are allocated once a worker.
package struct HistoryPrefix: Sendable {
  package internal(set) var asOf = Day(number: 0)
  /// Purchases by time, as they stood at the as-of date.
  package internal(set) var orders: [Order] = []
  /// Refunds by time.
  package internal(set) var refunds: [Refund] = []
  /// Orders whose rows cancelled to nothing.
  package internal(set) var cancelled = 0
  /// Category codes of the lines of `orders`, in order of time; −1 is left out.
  package internal(set) var categories: [Int32] = []
  /// Engagement events by time.
  package internal(set) var events: ArraySlice<Event> = []

  /// Working space: every occasion seen, whatever its status.
  var occasions: [Order] = []
  var occasionHasNegative: [Bool] = []
  /// Takes what is loaded ahead of its use, so that the loads are not left out.
  var touched: Int64 = 0

  package init() {}
}

/// One purchase occasion as it stood at an as-of date.
package struct Order: Sendable, Equatable {
  /// Time of its earliest row.
  package var instant: Instant
  /// Sum of its rows, at least 0, in units of the store's money scale.
  package var amount: Int64
  /// Rows.
  package var lines: Int32
  /// Pieces, not-a-number where the log does not say.
  package var quantity: Double
  /// Whether any row carried a discount; nil where the log does not say.
  package var discounted: Bool?
  /// Channel of its first row, −1 where unknown.
  package var channel: Int32
  /// Whether any row was known to be returned; nil where the log does not say.
  package var returned: Bool?
}

/// Money back, at its own time.
package struct Refund: Sendable, Equatable {
  package var instant: Instant
  /// What was paid back, above 0, in units of the store's money scale.
  package var amount: Int64
}

/// What one customer did in a window after an as-of date: the label.
package struct Outcome: Sendable, Equatable {
  /// Orders whose first row lies in the window.
  package var orders: Int
  /// Days with an order in the window.
  package var orderDays: Int
  /// Money of the window's rows, after refunds under `RefundPolicy.net`, in units of the store's
  /// money scale.
  package var spend: Int64
}

extension HistoryStore {
  /// Fills `prefix` with what was known of a customer before the as-of date.
  ///
  /// Supplements count from their own day, refunds and cancellations from theirs: an order that is
  /// cancelled later is still an order here.
  /// - Complexity: O(rows of the customer before the date) after two binary searches.
  package func read(customer: Int, asOf: Day, into prefix: inout HistoryPrefix) {
    readOrders(customer: customer, asOf: asOf, into: &prefix)
    let limit = Instant(startOf: asOf).seconds
    let (part, number) = place(of: customer)
    prefix.events = parts[part].events[parts[part].visibleEvents(of: number, before: limit)]
  }

  /// Loads the histories of a few customers ahead of their use, so that the loads wait for memory
  /// together.
  package func loadAhead(_ customers: ArraySlice<Int>, into prefix: inout HistoryPrefix) {
    var touched: Int64 = 0
    for customer in customers {
      let (part, number) = place(of: customer)
      touched &+= parts[part].loadOffsets(of: number)
    }
    for customer in customers {
      let (part, number) = place(of: customer)
      touched &+= parts[part].loadRows(of: number)
    }
    prefix.touched = touched
  }

  /// Fills `prefix` with a customer's orders and refunds alone.
  func readOrders(customer: Int, asOf: Day, into prefix: inout HistoryPrefix) {
    let (part, number) = place(of: customer)
    parts[part].readOrders(of: number, asOf: asOf, into: &prefix)
  }

  /// What a customer did in `[asOf, asOf + horizonInDays)`, judged from the rows before its end.
  ///
  /// `prefix` is working space; its contents are replaced.
  package func outcome(
    customer: Int, asOf: Day, horizonInDays: Int, using prefix: inout HistoryPrefix
  ) -> Outcome {
    let start = Instant(startOf: asOf).seconds
    let end = Instant(startOf: asOf + horizonInDays).seconds
    let (part, number) = place(of: customer)
    let range = parts[part].visibleLines(of: number, before: end)
    parts[part].gatherOccasions(range, visibleUntil: end, into: &prefix)
    var outcome = Outcome(orders: 0, orderDays: 0, spend: 0)
    var lastDay: Day?
    for (occasion, hasNegative) in zip(prefix.occasions, prefix.occasionHasNegative)
    where occasion.instant.seconds >= start {
      guard OccasionStatus(sum: occasion.amount, hasNegative: hasNegative) == .order else {
        continue
      }
      outcome.orders += 1
      if occasion.instant.day != lastDay {
        lastDay = occasion.instant.day
        outcome.orderDays += 1
      }
    }
    for line in parts[part].lines[range] where line.instant >= start {
      let isRefund = prefix.occasions[Int(line.occasion)].amount < 0
      if refundPolicy == .net || !isRefund { outcome.spend += line.amount }
    }
    return outcome
  }
}

/// What the rows of one occasion, seen so far, make of it.
package enum OccasionStatus: Sendable {
  case order, refund, cancelled

  @inlinable
  package init(sum: Int64, hasNegative: Bool) {
    if sum < 0 {
      self = .refund
    } else if sum == 0 && hasNegative {
      self = .cancelled
    } else {
      self = .order
    }
  }
}
