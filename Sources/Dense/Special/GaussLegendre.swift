internal import RealModule

/// Gauss and Legendre's rule: ∫f over [0, 1] ≈ Σ weight · f(node), exact for polynomials of degree
/// below twice the number of nodes.
public struct GaussLegendre: Sendable {
  /// Nodes in (0, 1), ascending.
  public let nodes: [Double]
  /// One weight a node; their sum is 1.
  public let weights: [Double]

  /// The rule of sixteen nodes, enough for full precision on panels over which the integrand changes
  /// by some powers of e.
  public static let sixteen = GaussLegendre(count: 16)
  /// Twice as many, for integrands that rise in steps.
  public static let thirtyTwo = GaussLegendre(count: 32)

  /// Finds the roots of the Legendre polynomial by Newton's method (Golub's table to the last bits).
  public init(count: Int) {
    precondition(count > 0)
    var nodes: [Double] = []
    var weights: [Double] = []
    for index in 0..<count {
      var x = -Double.cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
      var derivative = 0.0
      for _ in 0..<8 {
        let value = legendre(count, x)
        derivative = Double(count) * (x * value.last - value.previous) / (x * x - 1)
        x -= value.last / derivative
      }
      nodes.append(0.5 * (1 + x))
      weights.append(1 / ((1 - x * x) * derivative * derivative))
    }
    self.nodes = nodes
    self.weights = weights
  }
}

/// The Legendre polynomials of a degree and of the one below.
private func legendre(_ degree: Int, _ x: Double) -> (last: Double, previous: Double) {
  var (last, previous) = (x, 1.0)
  for n in 1..<max(1, degree) {
    let n = Double(n)
    (last, previous) = (((2 * n + 1) * x * last - n * previous) / (n + 1), last)
  }
  return degree == 0 ? (1, 0) : (last, previous)
}
