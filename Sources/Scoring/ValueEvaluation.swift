package import Units

/// How the methods of foretelling spend did out of time, over customers known at `asOf`.
package struct ValueEvaluation: Sendable, Codable, Equatable {
  /// The judging date of values: everything learned is older.
  package let asOf: Day
  package let horizonInDays: Int
  package let customers: Int
  /// Models of orders against the orders that came.
  package let lifetime: [LifetimeModelEvaluation]
  /// The model of orders that is used, by its name.
  package let lifetimeWinner: String
  package let methods: [ValueMethodEvaluation]
  /// The method that is used.
  package let winner: ValueMethod
  package let reason: String
  /// The winner's forecasts for all customers, and given what they did in the churn horizon: `all`,
  /// `kept`, `not_kept`.
  package let groups: [String: ForecastErrors]
  /// Share of customers whose spend came within the interval of 80 %, learned a window earlier;
  /// absent where the log holds no such window.
  package let intervalCoverage: Double?

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case customers, lifetime
    case lifetimeWinner = "lifetime_winner"
    case methods, winner, reason, groups
    case intervalCoverage = "interval_coverage"
  }
}

/// One method of foretelling spend.
package struct ValueMethodEvaluation: Sendable, Codable, Equatable {
  package let method: ValueMethod
  package let errors: ForecastErrors

  package init(method: ValueMethod, errors: ForecastErrors) {
    self.method = method
    self.errors = errors
  }
}

extension ValueEvaluation {
  /// What a user must know before budgeting on these values: nil where the forecast sum came within
  /// two standard errors of what was spent.
  package var biasWarning: String? {
    guard let all = groups["all"], all.actual > 0, !all.isUnbiased else { return nil }
    let percent = 100 * (all.expected / all.actual - 1)
    return "Out of time, forecast spend came out \(fixed(abs(percent), digits: 0)) % too "
      + "\(percent > 0 ? "high" : "low"), beyond its error: rank by these values, do not budget on "
      + "their sum."
  }
}

extension ValueEvaluation {
  /// The method to use, and why.
  ///
  /// Among those whose sum is within two errors of what came, the one of least deviance × RMSE, each
  /// as a share of the plain mean's: no other, and no baseline, is better in both. Where none is
  /// within, the one of least bias among those that beat the plain mean in both; where none does,
  /// the plain mean.
  package static func choice(among methods: [ValueMethodEvaluation]) -> (ValueMethod, String) {
    func score(_ method: ValueMethodEvaluation) -> Double {
      method.errors.deviance * method.errors.rmse
    }
    func bias(_ method: ValueMethodEvaluation) -> Double {
      abs(method.errors.actual - method.errors.expected)
    }
    let unbiased = methods.filter(\.errors.isUnbiased)
    if let best = unbiased.min(by: { score($0) < score($1) }) {
      return (
        best.method, "least deviance × RMSE among those whose sum is within two errors of what came"
      )
    }
    guard let mean = methods.first(where: { $0.method == .mean })?.errors else {
      preconditionFailure("the plain mean is always judged")
    }
    let better = methods.filter {
      $0.errors.deviance < mean.deviance && $0.errors.rmse < mean.rmse
    }
    guard let best = better.min(by: { bias($0) < bias($1) }) else {
      return (
        .mean, "none beats it in deviance and RMSE, and every sum is off by more than two errors"
      )
    }
    return (
      best.method,
      "every sum is off by more than two errors: least bias among those that beat the plain mean in "
        + "deviance and RMSE"
    )
  }
}
