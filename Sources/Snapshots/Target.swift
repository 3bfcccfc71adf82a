package import Dense
package import Expressions
package import Histories
package import Units

/// A target bound to a log: a label for each customer and date, of the rows in the window after it.
package struct Target: Sendable {
  package let rule: TargetRule
  /// Days after a date by whose end every label is known.
  package let horizonInDays: Int
  private let tallies: [BoundTally]
  /// Days of the log that it can be asked of: where it asks of events, from the first event to the last.
  private let eventDays: ClosedRange<Day>?

  /// - Throws: where the log lacks what the target asks for.
  package init(
    _ rule: TargetRule, of store: HistoryStore, horizonInDays: Int
  ) throws(TargetError) {
    if let window = rule.longestWindowInDays, window > horizonInDays {
      throw .windowBeyondHorizon(windowInDays: window, horizonInDays: horizonInDays)
    }
    var tallies: [BoundTally] = []
    for tally in rule.tallies {
      tallies.append(try BoundTally(tally, of: store, horizonInDays: horizonInDays))
    }
    self.rule = rule
    self.horizonInDays = horizonInDays
    self.tallies = tallies
    let asksOfEvents = rule.tallies.contains { $0.kind == .events }
    eventDays = asksOfEvents ? EventSurvey(store).days : nil
  }

  /// The orders' first day and last, narrowed so that dates laid over them have whole windows of all
  /// that is asked for: a date lies a horizon after the first day at least.
  package func days(begin: Day, end: Day) -> (begin: Day, end: Day) {
    guard let eventDays else { return (begin, end) }
    return (max(begin, eventDays.lowerBound - horizonInDays), min(end, eventDays.upperBound))
  }

  /// 1 for each of some customers for whom it holds in the window from a day on, else 0.
  ///
  /// - Complexity: O(rows of the customers), in parallel chunks.
  package func labels(
    of customers: [Int], in store: HistoryStore, asOf: Day, workers: Workers
  ) -> [Double] {
    let chunks = Chunks(rows: customers.count, rowsPerChunk: 8_192)
    return workers.map(chunks.count) { index in
      var scratch = TargetScratch()
      var values = [Double](repeating: 0, count: tallies.count)
      return customers[chunks[index]].map { customer in
        for (place, tally) in tallies.enumerated() {
          values[place] = tally.value(of: customer, in: store, from: asOf, using: &scratch)
        }
        return rule.holds(values, using: &scratch.truths) ? 1.0 : 0
      }
    }.flatMap { $0 }
  }
}

/// Working space of a worker.
struct TargetScratch {
  var prefix = HistoryPrefix()
  var truths: [Truth] = []
  /// Orders of a customer that have been counted.
  var counted: Set<Int32> = []
}

/// A count or sum with its condition's columns found in the log.
struct BoundTally: Sendable {
  private let kind: TargetRule.Tally.Kind
  private let days: Int
  private let condition: BoundCondition?
  private let netsRefunds: Bool
  private let moneyScale: Int

  init(
    _ tally: TargetRule.Tally, of store: HistoryStore, horizonInDays: Int
  ) throws(TargetError) {
    kind = tally.kind
    days = tally.windowInDays ?? horizonInDays
    netsRefunds = store.refundPolicy == .net
    moneyScale = store.moneyScale
    if kind == .events, store.events.kinds.isEmpty { throw .noColumn("event", of: kind) }
    if let asked = tally.condition {
      condition = try BoundCondition(asked, of: tally.kind, in: store)
    } else {
      condition = nil
    }
  }

  func value(
    of customer: Int, in store: HistoryStore, from day: Day, using scratch: inout TargetScratch
  ) -> Double {
    guard kind != .events else {
      return store.events(ofCustomer: customer, from: day, days: days).reduce(0) { count, event in
        holds(&scratch.truths) { $0.number(of: event) } ? count + 1 : count
      }
    }
    var prefix = scratch.prefix
    swap(&prefix, &scratch.prefix)
    defer { swap(&prefix, &scratch.prefix) }
    var (count, sum) = (0, Int64(0))
    scratch.counted.removeAll(keepingCapacity: true)
    store.forEachLine(ofCustomer: customer, from: day, days: days, using: &prefix) { row in
      switch kind {
      case .orders:
        guard row.status == .order, row.isOrderBegunInWindow,
          !scratch.counted.contains(row.line.occasion),
          holds(&scratch.truths, { $0.number(of: row, amount: row.orderAmount) })
        else { return }
        scratch.counted.insert(row.line.occasion)
        count += 1
      case .lines:
        guard row.status == .order,
          holds(&scratch.truths, { $0.number(of: row, amount: row.line.amount) })
        else { return }
        count += 1
      case .spend:
        guard netsRefunds || row.status != .refund,
          holds(&scratch.truths, { $0.number(of: row, amount: row.line.amount) })
        else { return }
        sum += row.line.amount
      case .events: return
      }
    }
    return kind == .spend ? money(sum, scale: moneyScale) : Double(count)
  }

  private func holds(_ stack: inout [Truth], _ number: (BoundCondition.Field) -> Double) -> Bool {
    condition?.holds(using: &stack, number) ?? true
  }
}

/// A condition on a row, its columns fields of the log's rows and its texts codes.
struct BoundCondition: Sendable {
  /// A field of a row; its number is not-a-number where unknown, and of a text its code.
  enum Field: Sendable {
    case category, channel, amount(scale: Int), quantity, discounted
    case event, value

    func number(of row: WindowLine, amount: Int64) -> Double {
      switch self {
      case .category: row.line.category < 0 ? .nan : Double(row.line.category)
      case .channel: row.line.channel < 0 ? .nan : Double(row.line.channel)
      case .amount(let scale): money(amount, scale: scale)
      case .quantity: row.quantity
      case .discounted: row.line.isDiscounted ? 1 : 0
      case .event, .value: .nan
      }
    }

    func number(of event: Event) -> Double {
      switch self {
      case .event: Double(event.kind)
      case .value: event.value
      default: .nan
      }
    }
  }

  private let condition: Condition
  /// By column of the condition.
  private let fields: [Field]
  /// Codes of the texts that an atom names, by atom; of others empty.
  private let codes: [Set<Int>]

  init(
    _ condition: Condition, of kind: TargetRule.Tally.Kind, in store: HistoryStore
  ) throws(TargetError) {
    self.condition = condition
    let terms = store.lines
    let used = Set(condition.atoms.flatMap(\.columns))
    var fields: [Field] = []
    var texts: [[String]] = []
    for (place, column) in condition.columns.enumerated() {
      let (field, known, names): (Field, Bool, [String]) =
        switch column.name {
        case "category": (.category, terms.columns.category, terms.categories)
        case "channel": (.channel, terms.columns.channel, terms.channels)
        case "quantity": (.quantity, terms.hasQuantity, [])
        case "discounted": (.discounted, terms.columns.discount, [])
        case "event": (.event, true, store.events.kinds)
        case "value": (.value, store.events.hasValues, [])
        default: (.amount(scale: store.moneyScale), true, [])
        }
      guard known || !used.contains(place) else { throw .noColumn(column.name, of: kind) }
      fields.append(field)
      texts.append(names)
    }
    var codes: [Set<Int>] = []
    for atom in condition.atoms {
      guard case .texts(let column, let wanted) = atom else {
        codes.append([])
        continue
      }
      var found: Set<Int> = []
      for text in wanted {
        guard let code = texts[column].firstIndex(of: text) else {
          throw .unknownText(
            column: condition.columns[column].name, text: text,
            nearest: nearestName(to: text, among: texts[column]), of: kind)
        }
        found.insert(code)
      }
      codes.append(found)
    }
    self.fields = fields
    self.codes = codes
  }

  func holds(using stack: inout [Truth], _ number: (Field) -> Double) -> Bool {
    condition.truth(using: &stack) { place in
      if case .texts(let column, _) = condition.atoms[place] {
        let code = number(fields[column])
        return code.isNaN ? .unknown : Truth(codes[place].contains(Int(code)))
      }
      return condition.atoms[place].truth { number(fields[$0]) }
    } == .yes
  }
}
