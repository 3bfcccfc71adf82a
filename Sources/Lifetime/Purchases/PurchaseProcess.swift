/// A process of purchases with known parameters, and its predictions for single customers.
///
/// Times ahead are at least 0 and counted from the end of the customer's tenure, in the unit of the
/// summaries that the model was fitted to. A new customer is `PurchaseSummary.new`.
public protocol PurchaseProcess: Sendable, Codable, Equatable {
  /// The time scale on which expected orders of a new customer level off, in the unit of the data.
  var timeScale: Double { get }
  /// Whether expected orders rise in steps, as after an order of a regular buyer.
  var hasSteps: Bool { get }
  /// The probability that the customer has not dropped out by some time ahead; 0 is now.
  func probabilityAlive(_ customer: PurchaseSummary, after time: Double) -> Double
  /// The expected number of orders up to each of some times ahead.
  ///
  /// What depends on the customer alone is computed once for all times.
  /// - Returns: one number a time, at least 0; not conditional on the customer being alive.
  func expectedOrders(_ customer: PurchaseSummary, within times: [Double]) -> [Double]
  /// The probabilities of 0, 1, … `count` orders in a window ahead: `count` + 1 numbers.
  func orderCountProbabilities(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>, upTo count: Int
  ) -> [Double]
  /// The probability of at least one order in a window ahead.
  func probabilityOfOrder(_ customer: PurchaseSummary, in window: ClosedRange<Double>) -> Double
  /// The log-likelihood of one customer's history, as a density over the data's unit of time.
  func logLikelihood(_ customer: PurchaseSummary) -> Double
}

extension PurchaseProcess {
  public var hasSteps: Bool { false }
}
