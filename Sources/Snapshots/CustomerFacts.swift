internal import Dense
internal import Features
package import Histories
internal import Learning
package import Segments
package import Units

/// What each customer did before an as-of date, in exact whole numbers: the columns behind RFM
/// scores, lists and the observed part of a score row.
///
/// One element for every customer with an order before the date, in canonical order.
package struct CustomerFacts: Sendable {
  package let asOf: Day
  /// Days of the score window, nil for the whole history.
  package let windowInDays: Int?
  package let moneyScale: Int
  /// Whether the event log had begun by then.
  package let hasEvents: Bool
  /// Indices into the store's customers.
  package private(set) var customers: [Int] = []
  package private(set) var daysSinceLastOrder: [Int] = []
  package private(set) var orders: [Int] = []
  package private(set) var orderDays: [Int] = []
  /// Sum of all orders, in units of the store's money scale.
  package private(set) var grossSpend: [Int64] = []
  /// The same after refunds, where the store nets them.
  package private(set) var netSpend: [Int64] = []
  /// Mean days between successive order days; nil with one order day.
  package private(set) var meanGap: [Double?] = []
  /// Median days between successive order days; nil with one order day.
  package private(set) var ownGap: [Double?] = []
  package private(set) var ordersInWindow: [Int] = []
  package private(set) var spendInWindow: [Int64] = []
  /// Weighted, faded events in the window, in units of 10^−`EngagementWeights.scale`; empty where the log has no
  /// events.
  package private(set) var engagementInWindow: [Int64] = []

  package var count: Int { customers.count }

  /// Mean money of an order, in units of the money scale, rounded half away from zero.
  package func averageOrderValue(of index: Int) -> Int64 {
    mean(of: grossSpend[index], over: orders[index])
  }
}

/// An amount of 0 or more divided by a count, rounded half away from zero.
package func mean(of amount: Int64, over count: Int) -> Int64 {
  let (quotient, remainder) = amount.quotientAndRemainder(dividingBy: Int64(count))
  return 2 * remainder >= Int64(count) ? quotient + 1 : quotient
}

extension CustomerFacts {
  /// Collects the facts of a store at a date.
  ///
  /// Prospects, who have events but no order yet, are left out unless they are asked for; so is who is not in
  /// the sample.
  /// - Complexity: O(rows before the date), customers in parallel chunks.
  package init(
    of store: HistoryStore, asOf: Day, windowInDays: Int?,
    engagement: EngagementWeights = .standard, includingProspects: Bool = false,
    among sample: CustomerSample = .all, threads: Int
  ) {
    let hasEvents = store.visibleLog(asOf: asOf).eventsBegin.contains { $0 != nil }
    self.init(
      asOf: asOf, windowInDays: windowInDays, moneyScale: store.moneyScale, hasEvents: hasEvents)
    let engaging = EngagingKinds(store.events.kinds, weights: engagement)
    let chunks = Chunks(rows: store.customerCount, rowsPerChunk: 8_192)
    let parts = parallelMap(count: chunks.count, threads: threads) { index in
      CustomerFacts(
        of: chunks[index].filter(sample.holds), in: store, asOf: asOf, windowInDays: windowInDays,
        hasEvents: hasEvents, engaging: engaging, includingProspects: includingProspects)
    }
    for part in parts { append(part) }
  }

  private init(
    of wanted: [Int], in store: HistoryStore, asOf: Day, windowInDays: Int?, hasEvents: Bool,
    engaging: EngagingKinds, includingProspects: Bool
  ) {
    self.init(
      asOf: asOf, windowInDays: windowInDays, moneyScale: store.moneyScale, hasEvents: hasEvents)
    var prefix = HistoryPrefix()
    for customer in wanted {
      store.read(customer: customer, asOf: asOf, into: &prefix)
      guard !prefix.orders.isEmpty || includingProspects && !prefix.events.isEmpty else { continue }
      append(customer, prefix, store: store, engaging: engaging)
    }
  }

  private init(asOf: Day, windowInDays: Int?, moneyScale: Int, hasEvents: Bool) {
    self.asOf = asOf
    self.windowInDays = windowInDays
    self.moneyScale = moneyScale
    self.hasEvents = hasEvents
  }

  /// The columns that scores are made from.
  package var scoreColumns: ScoreColumns {
    ScoreColumns(
      daysSinceLastOrder: daysSinceLastOrder, orders: ordersInWindow, spend: spendInWindow,
      moneyScale: moneyScale, engagement: hasEvents ? engagementInWindow : nil)
  }

  private mutating func append(
    _ customer: Int, _ prefix: HistoryPrefix, store: HistoryStore, engaging: EngagingKinds
  ) {
    let windowStart = windowInDays.map { Instant(startOf: asOf - $0) }
    func inWindow(_ instant: Instant) -> Bool { windowStart.map { instant >= $0 } ?? true }
    let days = orderDayNumbers(prefix.orders)
    let gaps = zip(days.dropFirst(), days).map { $0 - $1 }.sorted()
    let netsRefunds = store.refundPolicy == .net
    let gross = prefix.orders.reduce(Int64(0)) { $0 + $1.amount }
    let refunded = netsRefunds ? prefix.refunds.reduce(Int64(0)) { $0 + $1.amount } : 0
    let recent = prefix.orders.filter { inWindow($0.instant) }
    let recentRefunds =
      netsRefunds
      ? prefix.refunds.reduce(Int64(0)) { $0 + (inWindow($1.instant) ? $1.amount : 0) } : 0
    customers.append(customer)
    // Who has never ordered is silent for as long as can be.
    daysSinceLastOrder.append(days.last.map { Int(asOf.number) - $0 } ?? Int(Int32.max))
    orders.append(prefix.orders.count)
    orderDays.append(days.count)
    grossSpend.append(gross)
    netSpend.append(gross - refunded)
    meanGap.append(gaps.isEmpty ? nil : Double(gaps.reduce(0, +)) / Double(gaps.count))
    ownGap.append(median(ofSorted: gaps))
    ordersInWindow.append(recent.count)
    spendInWindow.append(recent.reduce(Int64(0)) { $0 + $1.amount } - recentRefunds)
    if hasEvents {
      engagementInWindow.append(
        engaging.units(of: prefix.events.lazy.filter { inWindow($0.instant) }, asOf: asOf))
    }
  }

  private mutating func append(_ other: CustomerFacts) {
    customers += other.customers
    daysSinceLastOrder += other.daysSinceLastOrder
    orders += other.orders
    orderDays += other.orderDays
    grossSpend += other.grossSpend
    netSpend += other.netSpend
    meanGap += other.meanGap
    ownGap += other.ownGap
    ordersInWindow += other.ordersInWindow
    spendInWindow += other.spendInWindow
    engagementInWindow += other.engagementInWindow
  }
}

/// Day numbers with an order, rising, each once.
private func orderDayNumbers(_ orders: [Order]) -> [Int] {
  var days: [Int] = []
  for order in orders {
    let day = Int(order.instant.day.number)
    if day != days.last { days.append(day) }
  }
  return days
}

private func median(ofSorted values: [Int]) -> Double? {
  guard !values.isEmpty else { return nil }
  let middle = values.count / 2
  return values.count % 2 == 1
    ? Double(values[middle]) : Double(values[middle - 1] + values[middle]) / 2
}

/// How much each kind of event of a log counts as engagement.
private struct EngagingKinds: Sendable {
  /// By code.
  private let weights: [Double]
  /// What is left after 0, 1, 2 … days; older events have the last.
  private let decay: [Double]

  /// Mailings and tickets are no engagement, unless they have a weight of their own; kinds without a
  /// meaning of their own are.
  init(_ kinds: [String], weights: EngagementWeights) {
    self.weights = kinds.map { spelling in
      if let name = EventKind.meaning(ofSpelling: spelling), let own = weights.weights[name] {
        return own
      }
      guard let kind = EventKind(spelling: spelling) else {
        return weights.weight(ofKind: EngagementWeights.other)
      }
      return kind.isEngagement ? weights.weight(ofKind: kind.name) : weights.weights[kind.name] ?? 0
    }
    decay = weights.decay(days: 7_305)
  }

  func units(of events: some Sequence<Event>, asOf: Day) -> Int64 {
    EngagementWeights.units(
      events.reduce(0) { sum, event in
        let weight = weights[Int(event.kind)]
        return weight == 0
          ? sum : sum + weight * decay[min(asOf - event.instant.day, decay.count - 1)]
      })
  }
}
