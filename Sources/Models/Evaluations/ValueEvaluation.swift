internal import RealModule
package import Units

/// Out-of-time errors of the methods of predicting spend, over customers known at `asOf`.
package struct ValueEvaluation: Sendable, Encodable, Equatable {
  /// The evaluation date of values: everything learned is older.
  package let asOf: Day
  package let horizonInDays: Int
  package let customers: Int
  /// Models of orders, compared with actual orders.
  package let lifetime: [LifetimeModelEvaluation]
  /// The model of orders that is used.
  package let lifetimeWinner: LifetimeModelName
  package let lifetimeReason: LifetimeReason
  package let methods: [ValueMethodEvaluation]
  /// The method that is used.
  package let winner: ValueMethod
  package let reason: ValueReason
  /// The winner's forecasts for all customers, and given what they did in the churn horizon: `all`,
  /// `kept`, `not_kept`.
  package let groups: [String: ForecastErrors]
  /// Share of customers whose spend came within the interval of 80 % around the winner's forecast, with
  /// bins learned a window earlier by the lifetime model; absent where the log holds no such window.
  package let intervalCoverage: Double?
  /// Orders expected and actual from day to day, and tenths by the winner's forecast; absent in evaluations of earlier versions.
  package var tracking: [TrackedOrders]?
  package var calibration: [ValueBin]?

  package init(
    asOf: Day, horizonInDays: Int, customers: Int, lifetime: [LifetimeModelEvaluation],
    lifetimeWinner: LifetimeModelName, lifetimeReason: LifetimeReason,
    methods: [ValueMethodEvaluation],
    winner: ValueMethod, reason: ValueReason, groups: [String: ForecastErrors],
    intervalCoverage: Double?
  ) {
    self.asOf = asOf
    self.horizonInDays = horizonInDays
    self.customers = customers
    self.lifetime = lifetime
    self.lifetimeWinner = lifetimeWinner
    self.lifetimeReason = lifetimeReason
    self.methods = methods
    self.winner = winner
    self.reason = reason
    self.groups = groups
    self.intervalCoverage = intervalCoverage
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case customers, lifetime
    case lifetimeWinner = "lifetime_winner"
    case lifetimeReason = "lifetime_reason"
    case methods, winner, reason, groups
    case intervalCoverage = "interval_coverage"
    case tracking, calibration
  }
}

extension ValueEvaluation {
  /// Nil where the predicted total is within two standard errors of the actual one.
  package var bias: ValueBias? {
    guard let all = groups["all"], all.actual > 0, !all.isUnbiased else { return nil }
    let percent = 100 * (all.expected / all.actual - 1)
    return percent > 0 ? .totalTooHigh(percent: percent) : .totalTooLow(percent: -percent)
  }
}

extension ValueEvaluation {
  /// How far the level of values may be off: the logarithm of actual ÷ predicted total and its standard
  /// error together, as a standard deviation; nil where nothing was predicted.
  package var levelError: Double? {
    guard let all = groups["all"], all.expected > 0 else { return nil }
    // Where hardly anything was spent, the level is unknown by orders of magnitude.
    let missed = Double.log(max(all.actual, all.expected / 1_000) / all.expected)
    let error = all.differenceError / all.expected
    return (missed * missed + error * error).squareRoot()
  }
}

extension ValueEvaluation: Decodable {
  /// Reasons that were written as sentences are found again from the figures.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    asOf = try container.decode(Day.self, forKey: .asOf)
    horizonInDays = try container.decode(Int.self, forKey: .horizonInDays)
    customers = try container.decode(Int.self, forKey: .customers)
    lifetime = try container.decode([LifetimeModelEvaluation].self, forKey: .lifetime)
    lifetimeWinner = try container.decode(LifetimeModelName.self, forKey: .lifetimeWinner)
    methods = try container.decode([ValueMethodEvaluation].self, forKey: .methods)
    winner = try container.decode(ValueMethod.self, forKey: .winner)
    groups = try container.decode([String: ForecastErrors].self, forKey: .groups)
    intervalCoverage = try container.decodeIfPresent(Double.self, forKey: .intervalCoverage)
    tracking = try container.decodeIfPresent([TrackedOrders].self, forKey: .tracking)
    calibration = try container.decodeIfPresent([ValueBin].self, forKey: .calibration)
    if (try? container.decode(String.self, forKey: .reason)) != nil {
      guard let lifetimeChoice = Self.lifetimeChoice(among: lifetime) else {
        throw DecodingError.dataCorruptedError(
          forKey: .methods, in: container, debugDescription: "no method was evaluated")
      }
      reason = Self.earlierReason(of: winner, among: methods)
      lifetimeReason = lifetimeChoice.reason
    } else {
      reason = try container.decode(ValueReason.self, forKey: .reason)
      lifetimeReason = try container.decode(LifetimeReason.self, forKey: .lifetimeReason)
    }
  }
}

extension ValueEvaluation {
  /// The model of orders of least deviance among those whose total is within two standard errors of
  /// the actual one, RMSE and then the order given settling ties, and why.
  package static func lifetimeChoice(
    among models: [LifetimeModelEvaluation]
  ) -> (name: LifetimeModelName, reason: LifetimeReason)? {
    let holdout = models.compactMap { model in model.holdout.map { (model.name, $0.errors) } }
    let unbiased = holdout.filter { $0.1.isUnbiased }
    let best = (unbiased.isEmpty ? holdout : unbiased).min { a, b in
      (a.1.deviance, a.1.rmse) < (b.1.deviance, b.1.rmse)
    }
    return best.map { ($0.0, unbiased.isEmpty ? .lowestDevianceAllBiased : .lowestDeviance) }
  }
}
