internal import Lifetime
internal import Snapshots
internal import Units

/// Lifetime models fitted side by side: what `clv --json` writes.
package struct LifetimeEvaluation: Sendable, Encodable {
  package let customers: Int
  /// Orders by day: each customer's order days.
  package let orders: Int
  /// Unit of time of parameters and log-likelihoods: `day`, `week` or `month`.
  package let unit: String
  package let models: [LifetimeModelEvaluation]
  /// Forecasts of orders that need no model; empty without a holdout.
  package let baselines: [BaselineEvaluation]
  package let spend: [SpendModelEvaluation]
  /// Forecasts of spend in the holdout; empty without one, or where not all models are asked for.
  package let value: [ValueMethodEvaluation]
  /// The method that does best by the rule of `ValueEvaluation`, and why.
  package let valueWinner: ValueMethod?
  package let valueReason: ValueReason?
  /// Customers that a model had to leave out, by reason.
  package let excluded: [ExcludedCustomers: Int]
  /// Name of the model of orders to use, and why; absent without a holdout.
  package let winner: LifetimeModelName?
  package let reason: LifetimeReason?

  package init(
    customers: Int, orders: Int, unit: String, models: [LifetimeModelEvaluation],
    baselines: [BaselineEvaluation], spend: [SpendModelEvaluation], value: [ValueMethodEvaluation],
    valueWinner: ValueMethod?, valueReason: ValueReason?, excluded: [ExcludedCustomers: Int],
    winner: LifetimeModelName?, reason: LifetimeReason?
  ) {
    self.customers = customers
    self.orders = orders
    self.unit = unit
    self.models = models
    self.baselines = baselines
    self.spend = spend
    self.value = value
    self.valueWinner = valueWinner
    self.valueReason = valueReason
    self.excluded = excluded
    self.winner = winner
    self.reason = reason
  }

  enum CodingKeys: String, CodingKey {
    case customers, orders, unit, models, baselines, spend, value
    case valueWinner = "value_winner"
    case valueReason = "value_reason"
    case excluded, winner, reason
  }
}
