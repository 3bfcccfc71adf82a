internal import Features
internal import Warehouse

/// A table of the warehouse as a source of dbt, and the view that gives its columns the names that features read.
struct DBTSource {
  /// `orders` or `events`.
  let role: String
  /// What one row of it is.
  let description: String
  /// Name of the source, and start of the variables that name its schema.
  let name: String
  /// Parts of the table's name, the last its own.
  private let parts: [String]
  /// Columns as they stand there, and as they are read.
  private let columns: [(name: String, role: String)]

  /// The table of orders.
  ///
  /// - Parameters:
  ///   - table: as it stands in the warehouse.
  ///   - reads: columns that few logs have, of those that the query reads.
  init(ordersOf table: WarehouseTable, reads: Set<LogColumn>) {
    var columns = [
      (table.customer, "customer_id"), (table.time, "ordered_at"), (table.amount, "amount"),
    ]
    if let order = table.order { columns.append((order, "order_id")) }
    for column in LogColumn.allCases where reads.contains(column) {
      if let name = table.others[column] { columns.append((name, column.rawValue)) }
    }
    self.init(
      role: "orders", description: "The orders of the shop: one row a line of an order.",
      name: "perennial", table: table.name, columns: columns)
  }

  /// The table of events.
  init(events table: EventTable) {
    let standard = EventTable(name: "events")
    var columns = [
      (table.customer, standard.customer), (table.time, standard.time), (table.kind, standard.kind),
    ]
    if let value = table.value { columns.append((value, Self.eventValue)) }
    self.init(
      role: "events", description: "What customers did besides: one row an event.",
      name: "perennial_events", table: table.name, columns: columns)
  }

  private init(
    role: String, description: String, name: String, table: String,
    columns: [(name: String, role: String)]
  ) {
    (self.role, self.description, self.name, self.columns) = (role, description, name, columns)
    parts = table.split(separator: ".").map(String.init)
  }

  /// The column of marks in the view of events.
  static let eventValue = "value"

  /// The view that other models read.
  var model: String { "perennial_\(role)" }

  /// Its entry in a list of sources.
  var declaration: String {
    let schema = parts.count > 1 ? "'\(parts[parts.count - 2])'" : "target.schema"
    let place = parts.count > 2 ? "    database: \"\(parts[0])\"\n" : ""
    return """
        - name: \(name)
          description: "\(description)"
      \(place)    schema: "{{ var('\(name)_schema', \(schema)) }}"
          tables:
            - name: \(role)
              identifier: "{{ var('perennial_\(role)', '\(parts[parts.count - 1])') }}"

      """
  }

  /// The view.
  var staging: String {
    "{{ config(materialized='view') }}\nSELECT\n  "
      + columns.map { $0.name == $0.role ? $0.name : "\($0.name) AS \($0.role)" }
      .joined(separator: ",\n  ")
      + "\nFROM {{ source('\(name)', '\(role)') }}\n"
  }
}
