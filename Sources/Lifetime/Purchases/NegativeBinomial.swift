internal import Dense
internal import RealModule

/// The number of events of a Poisson process in a time t whose rate is gamma(R, α) distributed:
/// P(l) = (R)ₗ/l! · zˡ · (1 + y)⁻ᴿ with y = t/α, z = y/(1 + y).
struct NegativeBinomial {
  /// R, the shape of the rates.
  let shape: Double
  /// y, the time in units of α.
  let growth: Double

  /// log P(0).
  private var logProbabilityOfNone: Double { -shape * Double.log(onePlus: growth) }

  /// The probability of at least one event.
  var probabilityOfSome: Double { -Double.expMinusOne(logProbabilityOfNone) }

  /// The mean of a function of the count, all of whose values are positive or 0 and grow no faster
  /// than the count.
  ///
  /// Terms are positive, so nothing cancels; they are kept in scale because P(0) underflows for
  /// thousands of orders.
  /// - Parameter value: called for 0, 1, 2 … in turn.
  /// - Returns: Σ P(l) · value(l), to 1e-14 relative.
  /// - Complexity: O((R + 40) · (1 + y)).
  @inline(__always)
  func mean(_ value: (Int) -> Double) -> Double {
    if growth == 0 { return value(0) }
    let z = growth / (1 + growth)
    var (weight, sum, logScale) = (1.0, 0.0, logProbabilityOfNone)
    var count = 0
    while true {
      let term = weight * value(count)
      sum += term
      let next = Double(count + 1)
      let ratio = z * (shape + Double(count)) / next
      let bound = ratio * (next + 1) / next
      if bound < 1, weight == 0 || term * bound < 1e-16 * sum * (1 - bound) {
        return sum * Double.exp(logScale)
      }
      weight *= ratio
      if weight > 1e200 {
        weight *= 1e-200
        sum *= 1e-200
        logScale += 200 * Double.log(10)
      }
      count += 1
    }
  }

  /// P(0), P(1), … up to a count, each from its logarithm, so that none is lost to underflow before it.
  func probabilities(upTo count: Int) -> [Double] {
    if growth == 0 { return [1] + [Double](repeating: 0, count: count) }
    let logShare = Double.log(growth) - Double.log(onePlus: growth)
    var logarithm = logProbabilityOfNone
    var probabilities = [Double.exp(logarithm)]
    for l in 0..<count {
      logarithm += logShare + Double.log((shape + Double(l)) / Double(l + 1))
      probabilities.append(Double.exp(logarithm))
    }
    return probabilities
  }
}
