/// A function's value, gradient and Hessian in up to four variables; unused ones stay 0.
package struct SecondOrder: Sendable {
  package var value = 0.0
  package var gradient = SIMD4<Double>.zero
  /// Column j is ∂gradient/∂θⱼ.
  package var hessian: InlineArray<4, SIMD4<Double>> = .init(repeating: .zero)

  static func += (sum: inout SecondOrder, term: SecondOrder) {
    sum.value += term.value
    sum.gradient += term.gradient
    for j in 0..<4 { sum.hessian[j] += term.hessian[j] }
  }

  /// Adds factor · v·vᵀ to the Hessian.
  @inline(__always)
  mutating func addOuterProduct(_ v: SIMD4<Double>, times factor: Double) {
    let scaled = v * factor
    hessian[0] += scaled * v[0]
    hessian[1] += scaled * v[1]
    hessian[2] += scaled * v[2]
    hessian[3] += scaled * v[3]
  }

  /// Adds to an element off the diagonal, and to its mirror image.
  @inline(__always)
  mutating func addMixed(_ i: Int, _ j: Int, _ term: Double) {
    hessian[j][i] += term
    hessian[i][j] += term
  }

  func scaled(by factor: Double) -> SecondOrder {
    var result = SecondOrder(value: factor * value, gradient: factor * gradient)
    for j in 0..<4 { result.hessian[j] = factor * hessian[j] }
    return result
  }

  /// The same function of log θ instead of θ.
  func inLogarithms(of theta: SIMD4<Double>) -> SecondOrder {
    var result = SecondOrder(value: value, gradient: theta * gradient)
    for j in 0..<4 {
      result.hessian[j] = theta * hessian[j] * theta[j]
      result.hessian[j][j] += theta[j] * gradient[j]
    }
    return result
  }
}
