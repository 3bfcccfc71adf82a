/// Something that the data cannot tell a lifetime model, and what the fit does instead.
package enum Diagnosis: String, Sendable, Codable, CaseIterable {
  /// No customer has a repeat order.
  case noRepeatOrders = "no-repeat-orders"
  /// Nothing looks like a customer lost.
  case noDropout = "no-dropout"
  /// Every customer looks lost as soon as it could be.
  case immediateDropout = "immediate-dropout"
  /// All customers look alike in how likely they drop out.
  case equalDropout = "equal-dropout"
  /// Some customers drop out at once and the others never.
  case dividedDropout = "divided-dropout"
  /// All customers order at one rate.
  case equalRates = "equal-rates"
  /// A few customers order and the others never will.
  case dividedRates = "divided-rates"
  /// All orders of a customer have the same value.
  case equalOrderValues = "equal-order-values"
  /// All customers spend alike.
  case equalSpenders = "equal-spenders"
  /// The spread of spend among customers has no finite mean.
  case unboundedSpend = "unbounded-spend"
  /// A parameter can move far without changing the likelihood.
  case flatLikelihood = "flat-likelihood"
}

extension Diagnosis: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noRepeatOrders:
      """
      No repeat orders to be seen: neither rates nor dropout can be learned. Used instead: a rate of \
      half an order in all the time observed. Wait for repeat orders.
      """
    case .noDropout:
      """
      No dropout to be seen: customers keep ordering at their own pace. Used instead: the NBD model, \
      in which nobody is lost.
      """
    case .immediateDropout:
      "Everyone seems lost at the first chance: no more orders are expected of anyone."
    case .equalDropout:
      "No differences in dropout to be seen. Used instead: one chance to drop out for all customers."
    case .dividedDropout:
      "Customers seem lost at once or never, with nothing between."
    case .equalRates:
      "No differences in how often customers order to be seen. Used instead: one rate for all."
    case .dividedRates:
      "A few customers order and the others seem never to: rates differ without bound."
    case .equalOrderValues:
      """
      The values of a customer's orders do not differ to be seen. Used instead: the customer's own \
      mean.
      """
    case .equalSpenders:
      "No differences in spend among customers to be seen. Used instead: one mean value for all."
    case .unboundedSpend:
      """
      Spend is so unequal that its distribution has no finite mean. Used instead, where a forecast \
      would be infinite: the mean observed.
      """
    case .flatLikelihood:
      """
      The data leave a parameter open: quite different values fit as well. Forecasts may still be \
      sound; single parameters are not.
      """
    }
  }
}
