package import Dense
package import Features
package import Learning
internal import RealModule
internal import Snapshots

/// Fitted constants of the methods of predicting value.
package struct ValueConstants: Sendable, Codable, Equatable {
  /// Days of the window learned over: the period of `mean` and of the last period repeated.
  package var periodInDays: Int
  /// Mean spend in a period, in money.
  package var mean: Double
  package var recency: ValueLine?
  package var frequency: ValueLine?
  /// Nil where too few ordered to learn from.
  package var amounts: AmountRegression?

  package init(
    periodInDays: Int, mean: Double, recency: ValueLine? = nil, frequency: ValueLine? = nil,
    amounts: AmountRegression? = nil
  ) {
    self.periodInDays = periodInDays
    self.mean = mean
    self.recency = recency
    self.frequency = frequency
    self.amounts = amounts
  }

  enum CodingKeys: String, CodingKey {
    case periodInDays = "period_days"
    case mean
    case recency, frequency, amounts
  }
}

extension ValueConstants {
  /// Whether everything is there that a method needs, and fits.
  package func isComplete(for method: ValueMethod) -> Bool {
    guard (1...365_000).contains(periodInDays), (0...1e100).contains(mean),
      recency?.isUsable ?? true, frequency?.isUsable ?? true
    else { return false }
    switch method {
    case .mean, .lastPeriod, .lifetime, .lifetimeByChurn: return true
    case .recency: return recency != nil
    case .frequency: return frequency != nil
    case .twoPart, .combined:
      return amounts.map {
        $0.coefficients.count == $0.design.columns.count && (0...1e100).contains($0.scale)
          && $0.design.isBounded(intercept: $0.intercept, coefficients: $0.coefficients)
      }
        ?? false
    }
  }

  /// Features that a method rests on; nil where no features tell what it needs.
  package func features(of method: ValueMethod) -> [String]? {
    switch method {
    case .mean, .lifetime, .lifetimeByChurn: PurchaseColumns.features
    case .lastPeriod: nil
    case .recency: PurchaseColumns.features + ["days_since_last_order"]
    case .frequency: PurchaseColumns.features + ["orders"]
    case .twoPart, .combined:
      PurchaseColumns.features + (amounts?.design.features.map(\.name) ?? [])
    }
  }

  /// Without what a method does not need.
  package func reduced(to method: ValueMethod) -> ValueConstants {
    var reduced = self
    if method != .recency { reduced.recency = nil }
    if method != .frequency { reduced.frequency = nil }
    if !method.usesAmounts { reduced.amounts = nil }
    return reduced
  }
}

/// Spend in a period as scale · exp(intercept + slope · log1p x), x held within what was seen.
package struct ValueLine: Sendable, Codable, Equatable {
  package var intercept: Double
  package var slope: Double
  package var scale: Double
  /// The range of log1p x seen.
  package var low: Double
  package var high: Double

  package init(intercept: Double, slope: Double, scale: Double, low: Double, high: Double) {
    self.intercept = intercept
    self.slope = slope
    self.scale = scale
    self.low = low
    self.high = high
  }

  /// Whether numbers read from a file make a line.
  var isUsable: Bool {
    (0...1e100).contains(scale) && intercept.magnitude <= 1e6 && slope.magnitude <= 1e6
      && low <= high && low.magnitude <= 1e3 && high.magnitude <= 1e3
  }

  package func value(_ fact: Int) -> Double {
    let x = min(max(Double.log(onePlus: Double(fact)), low), high)
    return scale * .exp(min(intercept + slope * x, ValueConstants.largestLogRatio))
  }
}

extension ValueLine {
  /// A quasi-Poisson line of amounts on log1p of a fact; flat at 0 where all amounts are.
  package init(_ fact: [Int], _ amounts: [Double], workers: Workers) throws(FitError) {
    let mean = amounts.reduce(0, +) / Double(max(1, amounts.count))
    guard mean > 0 else {
      self.init(intercept: 0, slope: 0, scale: 0, low: 0, high: 0)
      return
    }
    let x = fact.map { Double.log(onePlus: Double($0)) }
    let fit = try PoissonRegression(l2Strength: 1e-6, workers: workers).fitted(
      to: Matrix(rows: x.count, columns: 1, storage: x), responses: amounts.map { $0 / mean })
    self.init(
      intercept: fit.intercept, slope: fit.coefficients[0], scale: mean, low: x.min() ?? 0,
      high: x.max() ?? 0)
  }
}

/// A gamma regression with log link of what is spent in a churn horizon by those who order in it.
package struct AmountRegression: Sendable, Codable, Equatable {
  package var design: FittedDesign
  package var intercept: Double
  /// One for each column of the design.
  package var coefficients: [Double]
  /// Money that e^0 stands for; includes the level of the latest window learned from.
  package var scale: Double
  package var customers: Int

  package init(
    design: FittedDesign, intercept: Double, coefficients: [Double], scale: Double, customers: Int
  ) {
    self.design = design
    self.intercept = intercept
    self.coefficients = coefficients
    self.scale = scale
    self.customers = customers
  }

  /// Money expected of each row's customer in a churn horizon with an order.
  package func amounts(of features: Matrix, names: [String], workers: Workers) -> [Double] {
    design.linearPredictor(
      of: features, names: names, intercept: intercept, coefficients: coefficients,
      workers: workers
    ).map { scale * .exp(min($0, ValueConstants.largestLogRatio)) }
  }
}

extension ValueConstants {
  /// e^20 is half a billion times the mean: no forecast goes beyond, whatever a model file says.
  package static let largestLogRatio = 20.0
}
