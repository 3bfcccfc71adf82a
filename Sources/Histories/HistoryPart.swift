package import Units

/// The histories of those customers that one part of a store holds, as compressed sparse rows.
///
/// Customers have their numbers in the part, in no order that says anything.
struct HistoryPart: Sendable {
  /// Which optional fields of a line the log has.
  var columns = Lines.Columns()
  /// Lines of customer `i` are `lineOffsets[i] ..< lineOffsets[i + 1]`.
  var lineOffsets: [Int32] = [0]
  /// By time within a customer.
  var lines: [Line] = []
  /// Pieces bought on each line; empty where the log does not say.
  var quantity: [Double] = []
  /// The second from which each line is known to have been returned, `Int64.max` where it was not;
  /// empty where the log does not say.
  var returnedAt: [Int64] = []
  /// Events of customer `i` are `eventOffsets[i] ..< eventOffsets[i + 1]`.
  var eventOffsets: [Int32] = [0]
  /// By time, then kind, within a customer.
  var events: [Event] = []
  var eventTally = EventTally(kinds: 0)

  func lineRange(of customer: Int) -> Range<Int> {
    Int(lineOffsets[customer])..<Int(lineOffsets[customer + 1])
  }

  func eventRange(of customer: Int) -> Range<Int> {
    Int(eventOffsets[customer])..<Int(eventOffsets[customer + 1])
  }

  func visibleLines(of customer: Int, before limit: Int64) -> Range<Int> {
    let range = lineRange(of: customer)
    let rows = lines.span
    return range.lowerBound
      ..< firstIndex(from: range.lowerBound, to: range.upperBound) { rows[$0].instant >= limit }
  }

  func visibleEvents(of customer: Int, before limit: Int64) -> Range<Int> {
    let range = eventRange(of: customer)
    let rows = events.span
    return range.lowerBound
      ..< firstIndex(from: range.lowerBound, to: range.upperBound) {
        rows[$0].instant.seconds >= limit
      }
  }

  /// Sums lines up to occasions.
  ///
  /// - Returns: whether any line is below 0.
  @discardableResult
  func gatherOccasions(
    _ range: Range<Int>, visibleUntil limit: Int64, into prefix: inout HistoryPrefix
  ) -> Bool {
    prefix.occasions.removeAll(keepingCapacity: true)
    prefix.occasionHasNegative.removeAll(keepingCapacity: true)
    let rows = lines.span
    let (quantity, returnedAt) = (quantity.span, returnedAt.span)
    var anyNegative = false
    for index in range {
      let line = rows[index]
      let isNegative = line.amount < 0
      anyNegative = anyNegative || isNegative
      let pieces = quantity.isEmpty ? .nan : quantity[index]
      let isReturned = returnedAt.isEmpty ? nil : returnedAt[index] < limit
      let occasion = Int(line.occasion)
      if occasion == prefix.occasions.count {
        prefix.occasions.append(
          Order(
            instant: Instant(seconds: line.instant), amount: line.amount, lines: 1,
            quantity: pieces, discounted: columns.discount ? line.isDiscounted : nil,
            channel: line.channel, returned: isReturned))
        prefix.occasionHasNegative.append(isNegative)
      } else {
        prefix.occasions[occasion].add(line, pieces: pieces, isReturned: isReturned)
        if isNegative { prefix.occasionHasNegative[occasion] = true }
      }
    }
    return anyNegative
  }

  /// Fills `prefix` with a customer's orders and refunds.
  func readOrders(of customer: Int, asOf: Day, into prefix: inout HistoryPrefix) {
    let limit = Instant(startOf: asOf).seconds
    prefix.asOf = asOf
    prefix.orders.removeAll(keepingCapacity: true)
    prefix.refunds.removeAll(keepingCapacity: true)
    prefix.categories.removeAll(keepingCapacity: true)
    prefix.cancelled = 0
    let range = visibleLines(of: customer, before: limit)
    let rows = lines.span
    if !gatherOccasions(range, visibleUntil: limit, into: &prefix) {
      // Nothing was paid back: every occasion is an order.
      swap(&prefix.orders, &prefix.occasions)
      if columns.category {
        for index in range where rows[index].category >= 0 {
          prefix.categories.append(rows[index].category)
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
    if columns.category {
      for index in range where rows[index].category >= 0 {
        let occasion = Int(rows[index].occasion)
        let status = OccasionStatus(
          sum: prefix.occasions[occasion].amount,
          hasNegative: prefix.occasionHasNegative[occasion])
        if status == .order { prefix.categories.append(rows[index].category) }
      }
    }
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

/// How many events there are of each kind, and when.
struct EventTally: Sendable {
  /// By kind code.
  private(set) var counts: [Int]
  /// Second of the first of each kind, `Int64.max` where there is none.
  private(set) var first: [Int64]
  /// Second of the last of all, `Int64.min` where there is none.
  private(set) var last = Int64.min

  init(kinds: Int) {
    counts = [Int](repeating: 0, count: kinds)
    first = [Int64](repeating: .max, count: kinds)
  }

  init(_ events: [Event], kinds: Int) {
    self.init(kinds: kinds)
    for event in events {
      let kind = Int(event.kind)
      counts[kind] += 1
      first[kind] = min(first[kind], event.instant.seconds)
      last = max(last, event.instant.seconds)
    }
  }

  mutating func add(_ other: EventTally) {
    for kind in other.counts.indices {
      counts[kind] += other.counts[kind]
      first[kind] = min(first[kind], other.first[kind])
    }
    last = max(last, other.last)
  }
}
