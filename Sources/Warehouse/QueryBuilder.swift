internal import Features
internal import Histories
internal import Models
internal import Segments
internal import Snapshots
internal import Units

/// Puts the stages of a query together.
struct QueryBuilder {
  let model: Model
  let churn: ChurnModel
  let scores: ScoreModel
  let rules: RuleSet
  let settings: WarehouseQuery.Settings
  /// Features that the query computes.
  let features: Set<String>
  var unsaid: [UnsaidColumns] = []
  private(set) var selected: [SQLColumn] = []
  var cells: [String: String] = [:]
  let logColumns: Set<LogColumn>
  /// Days that values reach ahead.
  let valueHorizon: Int

  var dialect: SQLDialect { settings.dialect }

  init(
    model: Model, churn: ChurnModel, scores: ScoreModel, rules: RuleSet,
    settings: WarehouseQuery.Settings, valueHorizon: Int
  ) {
    self.model = model
    self.churn = churn
    self.scores = scores
    self.rules = rules
    self.settings = settings
    self.valueHorizon = valueHorizon
    // Columns of the log that few shops have are asked for where the model uses them.
    let used = Set(
      ChurnStages(churn).features + (model.clusters.map { ClusterStages($0).features } ?? [])
        + (model.value?.constants.amounts?.design.features.map(\.name) ?? []) + rules.columns)
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
      windows: OrderWindows.all(with: [scores.windowInDays, values?.windowInDays]),
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
    addForecasts(&query, &stage)
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
    if settings.margin == 1 {
      cells["historic_clv"] = "net"
    } else {
      unsaid.append(UnsaidColumns(columns: ["historic_clv"], reason: .margin))
    }
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
      rest.filter { !sentences.contains($0) && !behaviour.contains($0) }, .nothing)
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
