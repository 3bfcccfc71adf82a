import ArgumentParser
import Features
import Histories
import Intake
import Units
import Warehouse

/// The table of orders in a warehouse.
struct WarehouseTableOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Table or view of the orders (default: orders).", "name"))
  var table: String?
  @Option(
    name: .long,
    help: .shown(
      "Its columns: customer=buyer,time=bought_at,amount=total; others are then left out.", "roles")
  )
  var columns: String?

  @Option(
    name: .long, help: .shown("Table or view of the events (default: none is read).", "name"))
  var eventsTable: String?
  @Option(
    name: .long,
    help: .more(
      """
      Its columns (default: customer=customer_id,time=occurred_at,kind=kind); value=… holds the marks \
      of reviews.
      """, "roles"))
  var eventsColumns: String?

  /// The table that is named.
  ///
  /// - Parameter others: columns that few logs have, where `--columns` names none.
  /// - Returns: the table, with that of events.
  /// - Throws: where a name is none.
  func described(
    others: [LogColumn: String] = WarehouseTable.standard.others
  ) throws -> WarehouseTable {
    var named = WarehouseTable.standard
    named.others = others
    named.events = try events()
    if let table {
      guard WarehouseTable.isName(table, ofTable: true) else {
        throw UsageError(
          description: "--table: found '\(table)', expected a plain name such as shop.orders; a "
            + "view gives a table another name")
      }
      named.name = table
    }
    guard let columns else { return named }
    let choices = try ColumnChoices(parsing: columns)
    func name(_ role: ColumnRole) throws -> String? {
      guard let text = choices.texts[role], !text.isEmpty else { return nil }
      guard WarehouseTable.isName(text) else {
        throw UsageError(
          description: "--columns: found '\(role.spelling)=\(text)', expected the plain name of a "
            + "column; a view makes a column of a calculation")
      }
      return text
    }
    let known: [ColumnRole] = [
      .customer, .time, .amount, .order, .quantity, .discount, .category, .returnedAt,
    ]
    for role in ColumnRole.allCases where choices.texts[role] != nil && !known.contains(role) {
      throw UsageError(
        description: "--columns: found \(role.spelling), expected "
          + known.map(\.spelling).joined(separator: ", "))
    }
    guard let customer = try name(.customer), let time = try name(.time),
      let amount = try name(.amount)
    else {
      throw UsageError(
        description: "--columns: found '\(columns)', expected customer, time and amount in it")
    }
    var others: [LogColumn: String] = [:]
    others[.quantity] = try name(.quantity)
    others[.discount] = try name(.discount)
    others[.category] = try name(.category)
    others[.returnedAt] = try name(.returnedAt)
    var table = WarehouseTable(
      name: named.name, customer: customer, time: time, amount: amount, order: try name(.order),
      others: others)
    table.events = named.events
    return table
  }

  private func events() throws -> EventTable? {
    guard let eventsTable else {
      if let eventsColumns {
        throw UsageError(
          description:
            "--events-columns \(eventsColumns): found no --events-table, expected it beside")
      }
      return nil
    }
    guard WarehouseTable.isName(eventsTable, ofTable: true) else {
      throw UsageError(
        description: "--events-table: found '\(eventsTable)', expected a plain name such as "
          + "shop.events; a view gives a table another name")
    }
    var events = EventTable(name: eventsTable)
    guard let eventsColumns else { return events }
    for part in eventsColumns.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, WarehouseTable.isName(sides[1]) else {
        throw UsageError(
          description:
            "--events-columns: found '\(part)', expected ROLE=NAME with the plain name of a column; a "
            + "view makes a column of a calculation")
      }
      switch sides[0] {
      case "customer": events.customer = sides[1]
      case "time": events.time = sides[1]
      case "kind": events.kind = sides[1]
      case "value": events.value = sides[1]
      default:
        throw UsageError(
          description: "--events-columns: found \(sides[0]), expected customer, time, kind, value")
      }
    }
    return events
  }
}

/// Rows that a model is to learn from.
struct TrainingQueryOptions: ParsableArguments {
  @Flag(
    name: .long, help: .shown("Write the query for the rows that `train --from-features` takes."))
  var training = false
  @Option(
    name: .long,
    help: .shown(
      "Days without an order that count as churn (default: none; --training needs it).", "days"))
  var horizon: DurationArgument?
  @Option(
    name: .long,
    help: .shown(
      "Draw about this share of the customers, by a hash of their ids: 10% (default: all).", "share"
    ))
  var share: ShareArgument?
  @Option(
    name: .long,
    help: .more("Window of the F and M scores: 365d, 1y, or all (default: 365d).", "days"))
  var scoreWindow: WindowArgument?
  @Option(name: .long, help: .more("Whether refunds lower a customer's spend (default: net)."))
  var refunds: RefundPolicy?

  /// - Returns: nil where no rows to learn from are asked for.
  func settings(
    dialect: SQLDialect, source: WarehouseTableOptions
  ) throws -> TrainingQuery.Settings? {
    guard training else {
      let others: [(String, Bool)] = [
        ("--horizon", horizon != nil), ("--share", share != nil),
        ("--score-window", scoreWindow != nil), ("--refunds", refunds != nil),
      ]
      if let stray = others.first(where: \.1) {
        throw UsageError(
          description:
            "\(stray.0): found it without --training, expected it with that alone: a model has its own"
        )
      }
      return nil
    }
    guard let horizon else {
      throw UsageError(
        description:
          "--training: found no --horizon, expected the days without an order that count as churn, "
          + "as --horizon 90d")
    }
    var settings = TrainingQuery.Settings(
      dialect: dialect, horizonInDays: horizon.value.wholeDays)
    // Nobody says which columns the table has; a model names those that it needs.
    settings.table = try source.described(others: [:])
    if let scoreWindow { settings.scoreWindowInDays = scoreWindow.days }
    if let refunds { settings.netsRefunds = refunds == .net }
    if let share {
      guard share.value > 0, share.value <= 1 else {
        throw UsageError(
          description:
            "--share \(share.defaultValueDescription): expected more than 0 and at most 100%")
      }
      settings.share = share.value
    }
    guard settings.share == 1 || dialect.draws else {
      throw UsageError(
        description:
          "--share: found --dialect \(dialect.rawValue), which has no hash function, expected no share "
          + "there; a view may hold some of the customers")
    }
    return settings
  }
}
