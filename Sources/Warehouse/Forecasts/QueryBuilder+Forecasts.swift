internal import Interventions
internal import Lifetime
internal import Models
internal import RealModule

/// What rests on orders to come: chances and dates of orders, values, gains, lists and what to do.
extension QueryBuilder {
  private static let ofLifetimes = [
    "probability_alive", "silent_probability", "predicted_number_of_orders",
  ]
  private static let dates = ["expected_date_of_next_order", "contact_on"]
  private static let values = [
    "predicted_clv", "total_clv", "value_if_kept", "value_if_not", "clv_at_risk",
    "predicted_clv_low", "predicted_clv_high", "expected_gain", "expected_gain_low", "list",
    "why_not", "rank",
  ]

  /// Nil where the model has no values.
  var values: ValueStages? {
    guard let lifetime = model.lifetime, let value = model.value else { return nil }
    return ValueStages(
      lifetime: lifetime, value: value, margin: settings.margin, valueHorizonInDays: valueHorizon)
  }

  /// Adds the stages of what the lifetime model says, and of what follows from it.
  mutating func addForecasts(_ query: inout SQLQuery, _ stage: inout String) {
    guard let lifetime = model.lifetime else {
      leaveNull(Self.ofLifetimes + Self.dates + Self.values + ["action"], .noSection)
      return
    }
    let windows = ForecastWindows(
      first: Double(model.data.horizonInDays), time: Double(valueHorizon),
      period: Double(model.value?.constants.periodInDays ?? valueHorizon),
      rate: Double.log(onePlus: settings.discounting.annualRate) / 365)
    let told = LifetimeStages(lifetime, over: windows, dialect: dialect)
      .add(to: &query, after: stage)
    stage = told.stage
    if told.isAlive { cells["probability_alive"] = "alive" }
    if told.forecasts { cells["predicted_number_of_orders"] = "expected_orders" }
    if told.order, cells["churn_probability"] != nil {
      // Still a customer with a chance of q ÷ w, at most 1; silent is who of them places no order.
      let stays = "1e0 - churn_probability"
      cells["silent_probability"] =
        "CASE WHEN order_if_alive IS NULL THEN NULL WHEN order_if_alive > \(stays) "
        + "THEN (\(stays)) / order_if_alive - (\(stays)) ELSE churn_probability END"
    }
    if told.order { fillDates() }
    var ofLifetimes = Self.ofLifetimes + Self.dates
    if told.order, cells["churn_probability"] == nil {
      leaveNull(["silent_probability"], .others(["churn_probability"]))
      ofLifetimes.removeAll { $0 == "silent_probability" }
    }
    leaveNull(ofLifetimes, .lifetime(lifetime.name))
    guard told.forecasts else {
      leaveNull(Self.values + ["action"], .lifetime(lifetime.name))
      return
    }
    addValues(&query, &stage)
  }

  /// Names columns that have no cell, and why.
  private mutating func leaveNull(_ columns: [String], _ reason: UnsaidColumns.Reason) {
    let missing = columns.filter { cells[$0] == nil }
    if !missing.isEmpty { unsaid.append(UnsaidColumns(columns: missing, reason: reason)) }
  }

  private mutating func fillDates() {
    let day = "as_of + \(dialect.asWhole("days_to_next_order")) - 1"
    let contact =
      "CASE WHEN days_to_next_order > \(number(Double(settings.leadInDays))) THEN \(day) - \(settings.leadInDays) "
      + "WHEN days_to_next_order IS NOT NULL THEN as_of END"
    cells["expected_date_of_next_order"] = dialect.date(ofDay: day)
    cells["contact_on"] = dialect.date(ofDay: contact)
  }

  private mutating func addValues(_ query: inout SQLQuery, _ stage: inout String) {
    guard let values else { return leaveNull(Self.values + ["action"], .noSection) }
    guard cells["churn_probability"] != nil else {
      return leaveNull(Self.values + ["action"], .others(["churn_probability"]))
    }
    let missing = values.features.filter { !features.contains($0) }
    guard missing.isEmpty else { return leaveNull(Self.values + ["action"], .features(missing)) }
    stage = values.add(to: &query, after: stage)
    stage = GainStages(
      model: model, economics: settings.economics, reliable: "(\(cells["reliable"] ?? "'yes'"))",
      refusal: settings.table.events == nil ? nil : "refused = 1", dialect: dialect
    ).add(to: &query, after: stage)
    for name in [
      "predicted_clv", "value_if_kept", "value_if_not", "clv_at_risk", "expected_gain", "why_not",
    ] {
      cells[name] = name
    }
    if settings.margin == 1 {
      cells["total_clv"] = "net + predicted_clv"
    } else {
      leaveNull(["total_clv"], .others(["historic_clv"]))
    }
    cells["list"] = "action_list"
    cells["rank"] = "action_rank"
    if model.gainUncertainty != nil { cells["expected_gain_low"] = "expected_gain_low" }
    if let intervals = model.valueIntervals(horizonInDays: valueHorizon) {
      stage = IntervalStages(intervals: intervals).add(to: &query, after: stage)
      for name in ["predicted_clv_low", "predicted_clv_high"] { cells[name] = name }
    }
    leaveNull(Self.values, .noSection)
    let steps = StepStages(rules: rules, dialect: dialect)
    guard cells["lapse"] != nil, cells["segment"] != nil, steps.canBeSaid else {
      return leaveNull(["action"], .others(["lapse", "segment"]))
    }
    stage = steps.add(to: &query, after: stage)
    cells["action"] = "action"
  }
}
