/// A process of purchases with known parameters, and what it foretells of a customer.
///
/// Times ahead are counted from the end of the customer's tenure, in the unit of the data. A new
/// customer is `PurchaseSummary.new`.
package protocol PurchaseProcess: Sendable, Codable, Equatable {
  /// The time over which forecasts for a new customer bend.
  var timeScale: Double { get }
  /// The probability that the customer is not lost, now or some time ahead.
  func probabilityAlive(_ customer: PurchaseSummary, after time: Double) -> Double
  /// The number of orders expected up to each of some times ahead.
  ///
  /// What depends on the customer alone is computed once for all times.
  func expectedOrders(_ customer: PurchaseSummary, within times: [Double]) -> [Double]
  /// The probabilities of 0, 1, … `count` orders in a window ahead.
  func orderCountProbabilities(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>, upTo count: Int
  ) -> [Double]
  /// The probability of at least one order in a window ahead.
  func probabilityOfOrder(_ customer: PurchaseSummary, in window: ClosedRange<Double>) -> Double
  /// The log-likelihood of one customer's history.
  func logLikelihood(_ customer: PurchaseSummary) -> Double
}
