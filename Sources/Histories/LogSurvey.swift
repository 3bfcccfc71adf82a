package import Units

/// Counts over the orders of a whole store, each occasion evaluated by all of its rows.
package struct LogSurvey: Sendable {
  package private(set) var totals = OrderTotals()
  /// Days with orders, rising.
  package private(set) var ordersByDay: [(day: Day, orders: Int)] = []
  /// The first of the customers with the most orders.
  package private(set) var busiest: (customer: Int, orders: Int)?

  package init(_ store: HistoryStore) {
    var days = DayCounts()
    for part in store.parts {
      let survey = part.survey
      totals += survey.totals
      for (day, orders) in survey.days.counts { days.count(day, times: orders) }
      for number in survey.busiest {
        note(customer: Int(part.customers[number]), orders: survey.mostOrders)
      }
    }
    ordersByDay = days.counts
  }

  private mutating func note(customer: Int, orders: Int) {
    let (known, most) = busiest ?? (.max, 0)
    if orders > most || orders == most && customer < known { busiest = (customer, orders) }
  }
}

/// Counts over the events of a whole store.
package struct EventSurvey: Sendable {
  /// Events of each kind.
  package let counts: [Int]
  /// Days of the first and the last; nil where there are none.
  package let days: ClosedRange<Day>?

  package init(_ store: HistoryStore) {
    let tally = store.eventTally
    counts = tally.counts
    if let first = tally.first.min(), first <= tally.last {
      days = Instant(seconds: first).day...Instant(seconds: tally.last).day
    } else {
      days = nil
    }
  }
}
