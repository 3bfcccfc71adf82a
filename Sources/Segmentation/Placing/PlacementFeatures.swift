internal import Dense
internal import Features
internal import Histories
internal import Ingestion
internal import RealModule
internal import Units

/// Somebody whom the files know: by a history, by a row of the customers files, or by both.
struct Person: Sendable {
  /// Index into the store's customers.
  let customer: Int?
  /// Row of the customers files.
  let row: Int?
}

/// What can be known of people without an order: their events, and the columns of the customers files.
struct PlacementFeatures: Sendable {
  /// People × numbers, each on a log scale; not-a-number where unknown.
  let numbers: Matrix
  /// One column for each of the customers files': the place of each person's value, −1 where unknown.
  let choices: [[Int]]
  /// Values that each of these columns has.
  let choiceCounts: [Int]
  let names: [String]

  /// Features that are known of a person.
  func known(of person: Int) -> Int {
    (0..<numbers.columns).count { !numbers[person, $0].isNaN } + choices.count { $0[person] >= 0 }
  }
}

/// The features that a log and its customers files can give, as known at a date.
struct PlacementSpace: Sendable {
  let store: HistoryStore
  let columns: CustomerColumns?
  let asOf: Day
  private let kinds: [Int]
  private let engages: [Bool]
  private let usedColumns: [Int]
  private let values: [[String: Int]]

  /// Kinds of event that are counted by themselves, and values of a column that parts people.
  private static let mostKinds = 16
  private static let mostValues = 50
  private static let windows = [30, 90, 365]

  /// Finds the features.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - columns: what the customers files say.
  ///   - customers: those with an order, whose values a column must have more than one and not too many of.
  ///   - asOf: only what is earlier is looked at.
  init(store: HistoryStore, columns: CustomerColumns?, customers: [Int], asOf: Day) {
    self.store = store
    self.columns = columns
    self.asOf = asOf
    let begun = store.visibleLog(asOf: asOf).eventsBegin
    kinds = Array(store.events.kinds.indices.filter { begun[$0] != nil }.prefix(Self.mostKinds))
    engages = store.events.kinds.map { EventKind(spelling: $0)?.isEngagement ?? true }
    var used: [Int] = []
    var values: [[String: Int]] = []
    if let columns {
      for column in columns.names.indices {
        var codes: [String: Int] = [:]
        for customer in customers where codes.count <= Self.mostValues {
          guard let text = columns.text(column, ofCustomer: customer), !text.isEmpty else {
            continue
          }
          if codes[text] == nil { codes[text] = codes.count }
        }
        guard (2...Self.mostValues).contains(codes.count) else { continue }
        used.append(column)
        values.append(codes)
      }
    }
    usedColumns = used
    self.values = values
  }

  private var numberNames: [String] {
    guard !kinds.isEmpty else { return [] }
    return Self.windows.map { "engagement_\($0)" } + [
      "days_since_last_event", "days_since_first_event",
    ]
      + kinds.map { "\(store.events.kinds[$0])_365" }
  }

  func features(of people: [Person]) -> PlacementFeatures {
    let names = numberNames
    var prefix = HistoryPrefix()
    var numbers: [Double] = []
    numbers.reserveCapacity(people.count * names.count)
    for person in people { numbers += self.numbers(of: person, count: names.count, using: &prefix) }
    let choices = usedColumns.indices.map { index in
      people.map { person -> Int in
        guard let row = person.row, let columns else { return -1 }
        return values[index][columns.text(usedColumns[index], ofRow: row)] ?? -1
      }
    }
    return PlacementFeatures(
      numbers: Matrix(rows: people.count, columns: names.count, storage: numbers),
      choices: choices, choiceCounts: values.map(\.count),
      names: names + usedColumns.map { columns?.names[$0] ?? "" })
  }

  /// Unknown of people without an event so far: silence is no event log.
  private func numbers(
    of person: Person, count: Int, using prefix: inout HistoryPrefix
  ) -> [Double] {
    let unknown = [Double](repeating: .nan, count: count)
    guard count > 0, let customer = person.customer else { return unknown }
    store.read(customer: customer, asOf: asOf, into: &prefix)
    guard let first = prefix.events.first, let last = prefix.events.last else { return unknown }
    let windows = Self.windows.map { days in
      let start = Instant(startOf: asOf - days)
      return prefix.events.count { engages[Int($0.kind)] && $0.instant >= start }
    }
    let year = Instant(startOf: asOf - 365)
    let byKind = kinds.map { kind in
      prefix.events.count { Int($0.kind) == kind && $0.instant >= year }
    }
    let ages = [asOf - last.instant.day, asOf - first.instant.day]
    return (windows + ages + byKind).map { Double.log(onePlus: Double($0)) }
  }
}
