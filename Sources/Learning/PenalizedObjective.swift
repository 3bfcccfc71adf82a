package import Dense

/// Σwℓ(y, η)/Σw + (λ/2)‖β‖², its gradient and Hessian in (γ₀, β) of a centred design.
///
/// Sums run over blocks of rows within chunks of rows; chunks run in parallel, and are added in
/// order.
package struct PenalizedObjective<Loss: PointwiseLoss>: Sendable {
  package let design: CentredDesign
  let response: [Double]
  let weights: [Double]
  let totalWeight: Double
  let l2Strength: Double
  let threads: Int

  package init(
    design: CentredDesign, response: [Double], weights: [Double], l2Strength: Double, threads: Int
  ) {
    precondition(response.count == design.x.rows && weights.count == design.x.rows)
    self.design = design
    self.response = response
    self.weights = weights
    self.l2Strength = l2Strength
    self.threads = threads
    totalWeight = weights.reduce(0, +)
  }

  /// The objective and its gradient, with the Hessian's upper triangle if `curvature` is asked for.
  package func evaluate(at point: [Double], curvature: Bool) -> ObjectiveValue {
    let chunks = rowChunks(design.x.rows)
    let parts = parallelMap(count: chunks.count, threads: threads) {
      partialSums(rows: chunks[$0], at: point, curvature: curvature)
    }
    var sum = parts.reduce(into: ObjectiveValue(width: design.width, curvature: curvature)) {
      $0.add($1)
    }
    sum.divide(by: totalWeight)
    addPenalty(at: point, to: &sum)
    return sum
  }

  private func addPenalty(at point: [Double], to sum: inout ObjectiveValue) {
    guard l2Strength > 0 else { return }
    for k in 1..<design.width {
      sum.value += l2Strength / 2 * point[k] * point[k]
      sum.gradient[k] += l2Strength * point[k]
      sum.hessian?[k, k] += l2Strength
    }
  }

  private func partialSums(rows: Range<Int>, at point: [Double], curvature: Bool)
    -> ObjectiveValue
  {
    var sum = ObjectiveValue(width: design.width, curvature: curvature)
    var block = design.emptyBlock()
    var predictor = [Double](repeating: 0, count: CentredDesign.blockRows)
    var slope = predictor
    var rootCurvature = predictor
    design.forEachBlock(of: rows) { rows in
      design.fill(&block, with: rows)
      block.multiply(rows: 0..<rows.count, by: point, into: &predictor)
      sum.value += differentiate(
        rows: rows, predictor: predictor, slope: &slope, rootCurvature: &rootCurvature)
      block.addTransposedProduct(rows: 0..<rows.count, by: slope, to: &sum.gradient)
      if curvature {
        block.scaleRows(rows.count, by: rootCurvature)
        sum.hessian?.addGramian(of: block.storage, rows: rows.count)
      }
    }
    return sum
  }

  /// Weighted slopes and roots of curvatures of a block from its predictors; returns its loss.
  private func differentiate(
    rows: Range<Int>, predictor: [Double], slope: inout [Double], rootCurvature: inout [Double]
  ) -> Double {
    let (response, weights) = (response.span, weights.span)
    var loss = 0.0
    for (index, row) in rows.enumerated() {
      let weight = weights[row]
      guard weight > 0 else {
        // An unused row must not turn an overflow into 0 · ∞.
        slope[index] = 0
        rootCurvature[index] = 0
        continue
      }
      let terms = Loss.terms(response: response[row], predictor: predictor[index])
      loss += weight * terms.value
      slope[index] = weight * terms.slope
      rootCurvature[index] = (weight * terms.curvature).squareRoot()
    }
    return loss
  }
}

/// An objective's value and derivatives at a point.
package struct ObjectiveValue: Sendable {
  package var value = 0.0
  package var gradient: [Double]
  /// Upper triangle; nil where it was not asked for.
  package var hessian: Matrix?

  init(width: Int, curvature: Bool) {
    gradient = [Double](repeating: 0, count: width)
    hessian = curvature ? Matrix(rows: width, columns: width) : nil
  }

  /// Largest magnitude in the gradient.
  var gradientNorm: Double { gradient.reduce(0) { max($0, abs($1)) } }

  var isFinite: Bool { value.isFinite && gradient.allSatisfy(\.isFinite) }

  mutating func add(_ other: ObjectiveValue) {
    value += other.value
    Dense.add(other.gradient, times: 1, to: &gradient)
    if let part = other.hessian { hessian?.add(part) }
  }

  mutating func divide(by total: Double) {
    value /= total
    for k in gradient.indices { gradient[k] /= total }
    hessian?.divide(by: total)
  }
}

extension Matrix {
  mutating func add(_ other: Matrix) {
    precondition(rows == other.rows && columns == other.columns)
    Dense.add(other.storage, times: 1, to: &storage)
  }

  mutating func divide(by divisor: Double) {
    for index in storage.indices { storage[index] /= divisor }
  }
}
