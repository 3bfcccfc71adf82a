/// What the data cannot identify; the fit then ends at a limit of the model.
public enum Diagnosis: String, Sendable, CaseIterable {
  /// No customer has a repeat order.
  case noRepeatOrders = "no_repeat_orders"
  /// No sign that any customer has dropped out.
  case noDropout = "no_dropout"
  /// Every customer appears to drop out at the first opportunity.
  case immediateDropout = "immediate_dropout"
  /// No differences between customers in the probability of dropping out.
  case equalDropout = "equal_dropout"
  /// Some customers drop out at once and the others never.
  case dividedDropout = "divided_dropout"
  /// No differences between customers in their order rates.
  case equalRates = "equal_rates"
  /// A few customers place all repeat orders and the others none.
  case dividedRates = "divided_rates"
  /// All orders of a customer have the same value.
  case equalOrderValues = "equal_order_values"
  /// No differences between customers in their mean order value.
  case equalSpenders = "equal_spenders"
  /// The distribution of mean order values has no finite mean.
  case unboundedSpend = "unbounded_spend"
  /// A parameter can move far without changing the likelihood.
  case flatLikelihood = "flat_likelihood"
}
