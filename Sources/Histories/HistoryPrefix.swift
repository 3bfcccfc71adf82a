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
  package internal(set) var events: [Event] = []

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

/// An engagement that is no order.
package struct Event: Sendable, Equatable {
  package var instant: Instant
  /// Code into the store's `events.kinds`.
  package var kind: Int32
  /// Not-a-number where the event has none.
  package var value: Double
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
    let limit = Instant(startOf: asOf).seconds
    prefix.asOf = asOf
    prefix.orders.removeAll(keepingCapacity: true)
    prefix.refunds.removeAll(keepingCapacity: true)
    prefix.categories.removeAll(keepingCapacity: true)
    prefix.cancelled = 0
    let range = visibleLines(of: customer, before: limit)
    gatherOccasions(range, visibleUntil: limit, into: &prefix)
    for (occasion, hasNegative) in zip(prefix.occasions, prefix.occasionHasNegative) {
      switch OccasionStatus(sum: occasion.amount, hasNegative: hasNegative) {
      case .order: prefix.orders.append(occasion)
      case .refund:
        prefix.refunds.append(Refund(instant: occasion.instant, amount: -occasion.amount))
      case .cancelled: prefix.cancelled += 1
      }
    }
    if !lines.category.isEmpty {
      for line in range where lines.category[line] >= 0 {
        let occasion = Int(lines.occasion[line])
        let status = OccasionStatus(
          sum: prefix.occasions[occasion].amount,
          hasNegative: prefix.occasionHasNegative[occasion])
        if status == .order { prefix.categories.append(lines.category[line]) }
      }
    }
    readEvents(customer: customer, before: limit, into: &prefix)
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
    for line in range where lines.instant[line] >= start {
      let occasion = Int(lines.occasion[line])
      let isRefund = prefix.occasions[occasion].amount < 0
      if refundPolicy == .net || !isRefund { outcome.spend += lines.amount[line] }
    }
    return outcome
  }

  private func visibleLines(of customer: Int, before limit: Int64) -> Range<Int> {
    let start = lines.offsets[customer]
    return
      start..<firstIndex(
        in: lines.instant, from: start, to: lines.offsets[customer + 1], notBefore: limit)
  }

  private func gatherOccasions(
    _ range: Range<Int>, visibleUntil limit: Int64, into prefix: inout HistoryPrefix
  ) {
    prefix.occasions.removeAll(keepingCapacity: true)
    prefix.occasionHasNegative.removeAll(keepingCapacity: true)
    for line in range {
      let index = Int(lines.occasion[line])
      if index == prefix.occasions.count {
        prefix.occasions.append(
          Order(
            instant: Instant(seconds: lines.instant[line]), amount: 0, lines: 0,
            quantity: lines.quantity.isEmpty ? .nan : 0,
            discounted: lines.discounted.isEmpty ? nil : false,
            channel: lines.channel.isEmpty ? -1 : lines.channel[line],
            returned: lines.returnedAt.isEmpty ? nil : false))
        prefix.occasionHasNegative.append(false)
      }
      prefix.occasions[index].amount += lines.amount[line]
      prefix.occasions[index].lines += 1
      if lines.amount[line] < 0 { prefix.occasionHasNegative[index] = true }
      if !lines.quantity.isEmpty { prefix.occasions[index].quantity += lines.quantity[line] }
      if !lines.discounted.isEmpty, lines.discounted[line] == 1 {
        prefix.occasions[index].discounted = true
      }
      if !lines.returnedAt.isEmpty, lines.returnedAt[line] < limit {
        prefix.occasions[index].returned = true
      }
    }
  }

  private func readEvents(customer: Int, before limit: Int64, into prefix: inout HistoryPrefix) {
    prefix.events.removeAll(keepingCapacity: true)
    let start = events.offsets[customer]
    let end = firstIndex(
      in: events.instant, from: start, to: events.offsets[customer + 1], notBefore: limit)
    for index in start..<end {
      prefix.events.append(
        Event(
          instant: Instant(seconds: events.instant[index]), kind: events.kind[index],
          value: events.value.isEmpty ? .nan : events.value[index]))
    }
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

/// The first index in `low ..< high` whose value is not below `limit`, in a rising run; `high` where
/// there is none.
func firstIndex(in values: [Int64], from low: Int, to high: Int, notBefore limit: Int64) -> Int {
  var low = low
  var high = high
  while low < high {
    let middle = low + (high - low) / 2
    if values[middle] < limit { low = middle + 1 } else { high = middle }
  }
  return low
}
