internal import Dense
internal import Units

/// The histories of those customers that one part of a store holds, as compressed sparse rows.
///
/// Customers have their numbers in the part, in no order that says anything.
package final class HistoryPart: Sendable {
  /// Places of the customers in the store, by number.
  let customers: [Int32]
  /// Which optional fields of a line the log has.
  let columns: Lines.Columns
  /// Lines of customer `i` are `lineOffsets[i] ..< lineOffsets[i + 1]`.
  private let lineOffsets: [Int32]
  /// By time within a customer.
  let lines: [Line]
  let survey: PartSurvey
  /// Pieces bought on each line; empty where the log does not say.
  let quantity: [Double]
  /// The second from which each line is known to have been returned, `Int64.max` where it was not;
  /// empty where the log does not say.
  let returnedAt: [Int64]
  /// Events of customer `i` are `eventOffsets[i] ..< eventOffsets[i + 1]`.
  private let eventOffsets: [Int32]
  /// By time, then kind, within a customer.
  let events: [Event]
  let eventTally: EventTally

  package init(
    customers: [Int32], columns: Lines.Columns, lineOffsets: [Int32], lines: [Line],
    survey: PartSurvey, quantity: [Double], returnedAt: [Int64], eventOffsets: [Int32],
    events: [Event], eventTally: EventTally
  ) {
    precondition(lineOffsets.count == customers.count + 1)
    precondition(eventOffsets.count == customers.count + 1)
    self.customers = customers
    self.columns = columns
    self.lineOffsets = lineOffsets
    self.lines = lines
    self.survey = survey
    self.quantity = quantity
    self.returnedAt = returnedAt
    self.eventOffsets = eventOffsets
    self.events = events
    self.eventTally = eventTally
  }

  /// The part with its customers at other places and, where `recoding` is given, other codes of kinds.
  func renamed(by rank: [Int32], recoding: [Int32]?, kinds: Int) -> HistoryPart {
    var (events, tally) = (events, eventTally)
    if let recoding {
      for event in events.indices {
        events[event] = Event(
          instant: events[event].instant, kind: recoding[Int(events[event].kind)],
          value: events[event].value)
      }
      // Events of one second are in the order of their kinds.
      for customer in customers.indices {
        let range = eventRange(of: customer)
        if range.dropFirst().contains(where: { events[$0].precedes(events[$0 - 1]) }) {
          events[range].sort { $0.precedes($1) }
        }
      }
      tally = EventTally(events, kinds: kinds)
    }
    return HistoryPart(
      customers: customers.map { rank[Int($0)] }, columns: columns, lineOffsets: lineOffsets,
      lines: lines, survey: survey, quantity: quantity, returnedAt: returnedAt,
      eventOffsets: eventOffsets, events: events, eventTally: tally)
  }

  func lineRange(of customer: Int) -> Range<Int> {
    Int(lineOffsets[customer])..<Int(lineOffsets[customer + 1])
  }

  func eventRange(of customer: Int) -> Range<Int> {
    Int(eventOffsets[customer])..<Int(eventOffsets[customer + 1])
  }

  /// Asks for where a customer's rows are, then `loadRows` for the rows, ahead of their use.
  func loadOffsets(of customer: Int) {
    lineOffsets.prefetch(customer)
    eventOffsets.prefetch(customer)
  }

  func loadRows(of customer: Int) {
    let range = lineRange(of: customer)
    lines.prefetch(range)
    if !quantity.isEmpty { quantity.prefetch(range) }
    if !returnedAt.isEmpty { returnedAt.prefetch(range) }
    events.prefetch(eventRange(of: customer))
  }

  func visibleLines(of customer: Int, before limit: Int64) -> Range<Int> {
    let range = lineRange(of: customer)
    let end = firstIndex(from: range.lowerBound, to: range.upperBound) {
      lines[$0].instant >= limit
    }
    return range.lowerBound..<end
  }

  func visibleEvents(of customer: Int, before limit: Int64) -> Range<Int> {
    let range = eventRange(of: customer)
    let end = firstIndex(from: range.lowerBound, to: range.upperBound) {
      events[$0].instant.seconds >= limit
    }
    return range.lowerBound..<end
  }

  /// Sums lines up to occasions.
  func gatherOccasions(
    _ range: Range<Int>, visibleUntil limit: Int64, into prefix: inout HistoryPrefix
  ) {
    sumLines(range, visibleUntil: limit, into: &prefix.occasions)
    prefix.occasionHasNegative.removeAll(keepingCapacity: true)
    prefix.occasionHasNegative.append(
      contentsOf: repeatElement(false, count: prefix.occasions.count))
    for line in lines[range] where line.amount < 0 {
      prefix.occasionHasNegative[Int(line.occasion)] = true
    }
  }

  /// Makes orders of lines, whatever their sums.
  private func sumLines(
    _ range: Range<Int>, visibleUntil limit: Int64, into all: inout [Order]
  ) {
    // Moved out and back, so that the loop works on an array of its own.
    var orders: [Order] = []
    swap(&orders, &all)
    orders.removeAll(keepingCapacity: true)
    let (lines, quantity, returnedAt) = (lines, quantity, returnedAt)
    for index in range {
      let line = lines[index]
      let pieces = quantity.isEmpty ? .nan : quantity[index]
      let isReturned = returnedAt.isEmpty ? nil : returnedAt[index] < limit
      let occasion = Int(line.occasion)
      if occasion == orders.count {
        orders.append(
          Order(
            instant: Instant(seconds: line.instant), amount: line.amount, lines: 1,
            quantity: pieces, discounted: columns.discount ? line.isDiscounted : nil,
            channel: line.channel, returned: isReturned))
      } else {
        orders[occasion].add(line, pieces: pieces, isReturned: isReturned)
      }
    }
    swap(&orders, &all)
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
    if !lines[range].contains(where: { $0.amount < 0 }) {
      // Nothing was paid back: every occasion is an order.
      sumLines(range, visibleUntil: limit, into: &prefix.orders)
      if columns.category {
        for line in lines[range] where line.category >= 0 {
          prefix.categories.append(line.category)
        }
      }
      return
    }
    gatherOccasions(range, visibleUntil: limit, into: &prefix)
    for (occasion, hasNegative) in zip(prefix.occasions, prefix.occasionHasNegative) {
      switch OccasionStatus(sum: occasion.amount, hasNegative: hasNegative) {
      case .order: prefix.orders.append(occasion)
      case .refund:
        prefix.refunds.append(Refund(instant: occasion.instant, amount: -occasion.amount))
      case .cancelled: prefix.cancelled += 1
      }
    }
    if columns.category {
      for index in range where lines[index].category >= 0 {
        let occasion = Int(lines[index].occasion)
        let status = OccasionStatus(
          sum: prefix.occasions[occasion].amount,
          hasNegative: prefix.occasionHasNegative[occasion])
        if status == .order { prefix.categories.append(lines[index].category) }
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

extension Event {
  /// The canonical order of a customer's events; no value comes before every value.
  fileprivate func precedes(_ other: Event) -> Bool {
    if timeAndKind != other.timeAndKind { return timeAndKind < other.timeAndKind }
    return !other.value.isNaN && (value.isNaN || value < other.value)
  }
}
