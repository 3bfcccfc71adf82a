internal import Lifetime
internal import RealModule

/// A customer of a lifetime model as expressions of columns: as it is, or as it will be.
struct SQLCustomer {
  /// Before the names of its columns.
  let prefix: String
  /// Order days after the first, days from the first to the last, and days from the first to now.
  let repeats: String
  let recency: String
  let tenure: String
  /// Whether it has ordered just now.
  var hasJustOrdered = false

  /// One of its columns.
  func column(_ name: String) -> String { "\(prefix)_\(name)" }
}

/// The windows that orders are forecast over, and the customers at their starts.
struct SQLWindows {
  let windows: ForecastWindows

  /// Expected orders of a customer who is alive, and the column that they are to stand in.
  struct Asked {
    let name: String
    let customer: SQLCustomer
    let days: Double
    /// Whether each order counts at what it is worth now.
    let isDiscounted: Bool
  }

  /// The customer now.
  let now = SQLCustomer(
    prefix: "now", repeats: "repeats", recency: "recency", tenure: "tenure")
  /// The same after a first part without an order.
  let later: SQLCustomer
  /// The same with an order at the end of the first part.
  let again: SQLCustomer

  init(_ windows: ForecastWindows) {
    self.windows = windows
    let end = "(tenure + \(number(windows.first)))"
    later = SQLCustomer(prefix: "later", repeats: "repeats", recency: "recency", tenure: end)
    again = SQLCustomer(
      prefix: "again", repeats: "(repeats + 1e0)", recency: end, tenure: end, hasJustOrdered: true)
  }

  /// Length of what follows the first part.
  var rest: Double { windows.time - windows.first }
  var customers: [SQLCustomer] { rest > 0 ? [now, later, again] : [now] }
  /// What an order at the end of the first part is worth now.
  var discountOfFirst: Double { Double.exp(-windows.rate * windows.first) }

  var asked: [Asked] {
    func asked(_ name: String, _ customer: SQLCustomer, _ days: Double) -> [Asked] {
      [
        Asked(name: name, customer: customer, days: days, isDiscounted: false),
        Asked(name: "\(name)_discounted", customer: customer, days: days, isDiscounted: true),
      ]
    }
    let first = Asked(
      name: "first_orders", customer: now, days: windows.first, isDiscounted: false)
    let period = Asked(
      name: "period_orders", customer: now, days: windows.period, isDiscounted: false)
    let ahead =
      rest > 0 ? asked("later_orders", later, rest) + asked("again_orders", again, rest) : []
    return [first, period] + asked("all_orders", now, windows.time) + ahead
  }
}

/// Stages that tell what a process of purchases says of the customers of the stage `lifetimes`.
protocol ProcessStages {
  /// Columns of `lifetimes` beside id, `repeats`, `recency` and `tenure`.
  var ahead: [SQLColumn] { get }
  /// The probability that a customer is alive.
  func alive(_ customer: SQLCustomer) -> String
  /// The probability of an order of the customer now within some days, given that it is alive.
  func order(within days: String) -> String
  /// Adds the stage `chances` behind `lifetimes`, with given columns and those that are asked for; these may
  /// be NULL.
  func addChances(to query: inout SQLQuery, _ given: [SQLColumn], _ asked: [SQLWindows.Asked])
  /// Adds the stage `next_orders` behind `chances`, with the column `days_to_next_order` of those whose order
  /// within a year is as likely as not.
  func addNextOrders(to query: inout SQLQuery)
}

/// Days that the next order is looked for in.
let farthestOrder = 365.0

/// The larger of two expressions, neither NULL.
func larger(_ a: String, _ b: String) -> String {
  "CASE WHEN \(a) > \(b) THEN \(a) ELSE \(b) END"
}

/// The smaller of two expressions, neither NULL.
func smaller(_ a: String, _ b: String) -> String {
  "CASE WHEN \(a) < \(b) THEN \(a) ELSE \(b) END"
}

/// Terms added up, a line each.
func addedUp(_ terms: [String]) -> String { "(" + terms.joined(separator: "\n      + ") + ")" }
