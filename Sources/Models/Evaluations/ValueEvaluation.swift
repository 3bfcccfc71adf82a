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
  package let lifetimeReason: String
  package let methods: [ValueMethodEvaluation]
  /// The method that is used.
  package let winner: ValueMethod
  package let reason: String
  /// The winner's forecasts for all customers, and given what they did in the churn horizon: `all`,
  /// `kept`, `not_kept`.
  package let groups: [String: ForecastErrors]
  /// Share of customers whose spend came within the interval of 80 % around the winner's forecast, with
  /// bins learned a window earlier by the lifetime model; absent where the log holds no such window.
  package let intervalCoverage: Double?

  package init(
    asOf: Day, horizonInDays: Int, customers: Int, lifetime: [LifetimeModelEvaluation],
    lifetimeWinner: String, lifetimeReason: String, methods: [ValueMethodEvaluation],
    winner: ValueMethod, reason: String, groups: [String: ForecastErrors],
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

  /// What the intervals of `intervalCoverage` were learned from, for a sentence.
  package var intervalOrigin: String {
    winner == .lifetime
      ? "learned a window earlier" : "learned a window earlier of the lifetime model's forecasts"
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case customers, lifetime
    case lifetimeWinner = "lifetime_winner"
    case lifetimeReason = "lifetime_reason"
    case methods, winner, reason, groups
    case intervalCoverage = "interval_coverage"
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
  /// First, among those whose sum is within two errors of what came and that beat the plain mean in
  /// deviance and RMSE: the one of least deviance × RMSE, so that no other of them, a baseline or
  /// not, is better in both. Where there is none: among those that no other beats in both, the one
  /// whose sum came nearest.
  package static func choice(
    among methods: [ValueMethodEvaluation]
  ) -> (method: ValueMethod, reason: String) {
    func product(_ method: ValueMethodEvaluation) -> Double {
      method.errors.deviance * method.errors.rmse
    }
    func bias(_ method: ValueMethodEvaluation) -> Double {
      abs(method.errors.actual - method.errors.expected)
    }
    func beats(_ a: ValueMethodEvaluation, _ b: ValueMethodEvaluation) -> Bool {
      a.errors.deviance < b.errors.deviance && a.errors.rmse < b.errors.rmse
    }
    let mean = methods.first { $0.method == .mean }
    let sound = methods.filter { method in
      method.errors.isUnbiased && mean.map { beats(method, $0) } ?? true
    }
    if let best = sound.min(by: { product($0) < product($1) }) {
      return (
        best.method,
        "least deviance × RMSE among those whose sum is within two errors of what came and that beat "
          + "the plain mean in both"
      )
    }
    let unbeaten = methods.filter { method in !methods.contains { beats($0, method) } }
    guard let best = unbeaten.min(by: { bias($0) < bias($1) }) else {
      preconditionFailure("at least one method is judged")
    }
    return (
      best.method,
      "none is within two errors of what came and beats the plain mean in deviance and RMSE; the sum "
        + "that came nearest among those that no other beats in both"
    )
  }
}
