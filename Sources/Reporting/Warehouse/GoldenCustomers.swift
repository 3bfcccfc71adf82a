internal import Features
internal import Files
internal import Histories
internal import Ingestion
internal import Models
internal import Scoring
internal import Segments
internal import Units
internal import Warehouse

/// Made-up customers of all kinds, by whom an engine is asked whether it says what the program does.
struct GoldenCustomers {
  /// Rows of one customer, the eldest first: days before the date of the scores, and what was paid.
  private typealias Rows = [(age: Int, amount: Int64)]

  /// In the order of their ids.
  private static let rows: [(id: String, rows: Rows)] = [
    ("golden-ends", stride(from: 700, to: 300, by: -30).map { ($0, 40) }),
    ("golden-new", [(5, 25)]),
    ("golden-once", [(200, 60)]),
    ("golden-rare", [(900, 120), (500, 90), (150, 150)]),
    ("golden-refund", [(400, 50), (250, 50), (100, 50), (90, -20)]),
    ("golden-regular", stride(from: 728, to: 0, by: -20).map { ($0, 30) }),
  ]

  /// The query that finds those of whom an engine says something else.
  let query: GoldenQuery

  /// - Parameters:
  ///   - model: with all sections that a row is scored by.
  ///   - settings: of the query.
  ///   - said: the query, which says what it leaves NULL.
  /// - Throws: where the model does not score a log.
  init(
    _ model: Model, _ settings: WarehouseQuery.Settings, said: WarehouseQuery
  ) throws(ScoringError) {
    var settings = settings
    settings.asOf = said.asOf
    guard let scale = model.scores?.cutOffs.monetary.scale else {
      throw .sectionMissing(.scores, neededFor: .predict)
    }
    let store = Self.store(
      before: said.asOf, columns: said.logColumns, moneyScale: scale,
      refundPolicy: model.data.refunds)
    var parameters = PredictionParameters(
      economics: settings.economics, discounting: settings.discounting)
    parameters.asOf = said.asOf
    parameters.margin = settings.margin
    parameters.leadInDays = settings.leadInDays
    parameters.valueHorizonInDays = settings.valueHorizonInDays
    let scored = try model.scores(of: store, parameters: parameters)
    query = try GoldenQuery(
      model, settings, orders: Self.orders(before: said.asOf),
      customers: Self.customers(scored, columns: Self.columns(of: said)))
  }

  private static func isRefund(_ amount: Int64) -> Bool { amount < 0 }

  private static func orders(before asOf: Day) -> [GoldenQuery.Order] {
    rows.flatMap { customer in
      customer.rows.map { age, amount in
        GoldenQuery.Order(
          customer: customer.id, number: isRefund(amount) ? nil : "\(customer.id)-\(age)",
          day: asOf - age, amount: amount, others: [.quantity: 2, .discount: age % 3 == 0 ? 1 : 0])
      }
    }
  }

  /// The same as histories, with the columns that the query reads.
  private static func store(
    before asOf: Day, columns: Set<LogColumn>, moneyScale: Int, refundPolicy: RefundPolicy
  ) -> HistoryStore {
    let unit = (0..<moneyScale).reduce(1) { product, _ in product * 10 }
    var ids = TextColumn()
    var (offsets, lines) = ([0], [Line]())
    for customer in rows {
      ids.append(Array(customer.id.utf8))
      for (occasion, row) in customer.rows.enumerated() {
        lines.append(
          Line(
            instant: (Int64((asOf - row.age).number) * 24 + 12) * 3_600,
            amount: row.amount * Int64(unit), occasion: Int32(occasion),
            isDiscounted: columns.contains(.discount) && row.age % 3 == 0))
      }
      offsets.append(lines.count)
    }
    return HistoryStore(
      customers: ids,
      lines: Lines(
        offsets: offsets, rows: lines,
        quantity: columns.contains(.quantity) ? lines.map { _ in 2 } : [],
        returnedAt: columns.contains(.returnedAt) ? lines.map { _ in .max } : [],
        columns: Lines.Columns(
          discount: columns.contains(.discount), category: columns.contains(.category))),
      events: Events(
        offsets: offsets.map { _ in 0 }, rows: [], hasValues: false, kinds: []),
      moneyScale: moneyScale, currency: nil, refundPolicy: refundPolicy)
  }

  /// Columns of the score row that the query fills.
  private static func columns(of query: WarehouseQuery) -> [ScoreColumn] {
    let isNull = Set(query.unsaid.flatMap(\.columns))
    return ScoreColumn.customers.filter { $0 != .customerID && !isNull.contains($0.rawValue) }
  }

  private static func customers(
    _ scored: ScoredCustomers, columns: [ScoreColumn]
  ) -> [GoldenQuery.Customer] {
    let table = scored.table
    return table.ranking.enumerated().map { place, row in
      GoldenQuery.Customer(
        id: table.idText(ofRow: row),
        cells: columns.map { column in
          let within =
            ScoreColumn.ofExpectedOrders.contains(column.rawValue)
            ? ScoreAgreement.toleranceOfForecasts : ScoreAgreement.tolerance
          return (
            column.rawValue, table[column].golden(row, place: place, within: within)
          )
        })
    }
  }
}

extension ScoreCells {
  /// A cell as an engine has to say it.
  fileprivate func golden(_ row: Int, place: Int, within share: Double) -> GoldenQuery.Cell {
    func text(_ text: String?) -> GoldenQuery.Cell {
      text.map { $0.isEmpty ? .nothing : .text($0) } ?? .nothing
    }
    func number(_ value: Double) -> GoldenQuery.Cell {
      value.isNaN ? .nothing : .number(value, within: share)
    }
    func whole(_ value: Int) -> GoldenQuery.Cell { .number(Double(value), within: 0) }
    return switch self {
    case .rank: whole(place + 1)
    case .texts(let texts, let rows): text(texts[rows?[row] ?? row])
    case .codes(let codes, let names): codes[row] < 0 ? .nothing : text(names[codes[row]])
    case .flags(let flags): .text(flags[row] ? "yes" : "no")
    case .numbers(let values): number(values[row])
    case .counts(let counts): counts[row] < 0 ? .nothing : whole(counts[row])
    case .money(let units, let scale):
      number((0..<scale).reduce(Double(units[row])) { value, _ in value / 10 })
    case .days(let days): text(days[row].map { "\($0)" })
    case .segments(let assignments, let rules): text(assignments.text(of: row, in: rules))
    case .one(.text(let value)): text(value)
    case .one(.number(let value)): number(value)
    case .one(.count(let value)): whole(value)
    case .one(.day(let day)): .text("\(day)")
    case .one(.flag(let value)): .text(value ? "yes" : "no")
    case .one(.unknown), .reason: .nothing
    }
  }
}
