package import Dense
internal import Features
internal import Histories
package import Ingestion
internal import Segmentation
package import Segments
internal import Snapshots
package import Units

/// What mailings came to, month by month and segment by segment.
package struct CampaignFigures: Sendable, Encodable {
  /// The customers of a segment who were written to in a month.
  package struct Row: Sendable, Equatable, Encodable {
    package let month: Month
    /// At the start of the month; nil for all.
    package let segment: String?
    package internal(set) var mailings = 0
    /// Customers with a mailing; of these, with an open, a click, an order soon after a mailing, a complaint of
    /// spam, and who unsubscribed.
    package internal(set) var reached = 0
    package internal(set) var opened = 0
    package internal(set) var clicked = 0
    package internal(set) var ordered = 0
    package internal(set) var complained = 0
    package internal(set) var unsubscribed = 0

    enum CodingKeys: String, CodingKey {
      case month, segment, mailings, reached, opened, clicked, ordered, complained, unsubscribed
    }
  }

  /// Days after a mailing in which an order counts.
  package let orderDays: Int
  /// By month, all first, then segments in the order of the rules; those with nobody reached are left out.
  package let rows: [Row]
  /// Kinds of which the log has no event, so that their figures are no zeros.
  package let missing: [String]

  enum CodingKeys: String, CodingKey {
    case orderDays = "order_days"
    case rows, missing
  }

  static let kinds = ["mailing", "email_open", "email_click", "spam_complaint", "unsubscribe"]
  /// Of who has no order at the start of the month.
  package static let withoutOrder = "(no order yet)"

  /// Looks at the last complete months before a day.
  ///
  /// - Parameters:
  ///   - loaded: orders and events.
  ///   - asOf: nothing at or after it is looked at.
  ///   - months: how many, at least 1.
  ///   - orderDays: in which an order after a mailing counts.
  ///   - rules: of the segments.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: where nobody has an order.
  /// - Complexity: one segmentation a month.
  package init(
    of loaded: LoadedHistories, asOf: Day, months: Int, orderDays: Int, rules: RuleSet,
    workers: Workers
  ) throws {
    let store = loaded.store
    let kinds = Kinds(store.events.kinds)
    self.orderDays = orderDays
    missing = kinds.missing
    let last = Month(of: asOf)
    var rows: [Row] = []
    for month in (1...months).reversed().map({ last + -$0 }) {
      guard let start = Day(iso: "\(month)-01"), let end = Day(iso: "\(month + 1)-01"),
        start > store.orderDayRange?.lowerBound ?? end
      else { continue }
      let found = try Segmentation(
        of: store, asOf: start, model: nil, settings: ScoreSettings(windowInDays: nil),
        rules: rules, customerColumns: loaded.customerColumns, workers: workers)
      var segment = [Int](repeating: rules.segments.count, count: store.customerCount)
      for (row, customer) in found.customers.enumerated() {
        segment[customer] = found.assignments.primary[row]
      }
      let reader = MonthReader(
        store: store, kinds: kinds, start: start, end: end, asOf: asOf, orderDays: orderDays)
      rows += reader.rows(
        month, segment, names: rules.segments + [Self.withoutOrder], workers: workers)
    }
    self.rows = rows
  }
}

/// The kinds of a store's events that are counted.
private struct Kinds: Sendable {
  /// By code of the store, place among `CampaignFigures.kinds`; −1 for others.
  let places: [Int]
  let missing: [String]

  init(_ spellings: [String]) {
    let places = spellings.map { spelling in
      EventKind.meaning(ofSpelling: spelling)
        .flatMap { CampaignFigures.kinds.firstIndex(of: $0) } ?? -1
    }
    self.places = places
    missing = CampaignFigures.kinds.indices.filter { !places.contains($0) }
      .map { CampaignFigures.kinds[$0] }
  }
}

/// Counts one month.
private struct MonthReader: Sendable {
  let store: HistoryStore
  let kinds: Kinds
  let start: Day
  let end: Day
  let asOf: Day
  let orderDays: Int

  func rows(
    _ month: Month, _ segment: [Int], names: [String], workers: Workers
  ) -> [CampaignFigures.Row] {
    let chunks = Chunks(rows: store.customerCount, rowsPerChunk: 4_096)
    let parts = workers.map(chunks.count) { chunk -> [CampaignFigures.Row] in
      var rows = empty(month, names)
      var prefix = HistoryPrefix()
      for customer in chunks[chunk] {
        guard let figures = figures(of: customer, using: &prefix) else { continue }
        rows[0].add(figures)
        rows[1 + segment[customer]].add(figures)
      }
      return rows
    }
    var sums = empty(month, names)
    for part in parts { for place in sums.indices { sums[place].add(part[place]) } }
    return sums.filter { $0.reached > 0 }
  }

  private func empty(_ month: Month, _ names: [String]) -> [CampaignFigures.Row] {
    ([nil] + names).map { CampaignFigures.Row(month: month, segment: $0) }
  }

  /// Nil for who had no mailing in the month.
  private func figures(
    of customer: Int, using prefix: inout HistoryPrefix
  ) -> CampaignFigures.Row? {
    guard store.hasEvents(customer) else { return nil }
    var row = CampaignFigures.Row(month: Month(of: start), segment: nil)
    var mailed: [Instant] = []
    var seen = [Bool](repeating: false, count: CampaignFigures.kinds.count)
    for event in store.allEvents(of: customer) {
      let place = kinds.places[Int(event.kind)]
      guard place >= 0, event.instant.day >= start, event.instant.day < end else { continue }
      // What comes before the first mailing of the month is an answer to an earlier one.
      if place == 0 { mailed.append(event.instant) }
      if !mailed.isEmpty { seen[place] = true }
    }
    guard let first = mailed.first else { return nil }
    row.mailings = mailed.count
    row.reached = 1
    (row.opened, row.clicked) = (seen[1] ? 1 : 0, seen[2] ? 1 : 0)
    (row.complained, row.unsubscribed) = (seen[3] ? 1 : 0, seen[4] ? 1 : 0)
    store.read(customer: customer, asOf: min(asOf, end + orderDays), into: &prefix)
    let bought = prefix.orders.reversed().prefix { $0.instant >= first }.contains { order in
      mailed.contains { $0 <= order.instant && order.instant.day - $0.day <= orderDays }
    }
    row.ordered = bought ? 1 : 0
    return row
  }
}

extension CampaignFigures.Row {
  fileprivate mutating func add(_ other: Self) {
    mailings += other.mailings
    reached += other.reached
    opened += other.opened
    clicked += other.clicked
    ordered += other.ordered
    complained += other.complained
    unsubscribed += other.unsubscribed
  }
}
