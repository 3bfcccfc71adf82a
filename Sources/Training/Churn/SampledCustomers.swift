internal import Dense
internal import Models
package import Snapshots

/// Customers that a choice of settings looks at, at most: it costs as much for a large shop as for a
/// small.
package let mostChosenBy = 10_000

/// Customers drawn by their place among those of the latest date, which later rows do not move.
///
/// - Parameters:
///   - dates: rows, those of the latest date first.
///   - most: customers to draw, about.
/// - Returns: their rows, and which share of the latest date's customers they are.
package func sampledCustomers(
  of dates: [LabelledRows], most: Int = mostChosenBy
) -> (dates: [LabelledRows], share: Double) {
  let customers = dates[0].customers
  guard customers.count > most else { return (dates, 1) }
  let share = Double(most) / Double(customers.count)
  let drawn = Set(
    customers.indices.filter { isDrawn(UInt64($0), share: share) }.map { customers[$0] })
  return (
    dates.map { $0.rows(of: drawn) }, Double(drawn.count) / Double(customers.count)
  )
}
