internal import Features
internal import Lifetime
internal import Models

/// The stages from forecasts of orders to what customers are expected to spend: what an order costs, and the
/// model's method of value.
struct ValueStages {
  let lifetime: LifetimeModel
  let value: ValueModel
  /// Share of spend that is earned.
  let margin: Double
  let valueHorizonInDays: Int

  private var constants: ValueConstants { value.constants }
  private var amounts: DesignStage? {
    constants.amounts.map { DesignStage(design: $0.design, prefix: "m_") }
  }

  /// Features that it takes.
  var features: [String] { amounts?.used.map(\.name) ?? [] }

  /// A window of past spend that it takes.
  var windowInDays: Int? { value.method == .lastPeriod ? constants.periodInDays : nil }

  /// Adds the stages.
  ///
  /// - Returns: the name of the last of them, with the columns `spend`, `value_if_kept` and `value_if_not`, NULL
  ///   where orders are not forecast.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    var stage = stage
    query.add(
      "order_values", "Money expected of one order day.", after: stage,
      columns: [SQLColumn("order_value", orderValue)])
    stage = "order_values"
    if let regression = constants.amounts, let amounts {
      stage = amounts.add(to: &query, after: stage)
      let logRatio =
        ([number(regression.intercept)]
        + zip(regression.design.columns, regression.coefficients).map {
          "\(number($1)) * \(amounts.standardised($0))"
        }).joined(separator: "\n      + ")
      query.add(
        "amount_logs", nil, after: stage, columns: [SQLColumn("log_amount", logRatio)])
      query.add(
        "amounts", "Money expected of who orders, within the churn horizon.", after: "amount_logs",
        columns: [
          SQLColumn("amount", "\(number(regression.scale)) * \(ratio("log_amount"))")
        ])
      stage = "amounts"
    }
    let p = "churn_probability"
    switch value.method {
    case .mean, .lastPeriod, .recency, .frequency, .lifetime:
      addSplit(&query, after: stage)
    case .lifetimeByChurn, .twoPart, .combined:
      query.add(
        "spends", "Expected spend, given an order within the churn horizon.", after: stage,
        columns: [SQLColumn("kept_spend", keptSpend)])
      query.add(
        "not_spends", nil, after: "spends",
        columns: [SQLColumn("not_spend", "kept_spend * (if_not / if_kept)")])
      query.add(
        "split_spends", nil, after: "not_spends",
        columns: [SQLColumn("spend", "(1e0 - \(p)) * kept_spend + \(p) * not_spend")])
    }
    query.add(
      "split_values", "The same discounted, and given none.", after: "split_spends",
      columns: [
        SQLColumn("value_if_kept", "\(earned)kept_discount * kept_spend"),
        SQLColumn("value_if_not", "\(earned)not_discount * not_spend"),
      ])
    return "split_values"
  }

  private var earned: String { margin == 1 ? "" : "\(number(margin)) * " }

  /// By Gamma-Gamma: between the mean of all and the customer's own.
  private var orderValue: String {
    guard let spend = lifetime.spend else {
      return number(lifetime.netShare * lifetime.meanOrderValue)
    }
    let (x, z) = (featureColumn("frequency"), "COALESCE(\(featureColumn("monetary_value")), 0e0)")
    let (p, net) = (number(spend.p), number(lifetime.netShare))
    let weight = "(\(p) * \(x) + \(number(spend.q - 1)))"
    return "\(net) * CASE WHEN \(x) < 1e0 THEN \(number(spend.populationMean)) "
      + "WHEN \(weight) > 0e0 THEN \(p) * (\(number(spend.gamma)) + \(x) * \(z)) / \(weight) ELSE \(z) END"
  }

  /// e to the power of the logarithm of a ratio, which is bounded.
  private func ratio(_ logarithm: String) -> String {
    exponential(smaller("(\(logarithm))", number(ValueConstants.largestLogRatio)))
  }

  private func onLine(_ line: ValueLine, _ fact: String) -> String {
    let x = "LN(1e0 + \(fact))"
    let kept =
      "CASE WHEN \(x) < \(number(line.low)) THEN \(number(line.low)) WHEN \(x) > \(number(line.high)) "
      + "THEN \(number(line.high)) ELSE \(x) END"
    return
      "\(number(line.scale)) * \(ratio("\(number(line.intercept)) + \(number(line.slope)) * \(kept)"))"
  }

  /// Of methods that know what is spent given an order.
  private var keptSpend: String {
    let byLifetime = "order_value * if_kept"
    let byAmounts = "amount * (if_kept / first_if_kept)"
    return switch value.method {
    case .twoPart: byAmounts
    case .combined: "SQRT(\(byAmounts) * (\(byLifetime)))"
    case .mean, .lastPeriod, .recency, .frequency, .lifetime, .lifetimeByChurn: byLifetime
    }
  }

  /// Of methods that know a total.
  private var totalSpend: String {
    let isWhole = constants.periodInDays == valueHorizonInDays
    switch value.method {
    case .lifetime:
      return "order_value * expected_orders"
    case .recency:
      return "growth * \(constants.recency.map { onLine($0, "days_since_last") } ?? "NULL")"
    case .frequency:
      return "growth * \(constants.frequency.map { onLine($0, "orders") } ?? "NULL")"
    case .lastPeriod:
      let spent = larger("net_\(constants.periodInDays)", "0e0")
      return "\(isWhole ? "1e0" : "growth") * \(spent)"
    case .mean, .lifetimeByChurn, .twoPart, .combined:
      return "growth * \(number(constants.mean))"
    }
  }

  /// Of methods that know a total: how much of it rests on an order, which bears no more than the lifetime
  /// model, or ten times what it says where that is the method.
  private func addSplit(_ query: inout SQLQuery, after stage: String) {
    let multiple = value.method == .lifetime ? 10.0 : 1
    query.add(
      "spends", "Expected spend.", after: stage,
      columns: [
        SQLColumn("spend", "CASE WHEN if_kept IS NOT NULL THEN \(totalSpend) END"),
        SQLColumn("not_to_kept", "if_not / if_kept"),
        SQLColumn("spend_by_orders", "\(number(multiple)) * order_value * if_kept"),
      ])
    let p = "churn_probability"
    query.add(
      "even_spends", nil, after: "spends",
      columns: [
        // Who surely places no order, and spends nothing without one, has no even split.
        SQLColumn(
          "even_spend",
          "CASE WHEN \(p) < 1e0 OR not_to_kept > 0e0 THEN spend / ((1e0 - \(p)) + \(p) * not_to_kept) END"
        ),
        SQLColumn("most_spend", larger("spend", "spend_by_orders")),
      ])
    query.add(
      "split_spends", nil, after: "even_spends",
      columns: [
        SQLColumn("kept_spend", smaller("even_spend", "most_spend")),
        SQLColumn(
          "not_spend",
          "CASE WHEN even_spend <= most_spend THEN even_spend * not_to_kept "
            + "WHEN spend > (1e0 - \(p)) * most_spend THEN (spend - (1e0 - \(p)) * most_spend) / \(p) "
            + "WHEN spend IS NOT NULL THEN 0e0 END"),
      ])
  }
}
