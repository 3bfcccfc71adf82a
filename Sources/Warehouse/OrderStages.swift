internal import Features
internal import Units

/// The stages from a table of orders to one summary a customer: what orders, refunds and cancelled orders
/// are, as the loader takes them, and what features are made of.
struct OrderStages {
  let dialect: SQLDialect
  let table: WarehouseTable
  let dates: StageDates
  let netsRefunds: Bool
  /// Columns of the log that something is made of.
  let columns: Set<LogColumn>
  /// Days of windows that something is counted over, rising.
  let windows: [Int]
  /// Nil where nothing is made of events.
  let events: EventStages?

  func add(to query: inout SQLQuery) {
    addLines(&query)
    addOccasions(&query)
    addTotals(&query)
    addGaps(&query)
    if columns.contains(.category) { addCategories(&query) }
    events?.add(to: &query)
    addSummaries(&query)
  }

  private func addLines(_ query: inout SQLQuery) {
    switch dates {
    case .one(let asOf):
      query.add(
        "parameters", "The date: all that was known before it counts.",
        "  SELECT as_of_date, \(dialect.day("as_of_date")) AS as_of\n"
          + "  FROM (SELECT \(dialect.date(asOf)) AS as_of_date) chosen")
      query.add(
        "lines", "Rows with a customer, before the date; money in millionths.",
        """
          SELECT typed.*, \(occasion) AS occasion
          FROM (
        \(typed)
          ) typed CROSS JOIN parameters
          WHERE \(usable) AND day < as_of
        """)
      query.add("log_begin", nil, "  SELECT MIN(day) AS begin_day FROM lines")
    case .training(let training):
      let drawn = dialect.drawing("customer_id", share: training.share).map { " AND \($0)" } ?? ""
      query.add(
        "drawn", "Rows of the customers that are drawn; money in millionths.",
        """
          SELECT typed.*, \(occasion) AS occasion
          FROM (
        \(typed)
          ) typed
          WHERE \(usable)\(drawn)
        """)
      training.add(to: &query)
      query.add(
        "lines", "What was known at each date.",
        "  SELECT drawn.*, as_of\n  FROM drawn CROSS JOIN parameters\n  WHERE day < as_of")
      query.add("log_begin", nil, "  SELECT MIN(day) AS begin_day FROM drawn")
    }
  }

  /// The columns of the table under names and types of their own.
  private var typed: String {
    var cells = [
      SQLColumn("customer_id", dialect.asText(table.customer)),
      SQLColumn("order_id", table.order.map(dialect.asText) ?? dialect.noText),
      SQLColumn("day", dialect.day(table.time)),
      SQLColumn("second_of_day", dialect.asWhole(dialect.secondOfDay(table.time))),
      SQLColumn("units", dialect.millionths(table.amount)),
    ]
    for column in LogColumn.allCases where columns.contains(column) {
      let name = table.others[column] ?? column.rawValue
      let cell =
        switch column {
        case .quantity: dialect.asNumber(name)
        case .discount: "CASE WHEN \(name) <> 0 THEN 1 ELSE 0 END"
        case .category: dialect.asText(name)
        case .returnedAt: dialect.day(name)
        }
      cells.append(SQLColumn(column.rawValue, cell))
    }
    return "    SELECT \(cells.map(\.text).joined(separator: ",\n      "))\n    FROM \(table.name)"
  }

  /// Of rows that the reader of files would not reject.
  private var usable: String {
    "customer_id IS NOT NULL AND customer_id <> '' AND day IS NOT NULL AND units IS NOT NULL"
  }

  /// What the rows of one order have in common; NULL for a refund without a number.
  private var occasion: String {
    """
    CASE WHEN order_id IS NOT NULL AND order_id <> '' THEN \(dialect.literal("n")) || order_id
          WHEN units >= 0 THEN \(dialect.literal("d")) || \(dialect.asText("day")) END
    """
  }

  private var keys: String { dates.keys }

  private func addOccasions(_ query: inout SQLQuery) {
    var grouped = [
      SQLColumn("order_id", "COALESCE(MIN(order_id), '')"), SQLColumn("day", "MIN(day)"),
      SQLColumn("second_of_log", "MIN(\(midnight) + second_of_day)"),
      SQLColumn("units", whole("SUM(units)")), SQLColumn("lines", "COUNT(*)"),
      SQLColumn("least", "MIN(units)"),
    ]
    var single = [
      "''", "day", "\(midnight) + second_of_day", "units", "1", "units",
    ]
    func take(_ column: LogColumn, _ name: String, _ expression: String) {
      guard columns.contains(column) else { return }
      grouped.append(SQLColumn(name, expression))
      single.append("NULL")
    }
    take(.quantity, "pieces", "CASE WHEN COUNT(quantity) = COUNT(*) THEN SUM(quantity) END")
    take(.discount, "discounted", "MAX(discount)")
    take(.returnedAt, "returned", "MAX(CASE WHEN returned_at < as_of THEN 1 ELSE 0 END)")
    let known = columns.contains(.returnedAt) ? dates.dated("lines") : "lines"
    query.add(
      "occasions",
      "Orders: rows of one number, or without numbers those of one day; rows below 0 are refunds.",
      """
        SELECT \(keys), occasion,
          \(grouped.map(\.text).joined(separator: ",\n    "))
        FROM \(known)
        WHERE occasion IS NOT NULL
        GROUP BY \(keys), occasion
        UNION ALL
        SELECT \(keys), occasion, \(single.joined(separator: ", "))
        FROM lines
        WHERE occasion IS NULL
      """)
    query.add(
      "placed", "Orders that stand at the date.",
      """
        SELECT occasions.*, as_of - day AS age, \(money("units")) AS amount,
          \(whole("SUM(units) OVER (PARTITION BY \(keys))")) AS all_units,
          COUNT(*) OVER (PARTITION BY \(keys)) AS all_orders,
          MIN(day) OVER (PARTITION BY \(keys)) AS first_day,
          ROW_NUMBER() OVER (PARTITION BY \(keys)
            ORDER BY second_of_log DESC, \(dialect.byBytes("order_id")) DESC) AS from_last,
          \(dialect.rest("day + 700003", "7")) AS weekday,
          \(dialect.quotient("second_of_log - \(midnight)", "21600")) AS quarter_of_day
        FROM \(dates.dated("occasions"))
        WHERE units > 0 OR (units = 0 AND least >= 0)
      """)
  }

  private func addTotals(_ query: inout SQLQuery) {
    let deviation = "(amount - \(money("all_units")) / all_orders)"
    var totals = [
      SQLColumn("orders", "COUNT(*)"), SQLColumn("order_days", "COUNT(DISTINCT day)"),
      SQLColumn("first_day", "MIN(day)"), SQLColumn("last_day", "MAX(day)"),
      SQLColumn("units", whole("SUM(units)")),
      SQLColumn("repeat_units", whole("SUM(CASE WHEN day > first_day THEN units ELSE 0 END)")),
      SQLColumn("last_units", "MAX(CASE WHEN from_last = 1 THEN units END)"),
      SQLColumn("highest_units", "MAX(units)"), SQLColumn("lines", "SUM(lines)"),
      SQLColumn("squares", "SUM(\(deviation) * \(deviation))"),
      SQLColumn(
        "timed", "MAX(CASE WHEN second_of_log <> \(midnight) THEN 1 ELSE 0 END)"),
    ]
    for window in windows {
      totals += [
        SQLColumn("orders_\(window)", "SUM(CASE WHEN age <= \(window) THEN 1 ELSE 0 END)"),
        SQLColumn(
          "units_\(window)", whole("SUM(CASE WHEN age <= \(window) THEN units ELSE 0 END)")),
      ]
    }
    totals += (0..<7).map {
      SQLColumn("weekday_\($0)", "SUM(CASE WHEN weekday = \($0) THEN 1 ELSE 0 END)")
    }
    totals += (0..<4).map {
      SQLColumn("quarter_\($0)", "SUM(CASE WHEN quarter_of_day = \($0) THEN 1 ELSE 0 END)")
    }
    if columns.contains(.quantity) {
      totals += [
        SQLColumn("orders_with_pieces", "COUNT(pieces)"), SQLColumn("pieces", "SUM(pieces)"),
        SQLColumn(
          "units_of_pieces", whole("SUM(CASE WHEN pieces IS NOT NULL THEN units ELSE 0 END)")),
      ]
    }
    if columns.contains(.discount) { totals.append(SQLColumn("discounted", "SUM(discounted)")) }
    if columns.contains(.returnedAt) { totals.append(SQLColumn("returned", "SUM(returned)")) }
    query.add(
      "order_totals", nil,
      "  SELECT \(keys),\n    " + totals.map(\.text).joined(separator: ",\n    ")
        + "\n  FROM placed\n  GROUP BY \(keys)")
    var back = [
      SQLColumn("refunds", "SUM(CASE WHEN units < 0 THEN 1 ELSE 0 END)"),
      SQLColumn("refunded", whole("SUM(-units)")),
      SQLColumn("cancelled", "SUM(CASE WHEN units = 0 THEN 1 ELSE 0 END)"),
    ]
    back += windows.map {
      SQLColumn(
        "refunded_\($0)", whole("SUM(CASE WHEN as_of - day <= \($0) THEN -units ELSE 0 END)"))
    }
    query.add(
      "refund_totals", "Refunds, and orders whose rows cancelled to nothing.",
      "  SELECT \(keys),\n    " + back.map(\.text).joined(separator: ",\n    ")
        + "\n  FROM \(dates.dated("occasions"))\n"
        + "  WHERE units < 0 OR (units = 0 AND least < 0)\n  GROUP BY \(keys)")
  }

  private func addGaps(_ query: inout SQLQuery) {
    query.add("order_dates", nil, "  SELECT DISTINCT \(keys), day FROM placed")
    query.add(
      "gaps", "Days between successive order days.",
      """
        SELECT \(keys), day, gap,
          ROW_NUMBER() OVER (PARTITION BY \(keys) ORDER BY gap, day) AS place,
          ROW_NUMBER() OVER (PARTITION BY \(keys) ORDER BY day DESC) AS from_last,
          COUNT(*) OVER (PARTITION BY \(keys)) AS gaps,
          \(number("SUM(gap) OVER (PARTITION BY \(keys))"))
            / COUNT(*) OVER (PARTITION BY \(keys)) AS mean
        FROM (
          SELECT \(keys), day, day - LAG(day) OVER (PARTITION BY \(keys) ORDER BY day) AS gap
          FROM order_dates
        ) pairs
        WHERE gap IS NOT NULL
      """)
    query.add(
      "gap_totals", nil,
      """
        SELECT \(keys), MAX(gaps) AS gaps, MAX(mean) AS mean_gap, MAX(gap) AS longest_gap,
          AVG(CASE WHEN 2 * place BETWEEN gaps AND gaps + 2 THEN \(number("gap")) END) AS median_gap,
          MAX(CASE WHEN from_last = 1 THEN gap END) AS last_gap,
          CASE WHEN MAX(gaps) > 1 THEN SQRT(SUM((gap - mean) * (gap - mean)) / MAX(gaps)) END
            AS gap_spread
        FROM gaps
        GROUP BY \(keys)
      """)
  }

  private func addCategories(_ query: inout SQLQuery) {
    query.add(
      "category_totals", "Rows of orders by category.",
      """
        SELECT \(keys), COUNT(*) AS distinct_categories, SUM(rows_of) AS category_lines,
          MAX(rows_of) AS top_category
        FROM (
          SELECT \(dates.keys(of: "lines")), lines.category, COUNT(*) AS rows_of
          FROM lines
          JOIN placed ON \(dates.same("placed", "lines")) AND placed.occasion = lines.occasion
          WHERE lines.category <> ''
          GROUP BY \(dates.keys(of: "lines")), lines.category
        ) counted
        GROUP BY \(keys)
      """)
  }

  private func addSummaries(_ query: inout SQLQuery) {
    func counted(_ name: String) -> SQLColumn { SQLColumn(name, number("t.\(name)")) }
    func orZero(_ name: String) -> String { "COALESCE(\(name), 0)" }
    func net(_ units: String, _ refunded: String) -> String {
      netsRefunds ? "\(units) - \(orZero(refunded))" : units
    }
    var columns = [
      SQLColumn("customer_id", "t.customer_id"), SQLColumn("begin_day", "begin_day"),
      SQLColumn("days_since_first", number("\(dates.asOf(of: "t")) - t.first_day")),
      SQLColumn("days_since_last", number("\(dates.asOf(of: "t")) - t.last_day")),
      counted("orders"), counted("order_days"), SQLColumn("all_orders", "t.orders"),
      SQLColumn("gross_units", "t.units"), SQLColumn("gross", money("t.units")),
      SQLColumn("net_units", net("t.units", "r.refunded")),
      SQLColumn("net", money(net("t.units", "r.refunded"))),
      SQLColumn("repeat_gross", money("t.repeat_units")),
      SQLColumn("last_value", money("t.last_units")),
      SQLColumn("highest", money("t.highest_units")),
      SQLColumn("spread", "CASE WHEN t.orders > 1 THEN SQRT(t.squares / t.orders) END"),
      counted("lines"), counted("timed"),
      SQLColumn("weekend", number("t.weekday_5 + t.weekday_6")),
      SQLColumn("top_weekday", number(largest((0..<7).map { "t.weekday_\($0)" }))),
      SQLColumn("top_quarter", number(largest((0..<4).map { "t.quarter_\($0)" }))),
      SQLColumn("refunds", number(orZero("r.refunds"))),
      SQLColumn("refunded", money(orZero("r.refunded"))),
      SQLColumn("cancelled", number(orZero("r.cancelled"))),
      SQLColumn("gaps", number(orZero("g.gaps"))), SQLColumn("median_gap", "g.median_gap"),
      SQLColumn("mean_gap", "g.mean_gap"), SQLColumn("gap_spread", "g.gap_spread"),
      SQLColumn("last_gap", number("g.last_gap")),
      SQLColumn("longest_gap", number("g.longest_gap")),
    ]
    columns += dates.columns(of: "t")
    for window in windows {
      let units = net("t.units_\(window)", "r.refunded_\(window)")
      columns += [
        counted("orders_\(window)"), SQLColumn("gross_\(window)", money("t.units_\(window)")),
        SQLColumn("net_units_\(window)", units), SQLColumn("net_\(window)", money(units)),
      ]
    }
    if self.columns.contains(.quantity) {
      columns += [
        counted("orders_with_pieces"), SQLColumn("pieces", "t.pieces"),
        SQLColumn("value_of_pieces", money("t.units_of_pieces")),
      ]
    }
    if self.columns.contains(.discount) { columns.append(counted("discounted")) }
    if self.columns.contains(.returnedAt) { columns.append(counted("returned")) }
    var joins = """
        LEFT JOIN refund_totals r ON \(dates.same("r", "t"))
        LEFT JOIN gap_totals g ON \(dates.same("g", "t"))
      """
    if self.columns.contains(.category) {
      columns += ["distinct_categories", "category_lines", "top_category"].map {
        SQLColumn($0, number("c.\($0)"))
      }
      joins += "\n  LEFT JOIN category_totals c ON \(dates.same("c", "t"))"
    }
    if let events {
      columns += events.summaryColumns
      joins += "\n" + events.joins
    }
    let cells = columns.map(\.text).joined(separator: ",\n    ")
    query.add(
      "summaries", "One row a customer with an order: what features are made of.",
      """
        SELECT
          \(cells)
        FROM order_totals t
      \(joins)
        CROSS JOIN \(dates.dated("log_begin"))
      """)
  }

  /// The first second of a day.
  private var midnight: String { "\(dialect.asWhole("day")) * 86400" }

  private func number(_ expression: String) -> String { dialect.asNumber(expression) }
  private func whole(_ expression: String) -> String { dialect.asWhole(expression) }
  private func money(_ units: String) -> String { "\(dialect.asNumber(units)) / 1e6" }

  /// The largest of some expressions, none of them NULL.
  private func largest(_ expressions: [String]) -> String {
    "CASE "
      + expressions.map { one in
        let others = expressions.filter { $0 != one }.map { "\(one) >= \($0)" }
        return "WHEN \(others.joined(separator: " AND ")) THEN \(one)"
      }.joined(separator: " ") + " END"
  }
}
