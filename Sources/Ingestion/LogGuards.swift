internal import Dense
internal import Files
internal import Histories
internal import Intake
import Units

/// What looks wrong in a log that can be used.
struct LogGuards {
  let store: HistoryStore
  let survey: LogSurvey
  let eventSurvey: EventSurvey
  let workers: Workers

  var notices: [Notice] {
    [strayFirstDay, strayLastDay, busyCustomer, similarIDs, partialLastDay, eventsEndEarly]
      .compactMap { $0 }
  }

  /// The last day has one order and lies further from the day before it than five times the widest
  /// other gap, and at least two weeks.
  private var strayLastDay: Notice? {
    let days = survey.ordersByDay
    guard days.count >= 3, let last = days.last, last.orders == 1 else { return nil }
    let gaps = zip(days.dropFirst(), days).map { $0.0.day - $0.1.day }
    guard let gap = gaps.last, let widest = gaps.dropLast().max(), gap >= 14, gap > 5 * widest
    else { return nil }
    return .strayLastDay(last.day, previous: days[days.count - 2].day)
  }

  /// The first day lies further from the next than five times the widest other gap, and at least a
  /// year, and has few of the orders.
  private var strayFirstDay: Notice? {
    let days = survey.ordersByDay
    guard days.count >= 3, let first = days.first else { return nil }
    let gaps = zip(days.dropFirst(), days).map { $0.0.day - $0.1.day }
    guard let gap = gaps.first, let widest = gaps.dropFirst().max(), gap >= 365,
      gap > 5 * widest, 10 * first.orders < survey.totals.orders
    else { return nil }
    return .strayFirstDay(first.day, next: days[1].day, orders: first.orders)
  }

  /// More than 1 % of the orders, in a log of at least 200 customers.
  private var busyCustomer: Notice? {
    guard survey.totals.customersWithOrders >= 200, let (customer, orders) = survey.busiest else {
      return nil
    }
    let share = Double(orders) / Double(survey.totals.orders)
    return share > 0.01
      ? .busyCustomer(id: store.customers[customer], orders: orders, share: share) : nil
  }

  private var similarIDs: Notice? {
    let ids = store.customers
    if Self.keepsApart(ids) { return nil }
    let chunks = Chunks(rows: ids.count)
    let marks = workers.map(chunks.count) { plainMarks(ofIDs: chunks[$0]) }
      .flatMap { $0 }
    var seen = MarkSet<UInt64>()
    guard seen.hasRepeats(marks[...]) else { return nil }
    let keys = zip(marks, 0..<ids.count).sorted { $0 < $1 }
    var groups = 0
    var examples: [String] = []
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].0 == keys[start].0 { end += 1 }
      if end - start > 1 {
        groups += 1
        let example = [ids[keys[start].1], ids[keys[start + 1].1]]
        if examples.isEmpty || example[0] < examples[0] { examples = example }
      }
      start = end
    }
    return groups == 0 ? nil : .similarIDs(groups: groups, examples: examples)
  }

  /// Whether texts that differ surely differ in lower case without blanks too: plain ones of which none
  /// has a small letter, or none a capital.
  private static func keepsApart(_ texts: TextColumn) -> Bool {
    let bytes = texts.bytes.span
    // Numbers rather than conditions, which many bytes at a time can be counted in.
    var (others, capitals, smalls): (UInt8, UInt8, UInt8) = (0, 0, 0)
    for index in bytes.indices {
      let byte = bytes[index]
      others |= byte &- 0x21 < 0x5f ? 0 : 1
      capitals |= byte &- UInt8(ascii: "A") < 26 ? 1 : 0
      smalls |= byte &- UInt8(ascii: "a") < 26 ? 1 : 0
    }
    return others == 0 && capitals & smalls == 0
  }

  /// Marks of ids in lower case without blanks.
  private func plainMarks(ofIDs customers: Range<Int>) -> [UInt64] {
    var plain: [UInt8] = []
    return customers.map { customer in
      plain.removeAll(keepingCapacity: true)
      var isASCII = true
      for byte in store.customers.utf8(at: customer) {
        if byte >= 0x80 { isASCII = false }
        let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
        if byte > 0x20 { plain.append(isCapital ? byte | 0x20 : byte) }
      }
      if !isASCII {
        plain = Array(store.customers[customer].lowercased().filter { !$0.isWhitespace }.utf8)
      }
      return Fingerprint(plain.span, 0..<plain.count).value
    }
  }

  /// Fewer than 30 % of the median of the same weekday in the eight weeks before, where that is at
  /// least 10 orders.
  private var partialLastDay: Notice? {
    guard let last = survey.ordersByDay.last else { return nil }
    let recent = survey.ordersByDay.suffix(57)
    let perDay = Dictionary(uniqueKeysWithValues: recent.map { ($0.day, $0.orders) })
    let earlier = (1...8).compactMap { perDay[last.day - 7 * $0] }.sorted()
    guard earlier.count >= 4 else { return nil }
    let usual = earlier[earlier.count / 2]
    return usual >= 10 && 10 * last.orders < 3 * usual
      ? .partialLastDay(last.day, orders: last.orders, usual: usual) : nil
  }

  /// More than a week of orders after the last event.
  private var eventsEndEarly: Notice? {
    guard let lastEvent = eventSurvey.days?.upperBound, let last = survey.ordersByDay.last else {
      return nil
    }
    return last.day - lastEvent > 7
      ? .eventsEndEarly(lastEvent: lastEvent, lastOrder: last.day) : nil
  }
}
