package import Dense
package import Experiments
internal import Files
package import Histories
package import Ingestion
internal import RealModule
package import Units

/// Why an experiment cannot be read off a log.
package enum LoggedOutcomesError: Error, Sendable, Equatable {
  /// Customers were assigned on a day that the log does not reach.
  case assignedAfterLog(count: Int, lastAssigned: Day, logEnds: Day)
  /// No customer's window is over; the first is on `from`.
  case noWindowOver(windowInDays: Int, logEnds: Day, from: Day)
}

/// Outcomes of the customers of an experiment, read off an order log: whether they ordered, orders and
/// spend in a window from the day of their assignment, with what they did before it.
package struct LoggedOutcomes: Sendable {
  package static let ordered = "ordered"
  package static let orders = "orders"
  package static let spend = "spend"

  package let rows: ExperimentRows
  package let windowInDays: Int
  /// Assigned customers whose window is not over; they are left out.
  package let stillOpen: Int
  /// Assigned customers of whom the log has no order: they count, with outcomes of 0.
  package let neverSeen: Int
  /// Day after the last that the log has.
  package let logEnds: Day

  /// Days before the assignment in which a customer's past is summed up, besides the window itself.
  private static let pastInDays = 365

  /// Reads outcomes.
  ///
  /// - Parameters:
  ///   - store: the log.
  ///   - assignment: who is in which arm, and from which day on.
  ///   - starts: the day for all, in place of those.
  ///   - plan: the arms.
  ///   - windowInDays: how long orders count for each customer; nil for as long as the log reaches for
  ///     all of them.
  ///   - logEnds: day after the last of the log.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: where the log does not reach behind the assignment.
  /// - Complexity: O(rows of the assigned customers).
  package init(
    of store: HistoryStore, assignment: AssignmentFile, starts: Day?, plan: ArmPlan,
    windowInDays: Int?, logEnds: Day, workers: Workers
  ) throws {
    guard
      let days = starts.map({ [Day](repeating: $0, count: assignment.ids.count) })
        ?? assignment.days, let first = days.min(), let last = days.max()
    else { throw ExperimentFileError.noStart(file: assignment.file) }
    guard (windowInDays == nil ? last : first) < logEnds else {
      throw LoggedOutcomesError.assignedAfterLog(
        count: days.count { $0 >= logEnds }, lastAssigned: last, logEnds: logEnds)
    }
    let window = windowInDays ?? (logEnds - last)
    let known = days.indices.filter { days[$0] + window <= logEnds }
    guard !known.isEmpty else {
      throw LoggedOutcomesError.noWindowOver(
        windowInDays: window, logEnds: logEnds, from: first + window)
    }
    let customers = assignment.customers(in: store)
    guard customers.contains(where: { $0 >= 0 }) else {
      throw ExperimentFileError.nobodyInBoth(assignment: assignment.file, outcomes: "the order log")
    }
    let chunks = Chunks(rows: known.count, rowsPerChunk: 1_024)
    let facts = workers.map(chunks.count) { chunk in
      var prefix = HistoryPrefix()
      return chunks[chunk].map { place in
        CustomerFacts(
          store, customers[known[place]], from: days[known[place]], windowInDays: window,
          pastInDays: Self.pastInDays, using: &prefix)
      }
    }.flatMap(\.self)
    self.windowInDays = window
    self.logEnds = logEnds
    stillOpen = days.count - known.count
    neverSeen = customers.count { $0 < 0 }
    let armOfName = Dictionary(
      uniqueKeysWithValues: plan.arms.enumerated().map { ($0.element.name, $0.offset) })
    let armOfCustomer = assignment.arms.map { armOfName[assignment.armNames[$0]] ?? plan.control }
    let past = Self.past(of: facts, windowInDays: window)
    rows = ExperimentRows(
      plan: plan, arms: known.map { armOfCustomer[$0] },
      outcomes: [
        .init(name: Self.ordered, values: facts.map(\.ordered)),
        .init(name: Self.orders, values: facts.map(\.orders)),
        .init(name: Self.spend, values: facts.map(\.spend)),
      ],
      covariateNames: past.map(\.name),
      covariates: Matrix(
        rows: facts.count, columns: past.count,
        storage: facts.flatMap { fact in past.map { fact.past[$0.place] } }),
      segments: assignment.strata.map { strata in
        ExperimentRows.Segments(
          name: "stratum", names: strata.names, ofCustomer: known.map { strata.ofCustomer[$0] })
      },
      assigned: plan.arms.indices.map { arm in armOfCustomer.count { $0 == arm } },
      isStaggered: first < last)
  }
}

extension LoggedOutcomes {
  /// What is known of customers before their window, as far as it differs between them: nothing where all
  /// are new.
  private static func past(
    of facts: [CustomerFacts], windowInDays window: Int
  ) -> [(name: String, place: Int)] {
    let names = [
      "orders_\(window)d_before", "spend_\(window)d_before", "orders_\(pastInDays)d_before",
      "spend_\(pastInDays)d_before", "recency_weight_before",
    ]
    return names.enumerated().filter { place, _ in
      facts.contains { $0.past[place] != facts[0].past[place] }
    }.map { (name: $1, place: $0) }
  }
}

/// What one customer did in a window, and before it.
private struct CustomerFacts: Sendable {
  var ordered = 0.0
  var orders = 0.0
  var spend = 0.0
  var past = [Double](repeating: 0, count: 5)

  init(
    _ store: HistoryStore, _ customer: Int, from day: Day, windowInDays: Int, pastInDays: Int,
    using prefix: inout HistoryPrefix
  ) {
    guard customer >= 0 else { return }
    let unit = Double.pow(10, store.moneyScale)
    let outcome = store.outcome(
      customer: customer, asOf: day, horizonInDays: windowInDays, using: &prefix)
    orders = Double(outcome.orders)
    ordered = outcome.orders > 0 ? 1 : 0
    spend = Double(outcome.spend) / unit
    store.read(customer: customer, asOf: day, into: &prefix)
    guard !prefix.orders.isEmpty else { return }
    for order in prefix.orders {
      let age = day - order.instant.day
      if age <= windowInDays {
        past[0] += 1
        past[1] += Double(order.amount) / unit
      }
      if age <= pastInDays {
        past[2] += 1
        past[3] += Double(order.amount) / unit
      }
    }
    past[4] = .exp(-Double(day - prefix.purchases.lastDay) / Double(max(30, windowInDays)))
  }
}
