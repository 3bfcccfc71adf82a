package import Dense
package import Interventions
package import Lifetime
internal import RealModule
package import Snapshots
package import Units

/// A model of orders and one of what they cost: the section `lifetime` of a model.
package struct LifetimeModel: Sendable, Codable, Equatable {
  package let name: LifetimeModelName
  /// As in the model's paper; times in days.
  package var parameters: [String: Double]
  /// k of models of regular buyers.
  package let regularity: Int?
  /// Gamma-Gamma; nil without repeat orders to fit it to.
  package let spend: GammaGammaSpend?
  /// Mean money of an order day, before refunds: what stands in where `spend` is missing.
  package let meanOrderValue: Double
  /// Share of what was spent that refunds have left.
  package let netShare: Double
  package let trainedAsOf: Day
  package let customers: Int
  package let logLikelihood: Double
  /// What the data do not identify.
  package let diagnoses: [Recorded<Diagnosis>]

  package init(
    name: LifetimeModelName, parameters: [String: Double], regularity: Int?,
    spend: GammaGammaSpend?, meanOrderValue: Double, netShare: Double, trainedAsOf: Day,
    customers: Int, logLikelihood: Double, diagnoses: [Recorded<Diagnosis>]
  ) {
    self.name = name
    self.parameters = parameters
    self.regularity = regularity
    self.spend = spend
    self.meanOrderValue = meanOrderValue
    self.netShare = netShare
    self.trainedAsOf = trainedAsOf
    self.customers = customers
    self.logLikelihood = logLikelihood
    self.diagnoses = diagnoses
  }

  enum CodingKeys: String, CodingKey {
    case name, parameters, regularity, spend
    case meanOrderValue = "mean_order_value"
    case netShare = "net_share"
    case trainedAsOf = "trained_as_of"
    case customers
    case logLikelihood = "log_likelihood"
    case diagnoses
  }
}

extension LifetimeModel {
  /// Fits a model of orders and one of spend to all orders before a date.
  package init(
    _ name: LifetimeModelName, to columns: LifetimeColumns, moneyScale: Int, workers: Workers
  ) throws(PurchaseDataError) {
    let settings = FitSettings(workers: workers)
    let orders = LearnedOrders(name, to: try columns.merged(daysPerUnit: 1), settings: settings)
    self.init(
      orders, spend: try columns.fittedSpend(settings), of: columns, moneyScale: moneyScale)
  }

  package init(
    _ orders: LearnedOrders, spend: FittedGammaGamma?, of columns: LifetimeColumns,
    moneyScale: Int
  ) {
    name = orders.name
    parameters = Dictionary(uniqueKeysWithValues: zip(orders.fit.names, orders.fit.estimates))
    regularity = orders.regularity
    self.spend = spend?.spend
    meanOrderValue = columns.meanOrderValue(moneyScale: moneyScale)
    netShare = columns.netShare
    trainedAsOf = columns.asOf
    customers = columns.customers.count
    logLikelihood = orders.fit.logLikelihood
    diagnoses = (orders.fit.diagnoses + (spend?.fit.diagnoses ?? [])).map(Recorded.found)
  }

  /// The process of orders, times in days; nil where the parameters are none.
  package var process: LearnedProcess? {
    // Wider than the ranges that fits keep to, and narrow enough for every forecast to end soon: a series
    // takes about as many terms as the largest shape.
    func values(_ names: String...) -> [Double]? {
      let values = names.compactMap { name in
        parameters[name].flatMap { value in
          let range =
            switch name {
            case "alpha", "beta": 1e-7...1e15
            case "b": 1e-12...2e5
            default: 1e-12...2e4
            }
          return range.contains(value) ? value : nil
        }
      }
      return values.count == names.count ? values : nil
    }
    switch name {
    case .nbd:
      return values("r", "alpha").map { .nbd(NBDProcess(r: $0[0], alpha: $0[1])) }
    case .paretoNBD:
      return values("r", "alpha", "s", "beta").map {
        .pareto(ParetoProcess(r: $0[0], alpha: $0[1], s: $0[2], beta: $0[3]))
      }
    case .bgNBD, .mbgNBD, .bgCNBD, .mbgCNBD:
      guard let regularity = regularity ?? (name == .bgNBD || name == .mbgNBD ? 1 : nil),
        (1...12).contains(regularity)
      else { return nil }
      let model = BetaGeometric(
        losesNewCustomers: name == .mbgNBD || name == .mbgCNBD, regularity: regularity)
      return values("r", "alpha", "a", "b").flatMap {
        // Phases are summed one by one where there are several to a gap.
        if regularity > 1, $0[0] > 1_000 * $0[1] { return nil }
        return .betaGeometric(
          BetaGeometricProcess(model: model, r: $0[0], alpha: $0[1], a: $0[2], b: $0[3]))
      }
    }
  }

  /// Whether parameters read from a file are those of a process and of a distribution of spend.
  var isUsable: Bool {
    func isAmount(_ value: Double) -> Bool { (0...1e100).contains(value) }
    return process != nil && isAmount(meanOrderValue) && (0...1).contains(netShare)
      && spend.map { spend in
        [spend.p, spend.q, spend.gamma].allSatisfy { $0 > 0 && isAmount($0) }
          && isAmount(spend.observedMean)
      } ?? true
  }

  /// Forecasts for customers, by whether they order in the churn horizon.
  package func forecasts(
    of columns: PurchaseColumns, horizonInDays: Int, valueHorizonInDays: Int, periodInDays: Int,
    datesOrders: Bool = false, discounting: Discounting?, workers: Workers
  ) -> LifetimeForecasts {
    guard let process else { preconditionFailure("a lifetime model that was not validated") }
    return LifetimeForecasts(
      process, orderValue: columns.orderValues(spend, else: meanOrderValue, netShare: netShare),
      of: columns, horizonInDays: horizonInDays,
      valueHorizonInDays: valueHorizonInDays, periodInDays: periodInDays,
      datesOrders: datesOrders, discounting: discounting, workers: workers)
  }
}

extension LifetimeColumns {
  /// Gamma-Gamma fitted to those with repeat orders that cost anything; nil where nobody has.
  package func fittedSpend(_ settings: FitSettings) throws(PurchaseDataError) -> FittedGammaGamma? {
    let buyers = frequency.indices.filter { frequency[$0] > 0 && meanRepeatSpend[$0] > 0 }
    guard !buyers.isEmpty else { return nil }
    return try GammaGamma().fitted(
      frequency: buyers.map { frequency[$0] }, meanSpend: buyers.map { meanRepeatSpend[$0] },
      settings: settings)
  }

  /// Expected money of an order day of each customer, after refunds, estimated from these columns.
  package func orderValues(_ spend: GammaGammaSpend?, moneyScale: Int) -> [Double] {
    purchases.orderValues(
      spend, else: meanOrderValue(moneyScale: moneyScale), netShare: netShare)
  }

  package var purchases: PurchaseColumns {
    PurchaseColumns(
      frequency: frequency, recencyInDays: recencyInDays, tenureInDays: tenureInDays,
      meanRepeatSpend: meanRepeatSpend)
  }
}
