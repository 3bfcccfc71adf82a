/// Something that the data cannot tell a lifetime model, and what the fit does instead.
package enum Diagnosis: String, Sendable, CaseIterable {
  /// No customer has a repeat order.
  case noRepeatOrders = "no_repeat_orders"
  /// Nothing looks like a customer lost.
  case noDropout = "no_dropout"
  /// Every customer looks lost as soon as it could be.
  case immediateDropout = "immediate_dropout"
  /// All customers look alike in how likely they drop out.
  case equalDropout = "equal_dropout"
  /// Some customers drop out at once and the others never.
  case dividedDropout = "divided_dropout"
  /// All customers order at one rate.
  case equalRates = "equal_rates"
  /// A few customers order and the others never will.
  case dividedRates = "divided_rates"
  /// All orders of a customer have the same value.
  case equalOrderValues = "equal_order_values"
  /// All customers spend alike.
  case equalSpenders = "equal_spenders"
  /// The spread of spend among customers has no finite mean.
  case unboundedSpend = "unbounded_spend"
  /// A parameter can move far without changing the likelihood.
  case flatLikelihood = "flat_likelihood"
}
