import Dense
import Foundation
import Histories
import Ingestion
import Intake
import Learning
import Scoring
import TestSupport
import Units

/// A made-up shop: customers who buy at their own pace and one day stop, with orders split over
/// days, refunds, returns and events of several kinds.
struct SyntheticShop {
  struct OrderRow {
    var customer: String
    var order: String
    var day: Day
    var second: Int
    var amount: FixedDecimal
    var category: String
    var discounted: Bool
    var returnedAt: Day?
  }

  struct EventRow {
    var customer: String
    var day: Day
    var second: Int
    var kind: String
    var value: Int?
  }

  /// The first day on which anything can happen.
  static let start = day("2021-03-01")

  var orders: [OrderRow] = []
  var events: [EventRow] = []
  /// Fills a column `currency` where it is not nil.
  var currency: String?

  init() {}

  /// Makes a shop.
  ///
  /// - Parameters:
  ///   - customers: how many; nearly all have an order.
  ///   - days: length of the log; its first and last day have an order.
  ///   - seed: of all that is random.
  init(customers: Int, days: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for number in 0..<customers {
      var customer = Customer(id: "c\(number)", end: Self.start + days, generator: generator)
      customer.live()
      generator = customer.generator
      orders += customer.orders
      events += customer.events
    }
    for (number, day) in [Self.start, Self.start + (days - 1)].enumerated() {
      addOrder("edge\(number)", of: "c0", on: day, cents: 2_500)
    }
  }

  /// Adds an order of one row.
  mutating func addOrder(_ order: String, of customer: String, on day: Day, cents: Int64) {
    orders.append(
      OrderRow(
        customer: customer, order: order, day: day, second: 43_200,
        amount: FixedDecimal(mantissa: cents, scale: 2), category: "books", discounted: false))
  }

  /// The same rows in another order.
  func shuffled(seed: UInt64) -> SyntheticShop {
    var generator = SeededGenerator(seed: seed)
    var shop = self
    shop.orders.shuffle(using: &generator)
    shop.events.shuffle(using: &generator)
    return shop
  }

  /// What a log that ends the day before would hold.
  func before(_ end: Day) -> SyntheticShop {
    var shop = self
    shop.orders = orders.filter { $0.day < end }.map { row in
      var row = row
      if let known = row.returnedAt, known >= end { row.returnedAt = nil }
      return row
    }
    shop.events = events.filter { $0.day < end }
    return shop
  }

  /// Replaces all that is known from `day` on: supplements and refunds of earlier orders, new
  /// orders, returns and events, customers, kinds, categories and a finer money scale.
  ///
  /// Names of what is new sort before all others, so that every index in the store shifts.
  func scrambled(from day: Day, seed: UInt64) -> SyntheticShop {
    var generator = SeededGenerator(seed: seed)
    func chance(_ share: Double) -> Bool {
      Double.random(in: 0..<1, using: &generator) < share
    }
    func future() -> Day { day + Int.random(in: 0..<200, using: &generator) }
    var shop = before(day)
    for index in shop.orders.indices where shop.orders[index].returnedAt == nil && chance(0.3) {
      shop.orders[index].returnedAt = future()
    }
    for row in shop.orders where chance(0.3) {
      var later = row
      later.day = future()
      later.amount.scale = 4
      later.amount.mantissa = Int64.random(in: -300_000...600_000, using: &generator)
      later.category = "a new one"
      later.returnedAt = nil
      if chance(0.5) {
        later.order = "0-\(shop.orders.count)"
        later.amount.mantissa = abs(later.amount.mantissa)
      }
      shop.orders.append(later)
    }
    for number in 0..<20 {
      shop.addOrder("0 new \(number)", of: "0 new \(number % 7)", on: future(), cents: 1_234)
    }
    let kinds = ["a new kind", "visit", "support_ticket"]
    for event in shop.events where chance(0.3) {
      var later = event
      later.day = future()
      later.kind = kinds[Int.random(in: 0..<kinds.count, using: &generator)]
      shop.events.append(later)
    }
    return shop
  }
}

/// One customer's life.
private struct Customer {
  let id: String
  let end: Day
  var generator: SeededGenerator
  var orders: [SyntheticShop.OrderRow] = []
  var events: [SyntheticShop.EventRow] = []

  init(id: String, end: Day, generator: SeededGenerator) {
    self.id = id
    self.end = end
    self.generator = generator
  }

  mutating func live() {
    let span = end - SyntheticShop.start
    var today = SyntheticShop.start + whole(0...max(0, 2 * span / 3))
    let meanGap = 12 * exp(2.2 * uniform())
    let leaving = 0.02 + 0.38 * uniform()
    let price = exp(2 + 3 * uniform())
    var isAlive = true
    while today < end {
      if isAlive { order(on: today, price: price) }
      if uniform() < leaving { isAlive = false }
      let gap = max(1, Int((-meanGap * log(1 - uniform())).rounded()))
      engage(from: today, days: gap, isAlive: isAlive)
      today = today + gap
    }
  }

  private mutating func order(on day: Day, price: Double) {
    let order = "\(id)-\(orders.count)"
    let cents = Int64(100 * price * exp(1.4 * uniform() - 0.7))
    append(order, day, cents)
    if uniform() < 0.1, !orders.isEmpty {
      orders[orders.count - 1].returnedAt = day + whole(2...60)
    }
    // A part that is sent and billed later.
    if uniform() < 0.15 { append(order, day + whole(1...25), cents / 3) }
    // Taken back in part, cancelled in whole, or money back without the order's number.
    if uniform() < 0.04 { append(order, day + whole(1...30), -cents / 4) }
    if uniform() < 0.02 {
      append("\(order)-x", day, 999)
      append("\(order)-x", day + 9, -999)
    }
    if uniform() < 0.03 { append("\(order)-r", day + whole(1...40), -cents / 2) }
  }

  private mutating func append(_ order: String, _ day: Day, _ cents: Int64) {
    guard day < end else { return }
    orders.append(
      SyntheticShop.OrderRow(
        customer: id, order: order, day: day, second: whole(0...86_399),
        amount: FixedDecimal(mantissa: cents, scale: 2),
        category: ["books", "music", "toys"][whole(0...2)], discounted: uniform() < 0.2))
  }

  private mutating func engage(from day: Day, days: Int, isAlive: Bool) {
    for _ in 0..<whole(isAlive ? 0...3 : 0...1) {
      let kinds =
        isAlive
        ? ["visit", "visit", "email_open", "cart_add", "review", "wishlist"]
        : ["mailing", "email_open", "support_ticket"]
      let kind = kinds[whole(0...kinds.count - 1)]
      let when = day + whole(0...max(0, days - 1))
      guard when < end else { continue }
      events.append(
        SyntheticShop.EventRow(
          customer: id, day: when, second: whole(0...86_399), kind: kind,
          value: kind == "review" ? whole(1...5) : nil))
    }
  }

  private mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }

  private mutating func whole(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }
}

extension SyntheticShop {
  var orderText: String {
    var lines = [
      "customer_id,order_id,ordered_at,amount,category,discount,returned,returned_at"
        + (currency == nil ? "" : ",currency")
    ]
    for row in orders {
      lines.append(
        "\(row.customer),\(row.order),\(row.day)T\(clock(row.second)),\(row.amount),"
          + "\(row.category),\(row.discounted ? "1.00" : ""),\(row.returnedAt == nil ? 0 : 1),"
          + (row.returnedAt?.description ?? "") + (currency.map { ",\($0)" } ?? ""))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var eventText: String {
    var lines = ["customer_id,kind,occurred_at,value"]
    for row in events {
      lines.append(
        "\(row.customer),\(row.kind),\(row.day)T\(clock(row.second)),"
          + (row.value.map { "\($0)" } ?? ""))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes the log as CSV and reads it as the command does.
  func store(refunds: RefundPolicy = .net) throws -> HistoryStore {
    let folder = try TemporaryFolder()
    var options = ReadOptions(today: day("2030-01-01"))
    options.refundPolicy = refunds
    options.maxRefused = 0
    let loaded = try loadHistories(
      orders: [try folder.write(orderText, to: "orders.csv")],
      events: events.isEmpty ? [] : [try folder.write(eventText, to: "events.csv")],
      options: options)
    return loaded.store
  }

  private func clock(_ second: Int) -> String {
    let parts = [second / 3_600, second / 60 % 60, second % 60]
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}

func day(_ text: String) -> Day {
  guard let day = Day(iso: text) else { preconditionFailure("no day: \(text)") }
  return day
}
