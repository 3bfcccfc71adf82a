package import Dense
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
    among sample: CustomerSample = .all, workers: Workers
  ) {
    let visitor = CustomerFactsVisitor(
      of: store, asOf: asOf, windowInDays: windowInDays, engagement: engagement,
      includingProspects: includingProspects)
    self = store.walk(asOf: asOf, visitor, workers: workers, of: sample.holds).facts
  }

  fileprivate init(asOf: Day, windowInDays: Int?, moneyScale: Int, hasEvents: Bool) {
    self.asOf = asOf
    self.windowInDays = windowInDays
    self.moneyScale = moneyScale
    self.hasEvents = hasEvents
  }

  /// What one customer did, as told elsewhere; money in units of the money scale.
  package struct Row: Sendable {
    package let customer: Int
    package let daysSinceLastOrder: Int
    package let orders: Int
    package let orderDays: Int
    package let grossSpend: Int64
    package let netSpend: Int64
    package let meanGap: Double?
    package let ownGap: Double?
    package let ordersInWindow: Int
    package let spendInWindow: Int64

    package init(
      customer: Int, daysSinceLastOrder: Int, orders: Int, orderDays: Int, grossSpend: Int64,
      netSpend: Int64, meanGap: Double?, ownGap: Double?, ordersInWindow: Int, spendInWindow: Int64
    ) {
      self.customer = customer
      self.daysSinceLastOrder = daysSinceLastOrder
      self.orders = orders
      self.orderDays = orderDays
      self.grossSpend = grossSpend
      self.netSpend = netSpend
      self.meanGap = meanGap
      self.ownGap = ownGap
      self.ordersInWindow = ordersInWindow
      self.spendInWindow = spendInWindow
    }
  }

  /// Takes facts that were collected elsewhere, of a log without events.
  package init(asOf: Day, windowInDays: Int?, moneyScale: Int, rows: [Row]) {
    self.init(asOf: asOf, windowInDays: windowInDays, moneyScale: moneyScale, hasEvents: false)
    customers = rows.map(\.customer)
    daysSinceLastOrder = rows.map(\.daysSinceLastOrder)
    orders = rows.map(\.orders)
    orderDays = rows.map(\.orderDays)
    grossSpend = rows.map(\.grossSpend)
    netSpend = rows.map(\.netSpend)
    meanGap = rows.map(\.meanGap)
    ownGap = rows.map(\.ownGap)
    ordersInWindow = rows.map(\.ordersInWindow)
    spendInWindow = rows.map(\.spendInWindow)
  }

  /// The columns that scores are made from.
  package var scoreColumns: ScoreColumns {
    ScoreColumns(
      daysSinceLastOrder: daysSinceLastOrder, orders: ordersInWindow, spend: spendInWindow,
      moneyScale: moneyScale, engagement: hasEvents ? engagementInWindow : nil)
  }

  fileprivate mutating func append(
    _ customer: Int, _ prefix: HistoryPrefix, engagement: Int64?, gaps: [Int32]
  ) {
    let purchases = prefix.purchases
    let windowStart = windowInDays.map { Instant(startOf: asOf - $0) } ?? .distantPast
    customers.append(customer)
    // Who has never ordered is silent for as long as can be.
    daysSinceLastOrder.append(purchases.orderDays == 0 ? Int(Int32.max) : asOf - purchases.lastDay)
    orders.append(prefix.orders.count)
    orderDays.append(purchases.orderDays)
    grossSpend.append(purchases.gross)
    netSpend.append(purchases.net)
    meanGap.append(
      gaps.isEmpty ? nil : Double(gaps.reduce(0) { $0 + Int($1) }) / Double(gaps.count))
    ownGap.append(median(ofSorted: gaps))
    var (recent, spend) = (0, Int64(0))
    for order in prefix.orders where order.instant >= windowStart {
      recent += 1
      spend += order.amount
    }
    // Where refunds are ignored, they sum to 0.
    if purchases.refunded > 0 {
      for refund in prefix.refunds where refund.instant >= windowStart { spend -= refund.amount }
    }
    ordersInWindow.append(recent)
    spendInWindow.append(spend)
    if let engagement { engagementInWindow.append(engagement) }
  }

  fileprivate mutating func append(_ other: CustomerFacts) {
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

/// Gathers the facts of every customer with an order.
package struct CustomerFactsVisitor: CustomerVisitor {
  package private(set) var facts: CustomerFacts
  private let engaging: EngagingKinds
  private let includingProspects: Bool
  private var gaps: [Int32] = []

  package init(
    of store: HistoryStore, asOf: Day, windowInDays: Int?, engagement: EngagementWeights,
    includingProspects: Bool = false
  ) {
    facts = CustomerFacts(
      asOf: asOf, windowInDays: windowInDays, moneyScale: store.moneyScale,
      hasEvents: store.visibleLog(asOf: asOf).eventsBegin.contains { $0 != nil })
    engaging = EngagingKinds(store.events.kinds, weights: engagement)
    self.includingProspects = includingProspects
  }

  package mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    guard !prefix.orders.isEmpty || includingProspects && !prefix.events.isEmpty else { return }
    gaps.removeAll(keepingCapacity: true)
    gaps += prefix.purchases.gaps
    gaps.sort()
    let windowStart = facts.windowInDays.map { Instant(startOf: facts.asOf - $0) } ?? .distantPast
    let engagement =
      facts.hasEvents
      ? engaging.units(
        of: prefix.events.lazy.filter { $0.instant >= windowStart }, asOf: facts.asOf) : nil
    facts.append(customer, prefix, engagement: engagement, gaps: gaps)
  }

  package mutating func append(_ later: CustomerFactsVisitor) { facts.append(later.facts) }
}

extension Instant {
  fileprivate static let distantPast = Instant(seconds: .min)
}

private func median(ofSorted values: [Int32]) -> Double? {
  guard !values.isEmpty else { return nil }
  let middle = values.count / 2
  return values.count % 2 == 1
    ? Double(values[middle]) : (Double(values[middle - 1]) + Double(values[middle])) / 2
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
