internal import RealModule

/// Gauss and Jacobi's rule: the mean of f over a beta(a, b) distribution ≈ Σ weight · f(node), exact for
/// polynomials of degree below twice the number of nodes.
///
/// Source: Golub & Welsch (1969), "Calculation of Gauss Quadrature Rules"; nodes are the eigenvalues of the
/// matrix of the three-term recurrence, found by bisection on Sturm's count.
public struct GaussJacobi: Sendable {
  /// Nodes in (0, 1), ascending.
  public let nodes: [Double]
  /// The logarithm of one weight a node; the weights' sum is 1.
  public let logWeights: [Double]

  /// - Parameters:
  ///   - count: of nodes, above 0.
  ///   - a: the first parameter of the distribution, above 0: the mean is a ÷ (a + b).
  ///   - b: the second, above 0.
  /// - Complexity: O(count²), some fifty times.
  public init(count: Int, a: Double, b: Double) {
    precondition(count > 0 && a > 0 && b > 0, "\(count) nodes of (\(a), \(b))")
    let recurrence = JacobiRecurrence(count: count, a: a, b: b)
    nodes = (0..<count).map(recurrence.root)
    logWeights = nodes.map(recurrence.logWeight)
  }
}

/// The recurrence of the polynomials that are orthonormal for a beta distribution:
/// √B(k + 1) · p(k + 1) = (s − A(k)) · p(k) − √B(k) · p(k − 1).
private struct JacobiRecurrence {
  /// A(0) …, and B(1) …: the diagonal, and the squares beside it.
  private var diagonal: [Double] = []
  private var squares: [Double] = []

  init(count: Int, a: Double, b: Double) {
    let sum = a + b
    for index in 0..<count {
      let k = Double(index)
      diagonal.append(
        k == 0
          ? a / sum
          : (1 + (a - b) * (sum - 2) / ((2 * k + sum - 2) * (2 * k + sum))) / 2)
      guard index > 0 else { continue }
      squares.append(
        k == 1
          ? a * b / (sum * sum * (sum + 1))
          : k * (k + a - 1) * (k + b - 1) * (k + sum - 2)
            / ((2 * k + sum - 2) * (2 * k + sum - 2) * (2 * k + sum - 1) * (2 * k + sum - 3)))
    }
  }

  /// How many roots lie below a place: the signs of Sturm's sequence.
  private func count(below s: Double) -> Int {
    var (found, pivot) = (0, 1.0)
    for index in diagonal.indices {
      let beside = index == 0 ? 0 : squares[index - 1] / pivot
      pivot = diagonal[index] - s - beside
      if pivot == 0 { pivot = 1e-300 }
      if pivot < 0 { found += 1 }
    }
    return found
  }

  /// The root of the highest polynomial at a place among all, ascending.
  func root(_ place: Int) -> Double {
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if count(below: middle) > place { high = middle } else { low = middle }
    }
  }

  /// −log Σ p(k)², kept in scale as polynomials of high degree grow beyond all numbers.
  func logWeight(_ s: Double) -> Double {
    var (before, now, sum, logScale) = (0.0, 1.0, 1.0, 0.0)
    for index in squares.indices {
      let last = index == 0 ? 0 : squares[index - 1].squareRoot()
      let next = ((s - diagonal[index]) * now - last * before) / squares[index].squareRoot()
      (before, now) = (now, next)
      sum += now * now
      if sum > 1e200 {
        before *= 1e-100
        now *= 1e-100
        sum *= 1e-200
        logScale += 200 * Double.log(10)
      }
    }
    return -(Double.log(sum) + logScale)
  }
}
