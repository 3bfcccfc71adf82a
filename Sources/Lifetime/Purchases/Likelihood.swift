internal import Dense
internal import RealModule

/// A log-likelihood of up to four positive parameters, over data already in the model's scale.
package protocol Likelihood: Sendable {
  /// Parameters used, the first of the four.
  var parameterCount: Int { get }
  /// Customers, counted by weight.
  var customers: Double { get }
  /// The sum over customers with its derivatives by the parameters themselves.
  func evaluated(at parameters: SIMD4<Double>) -> SecondOrder
}

/// The sum of chunks of rows, with the same bits whatever the number of threads.
func summed(
  rows: Int, workers: Workers, _ body: @Sendable (Range<Int>, inout SecondOrder) -> Void
) -> SecondOrder {
  let chunks = Chunks(rows: rows)
  let parts = workers.map(chunks.count) { index in
    var sum = SecondOrder()
    body(chunks[index], &sum)
    return sum
  }
  return parts.reduce(into: SecondOrder()) { $0 += $1 }
}

/// log(1 + eˣ).
@inline(__always)
func softplus(_ x: Double) -> Double {
  x > 0 ? x + Double.log(onePlus: Double.exp(-x)) : Double.log(onePlus: Double.exp(x))
}

/// 1/(1 + e⁻ˣ).
@inline(__always)
func logistic(_ x: Double) -> Double {
  if x > 0 { return 1 / (1 + Double.exp(-x)) }
  let e = Double.exp(x)
  return e / (1 + e)
}
