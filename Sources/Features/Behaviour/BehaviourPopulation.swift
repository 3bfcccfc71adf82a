internal import Dense
internal import Files
package import Histories
package import Units

/// Figures of all customers before the as-of date, with which single customers are compared.
package struct BehaviourPopulation: Sendable {
  private(set) var netSpend: [Double] = []
  private(set) var orders: [Double] = []
  /// In units of the money scale.
  private(set) var orderValue: [Double] = []
  private(set) var visitDays: [Double] = []
  /// Median over customers of their median inter-purchase times, in days; nil where nobody has one.
  private(set) var medianGap: Double?
  /// How inter-purchase times are distributed; nil where nobody has one.
  private(set) var rhythm: RhythmPopulation?
  /// Days on which the shop sells far more than usual.
  private(set) var saleDays: Set<Int32> = []
  /// Of each category: the one that comes next most often, −1 where nothing was seen.
  private(set) var nextCategory: [Int] = []
  /// Net spend of customers by id, of those whose ids are details of referrals.
  private(set) var spendOfReferred: [Int: Double] = [:]

  /// Mean net spend, mean orders.
  private(set) var meanSpend = 0.0
  private(set) var meanOrders = 0.0

  init() {}

  fileprivate init(_ census: BehaviourCensus, categories: Int) {
    netSpend = census.netSpend
    orders = census.orders
    orderValue = census.orderValue
    visitDays = census.visitDays
    spendOfReferred = census.spendOfReferred
    var gaps = census.gaps
    rhythm = RhythmPopulation(of: census.logGaps)
    if !netSpend.isEmpty {
      meanSpend = netSpend.reduce(0, +) / Double(netSpend.count)
      meanOrders = orders.reduce(0, +) / Double(orders.count)
    }
    netSpend = rising(netSpend)
    orders = rising(orders)
    orderValue = rising(orderValue)
    visitDays = rising(visitDays)
    gaps = rising(gaps)
    if !gaps.isEmpty { medianGap = SortedSample(gaps).median }
    saleDays = Self.saleDays(dayCounts(census.ordersOfDay))
    nextCategory = Self.nextCategories(census.transitions.counts, categories: categories)
  }

  /// The share of the values that are strictly lower.
  func rank(_ value: Double, in sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return .nan }
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Double(sorted.count)
  }

  /// The twentieth of the days that lie highest above their own level, where they have half as many orders
  /// again.
  ///
  /// The level of a day is the median of the same weekday in the eight weeks before and after, so that
  /// neither growth, nor a season, nor a busy weekday makes sale days.
  private static func saleDays(_ ordersOfDay: [Int32: Int]) -> Set<Int32> {
    guard ordersOfDay.count >= 20 else { return [] }
    var ratios: [Int32: Double] = [:]
    for (day, count) in ordersOfDay {
      let neighbours = (-8...8).compactMap { $0 == 0 ? nil : ordersOfDay[day + 7 * $0] }.sorted()
      guard !neighbours.isEmpty else { continue }
      ratios[day] = Double(count) / Double(neighbours[neighbours.count / 2])
    }
    let sorted = ratios.values.sorted()
    guard !sorted.isEmpty else { return [] }
    let limit = max(sorted[min(sorted.count - 1, sorted.count * 19 / 20)], 1.5)
    return Set(ratios.filter { $0.value >= limit }.keys)
  }

  /// The likeliest successor of each category, another one before the same; the first by name of equals.
  private static func nextCategories(_ transitions: [Int64: Int], categories: Int) -> [Int] {
    var best = [(count: Int, next: Int)](repeating: (0, -1), count: categories)
    for (pair, count) in transitions.sorted(by: { $0.key < $1.key }) {
      let (from, to) = (Int(pair >> 32), Int(pair & 0xffff_ffff))
      if count > best[from].count { best[from] = (count, to) }
    }
    return best.map(\.next)
  }

  /// Customers of the store whose ids stand as details of events, by their place.
  fileprivate static func customers(
    named kinds: EventMeanings, in store: HistoryStore
  ) -> [Int: Int] {
    var found: [Int: Int] = [:]
    guard !kinds.details.isEmpty else { return found }
    // Both lists are in the order of their bytes: one walk along the two.
    var place = 0
    for customer in 0..<store.customerCount {
      let id = store.customers.utf8(at: customer)
      while place < kinds.details.count,
        kinds.details[place].utf8.lexicographicallyPrecedes(id)
      {
        place += 1
      }
      if place < kinds.details.count, kinds.details[place].utf8.elementsEqual(id) {
        found[customer] = place
      }
    }
    return found
  }
}

/// How often each day comes.
private func dayCounts(_ days: [Int32]) -> [Int32: Int] {
  guard let first = days.min(), let last = days.max() else { return [:] }
  let span = Int(last) - Int(first) + 1
  // A log of a century has less; of days that lie further apart only those that come are counted.
  guard span <= 100_000 else {
    return days.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
  var counts = [Int](repeating: 0, count: span)
  for day in days { counts[Int(day) - Int(first)] += 1 }
  return Dictionary(
    uniqueKeysWithValues: counts.indices.filter { counts[$0] > 0 }
      .map { (first + Int32($0), counts[$0]) })
}

/// How often one category comes right after another.
private struct CategoryTransitions: Sendable {
  private let categories: Int
  /// From × to, of a log with few categories.
  private var few: [Int]
  private var many: [Int64: Int] = [:]

  init(categories: Int) {
    self.categories = categories
    few = categories <= 64 ? [Int](repeating: 0, count: categories * categories) : []
  }

  mutating func count(_ from: Int32, _ to: Int32) {
    if few.isEmpty {
      many[Self.pair(from, to), default: 0] += 1
    } else {
      few[Int(from) * categories + Int(to)] += 1
    }
  }

  mutating func append(_ later: CategoryTransitions) {
    for place in few.indices { few[place] += later.few[place] }
    many.merge(later.many, uniquingKeysWith: +)
  }

  /// Of each pair, the first in the upper half of its key.
  var counts: [Int64: Int] {
    guard many.isEmpty else { return many }
    var counts: [Int64: Int] = [:]
    for place in few.indices where few[place] > 0 {
      counts[Self.pair(Int32(place / categories), Int32(place % categories))] = few[place]
    }
    return counts
  }

  private static func pair(_ from: Int32, _ to: Int32) -> Int64 { Int64(from) << 32 | Int64(to) }
}

/// Gathers the population of customers with an order.
package struct BehaviourCensus: CustomerVisitor {
  fileprivate var netSpend: [Double] = []
  fileprivate var orders: [Double] = []
  fileprivate var orderValue: [Double] = []
  fileprivate var visitDays: [Double] = []
  fileprivate var gaps: [Double] = []
  fileprivate var logGaps: [LogGaps] = []
  /// Days of all orders.
  fileprivate var ordersOfDay: [Int32] = []
  fileprivate var transitions: CategoryTransitions
  fileprivate var spendOfReferred: [Int: Double] = [:]
  private let money: MoneyTerms
  private let kinds: EventMeanings
  private let referred: [Int: Int]
  private let categories: Int
  private var scratch: [Int32] = []

  package init(of store: HistoryStore, asOf: Day) {
    let log = store.visibleLog(asOf: asOf)
    money = MoneyTerms(scale: store.moneyScale, refundPolicy: store.refundPolicy)
    kinds = EventMeanings(store.events.kinds, begun: log.eventsBegin.map { $0 != nil })
    referred = BehaviourPopulation.customers(named: kinds, in: store)
    categories = store.lines.categories.count
    transitions = CategoryTransitions(categories: categories)
  }

  package var population: BehaviourPopulation {
    BehaviourPopulation(self, categories: categories)
  }

  package mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    guard !prefix.orders.isEmpty else { return }
    let net = money.value(prefix.purchases.net)
    netSpend.append(net)
    orders.append(Double(prefix.orders.count))
    orderValue.append(Double(prefix.purchases.gross) / Double(prefix.orders.count))
    if kinds.hasPages { visitDays.append(Double(prefix.sessionDays(kinds))) }
    if let detail = referred[customer] { spendOfReferred[detail] = net }
    for order in prefix.orders { ordersOfDay.append(order.instant.day.number) }
    if !prefix.purchases.gaps.isEmpty {
      scratch.removeAll(keepingCapacity: true)
      scratch += prefix.purchases.gaps
      let summary = GapSummary(sorting: &scratch)
      gaps.append(summary.median)
      if let own = LogGaps(summary) { logGaps.append(own) }
    }
    for (from, to) in zip(prefix.categories, prefix.categories.dropFirst()) where from != to {
      transitions.count(from, to)
    }
  }

  package mutating func append(_ later: BehaviourCensus) {
    netSpend += later.netSpend
    orders += later.orders
    orderValue += later.orderValue
    visitDays += later.visitDays
    gaps += later.gaps
    logGaps += later.logGaps
    ordersOfDay += later.ordersOfDay
    transitions.append(later.transitions)
    spendOfReferred.merge(later.spendOfReferred) { $1 }
  }
}

extension HistoryPrefix {
  /// Days with pages of sessions.
  func sessionDays(_ kinds: EventMeanings) -> Int {
    var count = 0
    var last: Day?
    for event in events where kinds.kinds[Int(event.kind)]?.isInSession == true {
      let day = event.instant.day
      if day != last {
        count += 1
        last = day
      }
    }
    return count
  }
}
