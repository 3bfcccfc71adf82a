package import Features
package import Models
package import Units

/// A query over a few made-up customers whose scores are known: it gives those of whom an engine says something else.
package struct GoldenQuery: Sendable {
  /// A row of the made-up orders, at noon of its day.
  package struct Order: Sendable {
    package let customer: String
    /// Its number; nil for a refund of no order.
    package let number: String?
    package let day: Day
    /// In units of the currency; below 0 for a refund.
    package let amount: Int64
    /// Cells of columns that few logs have; NULL where none is given.
    package let others: [LogColumn: Int]

    package init(
      customer: String, number: String?, day: Day, amount: Int64, others: [LogColumn: Int]
    ) {
      self.customer = customer
      self.number = number
      self.day = day
      self.amount = amount
      self.others = others
    }
  }

  /// What a cell has to be.
  package enum Cell: Sendable {
    /// A number, to a share of itself.
    case number(Double, within: Double)
    /// A text, or the text of a date.
    case text(String)
    /// NULL, or an empty text.
    case nothing
  }

  /// A customer's cells by the names of their columns.
  package struct Customer: Sendable {
    package let id: String
    package let cells: [(column: String, cell: Cell)]

    package init(id: String, cells: [(column: String, cell: Cell)]) {
      self.id = id
      self.cells = cells
    }
  }

  /// The query, with a line feed at its end: no row where all is as it has to be.
  package let text: String

  /// - Parameters:
  ///   - model: of histories.
  ///   - settings: of the query that scores customers; its tables are replaced by made-up ones.
  ///   - orders: at least one.
  ///   - customers: all who have an order before the date.
  /// - Throws: what the query of the model throws.
  package init(
    _ model: Model, _ settings: WarehouseQuery.Settings, orders: [Order], customers: [Customer]
  ) throws(ScoringError) {
    var settings = settings
    let dialect = settings.dialect
    settings.table.name = "golden_orders"
    settings.table.events?.name = "golden_events"
    let query = try WarehouseQuery(model, settings)
    settings.table.others = settings.table.others.filter { query.logColumns.contains($0.key) }
    let rows = orders.map { "  SELECT \(dialect.columns(of: $0, in: settings.table))" }
    var stages = ["golden_orders AS (\n\(rows.joined(separator: "\n  UNION ALL\n"))\n)"]
    if let events = settings.table.events {
      let cells = [
        "customer_id AS \(events.customer)", "\(settings.table.time) AS \(events.time)",
        "customer_id AS \(events.kind)",
      ]
      let value = events.value.map { ["\(dialect.noNumber) AS \($0)"] } ?? []
      stages.append(
        "golden_events AS (\n  SELECT \((cells + value).joined(separator: ", "))\n"
          + "  FROM golden_orders\n  WHERE 1 = 0\n)")
    }
    stages.append("scored AS (\n\(query.text))")
    let expected = customers.map { customer in
      "(customer_id = \(dialect.literal(customer.id)) AND CASE WHEN "
        + customer.cells.map { dialect.holds($0.cell, $0.column) }.joined(separator: "\n    AND ")
        + " THEN 0 ELSE 1 END = 1)"
    }
    text =
      "WITH\n\(stages.joined(separator: ",\n"))\nSELECT *\nFROM scored\n"
      + "WHERE (SELECT COUNT(*) FROM scored) <> \(customers.count)\n  OR "
      + expected.joined(separator: "\n  OR ") + "\n"
  }
}

extension SQLDialect {
  /// The cells of a made-up order under the names of a table's columns.
  fileprivate func columns(of order: GoldenQuery.Order, in table: WarehouseTable) -> String {
    let time = literal("\(order.day) 12:00:00")
    let timeType = self == .bigquery ? "DATETIME" : "TIMESTAMP"
    let amountType = self == .bigquery ? "NUMERIC" : "DECIMAL(18, 6)"
    var cells = [
      SQLColumn(table.customer, literal(order.customer)),
      // SQLite has no type of times.
      SQLColumn(table.time, self == .sqlite ? time : "CAST(\(time) AS \(timeType))"),
      SQLColumn(table.amount, "CAST(\(order.amount) AS \(amountType))"),
    ]
    if let name = table.order { cells.append(SQLColumn(name, literal(order.number ?? ""))) }
    for column in LogColumn.allCases {
      guard let name = table.others[column] else { continue }
      let type = column == .category ? textType : column == .returnedAt ? timeType : numberType
      let value = order.others[column].map(String.init) ?? "NULL"
      cells.append(SQLColumn(name, "CAST(\(value) AS \(type))"))
    }
    return cells.map(\.text).joined(separator: ", ")
  }

  /// Whether a column is what it has to be; not true where it is NULL and should not be.
  fileprivate func holds(_ cell: GoldenQuery.Cell, _ column: String) -> String {
    switch cell {
    case .number(let value, let share):
      "ABS(\(column) - \(number(value))) <= \(number(share * abs(value) + 1e-12))"
    case .text(let text): "\(asText(column)) = \(literal(text))"
    case .nothing: "COALESCE(\(asText(column)), '') = ''"
    }
  }
}
