package import Features
internal import Histories
package import Models
internal import Segments
internal import Snapshots
package import Units

/// A model as one query over the table of orders, with the score row as its columns.
///
/// The rows are those that the program makes of the same orders: numbers agree to 1e-9 of themselves,
/// whole numbers, dates and texts are the same. A column that the query does not say is NULL for
/// everybody and listed in `unsaid`: nothing is approximated.
package struct WarehouseQuery: Sendable {
  package let dialect: SQLDialect
  package let asOf: Day
  /// The query, with a line feed at its end.
  package let text: String
  /// The same in two queries, each a table of its own.
  package let parts: SQLParts
  package let unsaid: [UnsaidColumns]
  /// Names of its columns.
  package let columns: [String]
  /// Columns that few logs have and the query reads.
  package let logColumns: Set<LogColumn>
  /// Features whose columns are NULL.
  package let unsaidFeatures: [String]

  /// Settings of a query.
  package struct Settings: Sendable {
    package var dialect: SQLDialect
    package var table = WarehouseTable.standard
    /// Nil for the date of the model.
    package var asOf: Day?
    /// Names of the score row's columns, in order.
    package var row: [String]

    package init(dialect: SQLDialect, row: [String]) {
      self.dialect = dialect
      self.row = row
    }
  }

  /// - Parameters:
  ///   - model: of histories.
  ///   - settings: dialect, table, date and columns.
  /// - Throws: where rules cannot be bound, or the model has no churn model or no scores.
  /// - Complexity: O(columns of the model's designs); the text has about 100 KB.
  package init(_ model: Model, _ settings: Settings) throws(ScoringError) {
    guard let churn = model.churn else {
      throw model.withoutChurn(for: .sql)
    }
    guard let scores = model.scores else {
      throw .sectionMissing(.scores, neededFor: .sql)
    }
    let rules = try scores.namingRules()
    var builder = QueryBuilder(
      model: model, churn: churn, scores: scores, rules: rules, settings: settings)
    dialect = settings.dialect
    asOf = settings.asOf ?? model.data.asOf
    (text, parts) = builder.text()
    unsaid = builder.unsaid
    logColumns = builder.logColumns
    columns = builder.selected.map(\.name)
    unsaidFeatures = FeatureCatalogue.current.names.filter { !builder.features.contains($0) }
  }
}

/// Puts the stages of a query together.
private struct QueryBuilder {
  let model: Model
  let churn: ChurnModel
  let scores: ScoreModel
  let rules: RuleSet
  let settings: WarehouseQuery.Settings
  /// Features that the query computes.
  let features: Set<String>
  private(set) var unsaid: [UnsaidColumns] = []
  private(set) var selected: [SQLColumn] = []
  private var cells: [String: String] = [:]
  let logColumns: Set<LogColumn>

  private var dialect: SQLDialect { settings.dialect }

  init(
    model: Model, churn: ChurnModel, scores: ScoreModel, rules: RuleSet,
    settings: WarehouseQuery.Settings
  ) {
    self.model = model
    self.churn = churn
    self.scores = scores
    self.rules = rules
    self.settings = settings
    // Columns of the log that few shops have are asked for where the model uses them.
    let used = Set(
      ChurnStages(churn).features + (model.clusters.map { ClusterStages($0).features } ?? [])
        + rules.columns)
    let definitions = FeatureCatalogue.current.definitions
    let wanted = Set(definitions.filter { used.contains($0.name) }.compactMap(\.logColumn))
    logColumns = wanted.filter { settings.table.others[$0] != nil }
    let columns = logColumns
    features = Set(
      definitions.filter { definition in
        definition.isSaid(with: columns, ofEvents: settings.table.events != nil)
      }.map(\.name))
  }

  mutating func text() -> (String, SQLParts) {
    var query = SQLQuery(dialect)
    OrderStages(
      dialect: dialect, table: settings.table, dates: .one(settings.asOf ?? model.data.asOf),
      netsRefunds: model.data.refunds == .net, columns: logColumns,
      windows: OrderWindows.all(with: scores.windowInDays),
      events: settings.table.events.map {
        EventStages(
          dialect: dialect, table: $0, dates: .one(settings.asOf ?? model.data.asOf), drawn: nil)
      }
    ).add(to: &query)
    addFeatures(features, to: &query)
    var stage = "features"
    fillObserved()
    stage = addChurn(&query, after: stage)
    let knowsLapse = addRhythm(&query, &stage)
    addRules(&query, &stage, knowsLapse: knowsLapse)
    addClusters(&query, &stage)
    addLifetime(&query, &stage)
    leaveUnsaid()
    query.add("ranked", nil, after: stage, columns: [SQLColumn("churn_rank", rank)])
    selected = settings.row.map { SQLColumn($0, cells[$0] ?? null($0)) }
    selected.append(SQLColumn("churn_rank", "churn_rank"))
    for place in 1...ChurnStages.reasons {
      for part in ["family", "feature", "value", "contribution"] {
        let name = "reason_\(place)_\(part)"
        selected.append(SQLColumn(name, cells[name] ?? null(name)))
      }
    }
    selected += FeatureCatalogue.current.names.map {
      SQLColumn("feature_\($0)", features.contains($0) ? featureColumn($0) : dialect.noNumber)
    }
    return (
      query.text(selecting: selected, from: "ranked", orderBy: dialect.byBytes("customer_id")),
      query.cut(behind: "features", selecting: selected, from: "ranked")
    )
  }

  private var rank: String {
    cells["churn_probability"] == nil
      ? dialect.noNumber
      : "ROW_NUMBER() OVER (ORDER BY churn_probability DESC, \(dialect.byBytes("customer_id")))"
  }

  /// What the orders tell without a model.
  private mutating func fillObserved() {
    let scale = min(max(0, scores.cutOffs.monetary.scale), 6)
    let unit = (scale..<6).reduce(1) { product, _ in product * 10 }
    let one = (0..<scale).reduce(1) { product, _ in product * 10 }
    // Rounded half away from zero: of what is never negative.
    let mean = dialect.quotient(
      "2 * \(dialect.quotient("gross_units", "\(unit)")) + all_orders", "2 * all_orders")
    cells["customer_id"] = "customer_id"
    cells["historic_clv"] = "net"
    cells["days_since_last_order"] = "days_since_last"
    cells["orders"] = "orders"
    cells["average_order_value"] = "\(dialect.asNumber(mean)) / \(number(Double(one)))"
    cells["average_days_between_orders"] = "mean_gap"
    cells["as_of"] = "as_of_date"
    cells["horizon_days"] = "\(model.data.horizonInDays)"
    cells["model"] = "'\(model.shortDigest)'"
    let horizon = model.data.horizonInDays
    let groups = churn.uninformativeGroups.compactMap(CustomerGroup.init(rawValue:)).map { group in
      switch group {
      case .all: "1 = 1"
      case .active: "days_since_last <= \(2 * horizon)e0"
      case .oneOrder: "orders = 1e0"
      case .repeat: "orders >= 2e0"
      }
    }
    cells["reliable"] =
      groups.isEmpty
      ? "'yes'" : "CASE WHEN \(groups.joined(separator: " OR ")) THEN 'no' ELSE 'yes' END"
  }

  private mutating func addChurn(_ query: inout SQLQuery, after stage: String) -> String {
    let stages = ChurnStages(churn)
    let reasons = (1...ChurnStages.reasons).map { "reason_\($0)" }
    let missing = stages.features.filter { !features.contains($0) }
    guard missing.isEmpty else {
      unsaid.append(
        UnsaidColumns(
          columns: ["churn_probability", "second_order_probability", "churn_rank"]
            + reasons.map { "\($0)_…" }, reason: .features(missing)))
      query.add(
        "probabilities", nil, after: stage,
        columns: [SQLColumn("churn_probability", dialect.noNumber)])
      return "probabilities"
    }
    for reason in reasons {
      for part in ["family", "feature", "value", "contribution"] {
        cells["\(reason)_\(part)"] = "\(reason)_\(part)"
      }
    }
    cells["churn_probability"] = "churn_probability"
    cells["second_order_probability"] = "CASE WHEN orders = 1e0 THEN 1e0 - churn_probability END"
    return stages.add(to: &query, after: stage)
  }

  /// - Returns: whether lapse is known.
  private mutating func addRhythm(_ query: inout SQLQuery, _ stage: inout String) -> Bool {
    guard let rhythm = scores.rhythm else {
      unsaid.append(UnsaidColumns(columns: ["lapse", "lifecycle"], reason: .noRhythm))
      return false
    }
    guard cells["churn_probability"] != nil else {
      unsaid.append(
        UnsaidColumns(columns: ["lapse", "lifecycle"], reason: .others(["churn_probability"])))
      return false
    }
    stage = RhythmStages(rhythm: rhythm, horizonInDays: model.data.horizonInDays)
      .add(to: &query, after: stage)
    cells["lapse"] = lapseName("lapse")
    cells["lifecycle"] = "lifecycle"
    return true
  }

  private mutating func addRules(
    _ query: inout SQLQuery, _ stage: inout String, knowsLapse: Bool
  ) {
    let stages = RuleStages(
      dialect: dialect, scores: scores, rules: rules, features: features, knowsLapse: knowsLapse)
    stage = stages.add(to: &query, after: stage)
    for score in ["r_score", "f_score", "m_score"] { cells[score] = score }
    let names = ["segment", "segments"]
    if stages.canBeSaid {
      for name in names { cells[name] = name }
    } else {
      unsaid.append(
        UnsaidColumns(
          columns: names,
          reason: stages.missing.isEmpty ? .others(["lapse"]) : .rules(stages.missing)))
    }
  }

  private mutating func addClusters(_ query: inout SQLQuery, _ stage: inout String) {
    guard let clusters = model.clusters else {
      unsaid.append(UnsaidColumns(columns: ["cluster"], reason: .noSection))
      return
    }
    let stages = ClusterStages(clusters)
    let missing = stages.features.filter { !features.contains($0) }
    guard missing.isEmpty else {
      unsaid.append(UnsaidColumns(columns: ["cluster"], reason: .features(missing)))
      return
    }
    stage = stages.add(to: &query, after: stage)
    cells["cluster"] = "cluster"
  }

  /// What the lifetime model says, and who may be silent by it.
  private mutating func addLifetime(_ query: inout SQLQuery, _ stage: inout String) {
    let rest = ["probability_alive", "silent_probability", "predicted_number_of_orders"]
    guard let lifetime = model.lifetime else {
      unsaid.append(UnsaidColumns(columns: rest, reason: .noSection))
      return
    }
    let stages = LifetimeStages(
      model: lifetime, horizonInDays: model.data.horizonInDays,
      valueHorizonInDays: max(365, model.data.horizonInDays))
    let (last, columns) = stages.add(to: &query, after: stage)
    stage = last
    if columns.contains("alive") { cells["probability_alive"] = "alive" }
    if columns.contains("expected_orders") {
      cells["predicted_number_of_orders"] = "expected_orders"
    }
    if columns.contains("order_if_alive"), cells["churn_probability"] != nil {
      // Still a customer with a chance of q ÷ w, at most 1; silent is who of them places no order.
      let stays = "1e0 - churn_probability"
      cells["silent_probability"] =
        "CASE WHEN order_if_alive IS NULL THEN NULL WHEN order_if_alive > \(stays) "
        + "THEN (\(stays)) / order_if_alive - (\(stays)) ELSE churn_probability END"
    }
    let missing = rest.filter { cells[$0] == nil }
    if !missing.isEmpty {
      unsaid.append(UnsaidColumns(columns: missing, reason: .lifetime(lifetime.name)))
    }
  }

  /// Names whatever else of the row has no cell.
  private mutating func leaveUnsaid() {
    let named = Set(unsaid.flatMap(\.columns))
    let sentences = ["reason_1", "reason_2", "reason_3"]
    let behaviour = [
      "e_score", "journey", "price_low", "price_high", "usual_weekday", "preferred_channel",
      "favourite_category", "next_category",
    ]
    let rest = settings.row.filter { cells[$0] == nil && !named.contains($0) }
    func leave(_ columns: [String], _ reason: UnsaidColumns.Reason) {
      if !columns.isEmpty { unsaid.append(UnsaidColumns(columns: columns, reason: reason)) }
    }
    leave(
      rest.filter { !sentences.contains($0) && !behaviour.contains($0) }, .forecasts)
    leave(rest.filter(behaviour.contains), .behaviour)
    leave(rest.filter(sentences.contains), .sentences)
  }

  private static let numbers: Set = [
    "rank", "probability_alive", "predicted_number_of_orders", "predicted_clv", "total_clv",
    "value_if_kept", "value_if_not", "clv_at_risk", "expected_gain", "e_score", "cluster",
    "predicted_clv_low", "predicted_clv_high", "price_low", "price_high", "expected_gain_low",
    "silent_probability", "churn_probability", "second_order_probability", "reason_1_value",
    "reason_2_value", "reason_3_value", "reason_1_contribution", "reason_2_contribution",
    "reason_3_contribution",
  ]

  private func null(_ column: String) -> String {
    Self.numbers.contains(column) ? dialect.noNumber : dialect.noText
  }
}

/// Windows that features are counted over.
enum OrderWindows {
  private static let days = [30, 60, 90, 180, 365]

  /// With one more, rising.
  static func all(with other: Int?) -> [Int] { Set(days + (other.map { [$0] } ?? [])).sorted() }
}

/// Adds the stage `features` behind `summaries`.
func addFeatures(_ names: Set<String>, to query: inout SQLQuery) {
  query.add(
    "features", "NULL where there is nothing to measure, or the log begins within the window.",
    after: "summaries",
    columns: FeatureCatalogue.current.definitions.compactMap { definition in
      guard names.contains(definition.name), let formula = definition.sql else { return nil }
      let observed = definition.logs.compactMap { log in
        definition.window.map { "\(log.beginColumn) <= as_of - \($0)" }
          ?? (log == .orders ? nil : "\(log.beginColumn) < as_of")
      }
      return SQLColumn(
        featureColumn(definition.name),
        observed.isEmpty
          ? formula : "CASE WHEN \(observed.joined(separator: " AND ")) THEN \(formula) END")
    })
}

extension FeatureDefinition {
  /// Whether a query computes it that reads some columns of the log, and events or not.
  func isSaid(with columns: Set<LogColumn>, ofEvents: Bool) -> Bool {
    sql != nil && logColumn.map(columns.contains) ?? true && (ofEvents || !isOfEvents)
  }
}
