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
    prefix.events = events.rows[visibleEvents(of: customer, before: limit)]
  }

  /// Fills `prefix` with a customer's orders and refunds alone.
  func readOrders(customer: Int, asOf: Day, into prefix: inout HistoryPrefix) {
    let limit = Instant(startOf: asOf).seconds
    prefix.asOf = asOf
    prefix.orders.removeAll(keepingCapacity: true)
    prefix.refunds.removeAll(keepingCapacity: true)
    prefix.categories.removeAll(keepingCapacity: true)
    prefix.cancelled = 0
    let range = visibleLines(of: customer, before: limit)
    if !gatherOccasions(range, visibleUntil: limit, into: &prefix) {
      // Nothing was paid back: every occasion is an order.
      swap(&prefix.orders, &prefix.occasions)
      if lines.columns.category {
        for line in lines.rows[range] where line.category >= 0 {
          prefix.categories.append(line.category)
        }
      }
      return
    }
    for (occasion, hasNegative) in zip(prefix.occasions, prefix.occasionHasNegative) {
      switch OccasionStatus(sum: occasion.amount, hasNegative: hasNegative) {
      case .order: prefix.orders.append(occasion)
      case .refund:
        prefix.refunds.append(Refund(instant: occasion.instant, amount: -occasion.amount))
      case .cancelled: prefix.cancelled += 1
      }
    }
    if lines.columns.category {
      for line in lines.rows[range] where line.category >= 0 {
        let occasion = Int(line.occasion)
        let status = OccasionStatus(
          sum: prefix.occasions[occasion].amount,
          hasNegative: prefix.occasionHasNegative[occasion])
        if status == .order { prefix.categories.append(line.category) }
      }
    }
  }

  /// What a customer did in `[asOf, asOf + horizonInDays)`, judged from the rows before its end.
  ///
  /// `prefix` is working space; its contents are replaced.
  package func outcome(
    customer: Int, asOf: Day, horizonInDays: Int, using prefix: inout HistoryPrefix
  ) -> Outcome {
    let start = Instant(startOf: asOf).seconds
    let end = Instant(startOf: asOf + horizonInDays).seconds
    let range = visibleLines(of: customer, before: end)
    gatherOccasions(range, visibleUntil: end, into: &prefix)
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
    for line in lines.rows[range] where line.instant >= start {
      let isRefund = prefix.occasions[Int(line.occasion)].amount < 0
      if refundPolicy == .net || !isRefund { outcome.spend += line.amount }
    }
    return outcome
  }

  private func visibleLines(of customer: Int, before limit: Int64) -> Range<Int> {
    let start = lines.offsets[customer]
    return
      start..<firstIndex(from: start, to: lines.offsets[customer + 1]) {
        lines.rows[$0].instant >= limit
      }
  }

  private func visibleEvents(of customer: Int, before limit: Int64) -> Range<Int> {
    let start = events.offsets[customer]
    return
      start..<firstIndex(from: start, to: events.offsets[customer + 1]) {
        events.rows[$0].instant.seconds >= limit
      }
  }

  /// Sums lines up to occasions.
  ///
  /// - Returns: whether any line is below 0.
  @discardableResult
  private func gatherOccasions(
    _ range: Range<Int>, visibleUntil limit: Int64, into prefix: inout HistoryPrefix
  ) -> Bool {
    prefix.occasions.removeAll(keepingCapacity: true)
    prefix.occasionHasNegative.removeAll(keepingCapacity: true)
    let rows = lines.rows.span
    var anyNegative = false
    for index in range {
      let line = rows[index]
      let isNegative = line.amount < 0
      anyNegative = anyNegative || isNegative
      let pieces = lines.quantity.isEmpty ? .nan : lines.quantity[index]
      let isReturned = lines.returnedAt.isEmpty ? nil : lines.returnedAt[index] < limit
      let occasion = Int(line.occasion)
      if occasion == prefix.occasions.count {
        prefix.occasions.append(
          Order(
            instant: Instant(seconds: line.instant), amount: line.amount, lines: 1,
            quantity: pieces, discounted: lines.columns.discount ? line.isDiscounted : nil,
            channel: line.channel, returned: isReturned))
        prefix.occasionHasNegative.append(isNegative)
      } else {
        prefix.occasions[occasion].add(line, pieces: pieces, isReturned: isReturned)
        if isNegative { prefix.occasionHasNegative[occasion] = true }
      }
    }
    return anyNegative
  }
}

extension Order {
  /// Adds another line of the order.
  fileprivate mutating func add(_ line: Line, pieces: Double, isReturned: Bool?) {
    amount += line.amount
    lines += 1
    quantity += pieces
    if line.isDiscounted { discounted = true }
    if isReturned == true { returned = true }
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

/// The first index in `low ..< high` that fits, in a run where all after a fitting one fit; `high`
/// where there is none.
@inline(__always)
func firstIndex(from low: Int, to high: Int, where fits: (Int) -> Bool) -> Int {
  var low = low
  var high = high
  while low < high {
    let middle = low + (high - low) / 2
    if fits(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}
