package import Dense
package import Histories
internal import Learning
package import Units

/// Customers who began in one month, and how many of them came back in each month after it.
package struct Cohort: Sendable, Codable, Equatable {
  package let month: Month
  package let customers: Int
  /// From the month itself (0) on, as far as the log goes.
  package let months: [CohortMonth]
}

/// One month in the life of a cohort.
package struct CohortMonth: Sendable, Codable, Equatable {
  package let monthsSince: Int
  /// Customers with an order in it.
  package let customers: Int
  package let share: Double
  /// Orders less refunds, where refunds are netted.
  package let revenue: String
  /// Whether the month was over at the as-of date.
  package let isComplete: Bool

  enum CodingKeys: String, CodingKey {
    case monthsSince = "months_since"
    case customers, share, revenue
    case isComplete = "is_complete"
  }
}

/// How many go on from each order to the next.
package struct RepeatPurchaseFunnel: Sendable, Codable, Equatable {
  package let withinDays: Int
  package let steps: [LadderStep]

  enum CodingKeys: String, CodingKey {
    case withinDays = "within_days"
    case steps
  }
}

/// From the n-th order to the next.
package struct LadderStep: Sendable, Codable, Equatable {
  package let order: Int
  /// Customers with that many orders or more, and those of them with one more, so far.
  package let customers: Int
  package let wentOn: Int
  package let share: Double
  /// Median days from this order to the next, of those who went on.
  package let medianDays: Double?
  /// Customers whose n-th order is long enough ago to tell, and the share of them who went on in time.
  package let followed: Int
  package let shareWithin: Double?

  enum CodingKeys: String, CodingKey {
    case order, customers
    case wentOn = "went_on"
    case share
    case medianDays = "median_days"
    case followed
    case shareWithin = "share_within"
  }
}

/// Revenue of one month by whether its customers are new.
package struct RevenueMonth: Sendable, Codable, Equatable {
  package let month: Month
  package let orders: Int
  package let customers: Int
  package let newCustomers: Int
  package let revenue: String
  /// Of orders after a customer's first day of ordering.
  package let returningRevenue: String
  package let returningShare: Double?
  package let isComplete: Bool

  enum CodingKeys: String, CodingKey {
    case month, orders, customers
    case newCustomers = "new_customers"
    case revenue
    case returningRevenue = "returning_revenue"
    case returningShare = "returning_share"
    case isComplete = "is_complete"
  }
}

/// Cohorts, ladder and months of a log as it stood at a date, from one walk over it.
package struct CohortAnalysis: Sendable {
  package let cohorts: [Cohort]
  package let ladder: RepeatPurchaseFunnel
  package let months: [RevenueMonth]

  /// Months back from the as-of date that are told of, and steps of the ladder.
  private static let mostMonths = 120
  private static let mostSteps = 12

  /// - Parameters:
  ///   - store: the histories.
  ///   - asOf: rows before it count.
  ///   - nextOrderWithinDays: by when the next order of the ladder has to come.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(of store: HistoryStore, asOf: Day, nextOrderWithinDays: Int, workers: Workers) {
    // The last month with a visible day.
    let last = Month(of: asOf - 1)
    let first = store.ordersBegin.map { max(Month(of: $0), last + (1 - Self.mostMonths)) } ?? last
    let shape = Tally.Shape(
      first: first, months: max(1, last - first + 1), steps: Self.mostSteps,
      withinDays: nextOrderWithinDays, netsRefunds: store.refundPolicy == .net)
    let chunks = Chunks(rows: store.customerCount, rowsPerChunk: 8_192)
    let parts = workers.map(chunks.count) { chunk in
      var tally = Tally(shape)
      var prefix = HistoryPrefix()
      for customer in chunks[chunk] {
        store.read(customer: customer, asOf: asOf, into: &prefix)
        tally.add(prefix)
      }
      return tally
    }
    var tally = Tally(shape)
    for part in parts { tally.add(part) }
    cohorts = tally.cohorts(asOf: asOf, moneyScale: store.moneyScale)
    ladder = RepeatPurchaseFunnel(withinDays: nextOrderWithinDays, steps: tally.ladderSteps)
    months = tally.revenueMonths(asOf: asOf, moneyScale: store.moneyScale)
  }
}

extension CohortAnalysis {
  init(cohorts: [Cohort], ladder: RepeatPurchaseFunnel, months: [RevenueMonth]) {
    self.cohorts = cohorts
    self.ladder = ladder
    self.months = months
  }
}

/// Counts and sums of some customers.
private struct Tally: Sendable {
  struct Shape: Sendable {
    let first: Month
    let months: Int
    let steps: Int
    let withinDays: Int
    let netsRefunds: Bool
  }

  struct Cell: Sendable {
    var customers = 0
    var revenue: Int64 = 0
  }

  struct MonthSums: Sendable {
    var orders = 0
    var customers = 0
    var newCustomers = 0
    var revenue: Int64 = 0
    var returning: Int64 = 0
  }

  struct Step: Sendable {
    var customers = 0
    var gaps: [Int] = []
    var followed = 0
    var within = 0
  }

  let shape: Shape
  /// By first month × months since; the upper left triangle is used.
  private var cells: [[Cell]]
  private var cohortSizes: [Int]
  private var months: [MonthSums]
  private var steps: [Step]

  init(_ shape: Shape) {
    self.shape = shape
    cells = (0..<shape.months).map { [Cell](repeating: Cell(), count: shape.months - $0) }
    cohortSizes = [Int](repeating: 0, count: shape.months)
    months = [MonthSums](repeating: MonthSums(), count: shape.months)
    steps = [Step](repeating: Step(), count: shape.steps)
  }

  mutating func add(_ prefix: HistoryPrefix) {
    guard let firstOrder = prefix.orders.first else { return }
    let firstDay = firstOrder.instant.day
    let cohort = Month(of: firstDay) - shape.first
    if cohort >= 0 {
      cohortSizes[cohort] += 1
      months[cohort].newCustomers += 1
    }
    var latest: Int?
    for order in prefix.orders {
      let day = order.instant.day
      let month = Month(of: day) - shape.first
      guard month >= 0 else { continue }
      months[month].orders += 1
      add(order.amount, in: month, cohort: cohort, isReturning: day > firstDay)
      guard month != latest else { continue }
      latest = month
      months[month].customers += 1
      if cohort >= 0 { cells[cohort][month - cohort].customers += 1 }
    }
    if shape.netsRefunds {
      for refund in prefix.refunds {
        let day = refund.instant.day
        let month = Month(of: day) - shape.first
        guard month >= 0 else { continue }
        add(-refund.amount, in: month, cohort: cohort, isReturning: day > firstDay)
      }
    }
    climb(prefix)
  }

  private mutating func add(_ amount: Int64, in month: Int, cohort: Int, isReturning: Bool) {
    months[month].revenue += amount
    if isReturning { months[month].returning += amount }
    // A refund without its order may come before the first order.
    if cohort >= 0, month >= cohort { cells[cohort][month - cohort].revenue += amount }
  }

  private mutating func climb(_ prefix: HistoryPrefix) {
    for step in 0..<min(shape.steps, prefix.orders.count) {
      let day = prefix.orders[step].instant.day
      steps[step].customers += 1
      let next = step + 1 < prefix.orders.count ? prefix.orders[step + 1].instant.day - day : nil
      if let next { steps[step].gaps.append(next) }
      guard prefix.asOf - day > shape.withinDays else { continue }
      steps[step].followed += 1
      if let next, next <= shape.withinDays { steps[step].within += 1 }
    }
  }

  mutating func add(_ other: Tally) {
    for cohort in cells.indices {
      cohortSizes[cohort] += other.cohortSizes[cohort]
      for month in cells[cohort].indices {
        cells[cohort][month].customers += other.cells[cohort][month].customers
        cells[cohort][month].revenue += other.cells[cohort][month].revenue
      }
      months[cohort].orders += other.months[cohort].orders
      months[cohort].customers += other.months[cohort].customers
      months[cohort].newCustomers += other.months[cohort].newCustomers
      months[cohort].revenue += other.months[cohort].revenue
      months[cohort].returning += other.months[cohort].returning
    }
    for step in steps.indices {
      steps[step].customers += other.steps[step].customers
      steps[step].gaps += other.steps[step].gaps
      steps[step].followed += other.steps[step].followed
      steps[step].within += other.steps[step].within
    }
  }

  func cohorts(asOf: Day, moneyScale: Int) -> [Cohort] {
    cells.indices.filter { cohortSizes[$0] > 0 }.map { index in
      let month = shape.first + index
      return Cohort(
        month: month, customers: cohortSizes[index],
        months: cells[index].enumerated().map { since, cell in
          CohortMonth(
            monthsSince: since, customers: cell.customers,
            share: Double(cell.customers) / Double(cohortSizes[index]),
            revenue: FixedDecimal(mantissa: cell.revenue, scale: moneyScale).description,
            isComplete: (month + since).isComplete(asOf: asOf))
        })
    }
  }

  func revenueMonths(asOf: Day, moneyScale: Int) -> [RevenueMonth] {
    months.enumerated().map { index, sums in
      func text(_ units: Int64) -> String {
        FixedDecimal(mantissa: units, scale: moneyScale).description
      }
      return RevenueMonth(
        month: shape.first + index, orders: sums.orders, customers: sums.customers,
        newCustomers: sums.newCustomers, revenue: text(sums.revenue),
        returningRevenue: text(sums.returning),
        returningShare: sums.revenue > 0 ? Double(sums.returning) / Double(sums.revenue) : nil,
        isComplete: (shape.first + index).isComplete(asOf: asOf))
    }
  }

  var ladderSteps: [LadderStep] {
    steps.enumerated().filter { $0.element.customers > 0 }.map { index, step in
      let gaps = step.gaps.sorted()
      let middle = gaps.count / 2
      return LadderStep(
        order: index + 1, customers: step.customers, wentOn: gaps.count,
        share: Double(gaps.count) / Double(step.customers),
        medianDays: gaps.isEmpty
          ? nil
          : gaps.count % 2 == 1
            ? Double(gaps[middle]) : Double(gaps[middle - 1] + gaps[middle]) / 2,
        followed: step.followed,
        shareWithin: step.followed > 0 ? Double(step.within) / Double(step.followed) : nil)
    }
  }
}
