import Dense
import Foundation
import Learning
import Scoring
import Snapshots
import Training
import Units

/// What a shop's rows say of each customer, worked out row by row from the definitions and with
/// nothing of the store: the oracle of facts, scores and spend.
struct PlainHistories {
  struct Customer {
    /// Day and cents of each order, by time.
    var orders: [(day: Day, cents: Int)] = []
    var refunds: [(day: Day, cents: Int)] = []
  }

  private let shop: SyntheticShop
  private let rowsByCustomer: [String: [SyntheticShop.OrderRow]]

  init(_ shop: SyntheticShop) {
    self.shop = shop
    rowsByCustomer = Dictionary(grouping: shop.orders, by: \.customer)
  }

  /// Customers with an order before a day, in the byte order of their ids.
  func customers(before asOf: Day) -> [(id: String, history: Customer)] {
    rowsByCustomer.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { (id: $0, history: history(of: $0, before: asOf)) }
      .filter { !$0.history.orders.isEmpty }
  }

  func history(of customer: String, before end: Day) -> Customer {
    let rows = (rowsByCustomer[customer] ?? []).filter { $0.day < end }
    var result = Customer()
    for (_, rows) in Dictionary(grouping: rows, by: \.order) {
      let day = rows.map(\.day).min() ?? end
      let sum = rows.reduce(0) { $0 + cents($1) }
      if sum < 0 {
        result.refunds.append((day, -sum))
      } else if sum > 0 || !rows.contains(where: { cents($0) < 0 }) {
        result.orders.append((day, sum))
      }
    }
    result.orders.sort { $0 < $1 }
    result.refunds.sort { $0 < $1 }
    return result
  }

  /// Whether an order begins in `[start, start + days)`, evaluated from the rows before its end.
  func orders(_ customer: String, from start: Day, days: Int) -> Bool {
    history(of: customer, before: start + days).orders.contains { $0.day >= start }
  }

  /// Days with an order in `[start, start + days)`.
  func orderDays(_ customer: String, from start: Day, days: Int) -> Int {
    Set(history(of: customer, before: start + days).orders.map(\.day).filter { $0 >= start }).count
  }

  /// Cents of all rows in `[start, start + days)`.
  func spend(_ customer: String, from start: Day, days: Int) -> Int {
    (rowsByCustomer[customer] ?? []).reduce(0) {
      $0 + ($1.day >= start && $1.day < start + days ? cents($1) : 0)
    }
  }

  /// Weighted events in `[start, end)`, in millionths: mailings received and tickets do not count, and
  /// every 90 days halve the rest.
  func engagement(_ customer: String, from start: Day, to end: Day) -> Int64 {
    let weights = [
      "email_open": 1.0, "email_click": 3, "visit": 2, "product_view": 2, "cart_add": 4,
      "cart_abandonment": 2, "coupon_redemption": 4, "review": 5, "referral": 8, "mailing": 0,
      "support_ticket": 0,
    ]
    let sum = shop.events.filter { $0.customer == customer && $0.day >= start && $0.day < end }
      .reduce(0.0) { $0 + weights[$1.kind, default: 1] * pow(0.5, Double(end - $1.day) / 90) }
    return Int64((sum * 1e6).rounded())
  }

  private func cents(_ row: SyntheticShop.OrderRow) -> Int {
    precondition(row.amount.scale == 2)
    return Int(row.amount.mantissa)
  }
}

/// The score rule of the definition: 1 + ⌊5 × values strictly worse ÷ n⌋, 3 where all tie.
func plainScores<Value: Comparable>(
  _ values: [Value], worse: (Value, Value) -> Bool
) -> [Int] {
  let allTie = values.allSatisfy { $0 == values.first }
  return values.map { value in
    allTie ? 3 : 1 + 5 * values.count { worse($0, value) } / values.count
  }
}
