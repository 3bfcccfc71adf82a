package import Units

extension HistoryStore {
  /// Fills `prefix` with what was known of a customer before the as-of date.
  ///
  /// Supplements count from their own day, refunds and cancellations from theirs: an order that is
  /// cancelled later is still an order here.
  /// - Complexity: O(rows of the customer before the date) after two binary searches.
  package func read(customer: Int, asOf: Day, into prefix: inout HistoryPrefix) {
    readOrders(customer: customer, asOf: asOf, into: &prefix)
    let limit = Instant(startOf: asOf).seconds
    let (part, number) = place(of: customer)
    prefix.events = parts[part].events[parts[part].visibleEvents(of: number, before: limit)]
  }

  /// Loads the histories of a few customers ahead of their use, so that the loads wait for memory
  /// together.
  func loadAhead(_ customers: ArraySlice<Int>) {
    for customer in customers {
      let (part, number) = place(of: customer)
      parts[part].loadOffsets(of: number)
    }
    for customer in customers {
      let (part, number) = place(of: customer)
      parts[part].loadRows(of: number)
    }
  }

  /// Fills `prefix` with a customer's orders and refunds alone.
  func readOrders(customer: Int, asOf: Day, into prefix: inout HistoryPrefix) {
    let (part, number) = place(of: customer)
    parts[part].readOrders(of: number, asOf: asOf, into: &prefix)
    prefix.purchases.fill(prefix.orders, prefix.refunds, netsRefunds: refundPolicy == .net)
  }

  /// What a customer did in `[asOf, asOf + horizonInDays)`, evaluated from the rows before its end.
  ///
  /// `prefix` is working space; its contents are replaced.
  package func outcome(
    customer: Int, asOf: Day, horizonInDays: Int, using prefix: inout HistoryPrefix
  ) -> Outcome {
    let start = Instant(startOf: asOf).seconds
    let end = Instant(startOf: asOf + horizonInDays).seconds
    let (part, number) = place(of: customer)
    let range = parts[part].visibleLines(of: number, before: end)
    parts[part].gatherOccasions(range, visibleUntil: end, into: &prefix)
    var outcome = Outcome(orders: 0, orderDays: 0, spend: 0)
    var lastDay: Day?
    for (occasion, hasNegative) in zip(prefix.occasions, prefix.occasionHasNegative)
    where occasion.instant.seconds >= start {
      guard OccasionStatus(sum: occasion.amount, hasNegative: hasNegative) == .order else {
        continue
      }
      outcome.orders += 1
      if occasion.instant.day != lastDay {
        lastDay = occasion.instant.day
        outcome.orderDays += 1
      }
    }
    for line in parts[part].lines[range] where line.instant >= start {
      let isRefund = prefix.occasions[Int(line.occasion)].amount < 0
      if refundPolicy == .net || !isRefund { outcome.spend += line.amount }
    }
    return outcome
  }
}
