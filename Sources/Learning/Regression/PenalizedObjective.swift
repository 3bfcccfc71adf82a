package import Dense

/// Σwℓ(y, η)/Σw + (λ/2)‖β − m‖², its gradient and Hessian in (γ₀, β) of a centred design.
///
/// Sums run over blocks of rows within chunks of rows; chunks run in parallel, and are added in
/// order.
package struct PenalizedObjective<Loss: PointwiseLoss>: Sendable {
  package let design: CentredDesign
  let response: [Double]
  let weights: [Double]
  let totalWeight: Double
  let l2Strength: Double
  /// m, one a coefficient; nil for zeros.
  let penaltyMeans: [Double]?
  let workers: Workers
  /// Of the sums that the Hessian is made of; values and gradients are always in double precision.
  let hessianPrecision: HessianPrecision
  /// One block of rows in so many takes part.
  private let blockStride: Int

  package init(
    design: CentredDesign, response: [Double], weights: [Double], l2Strength: Double,
    penaltyMeans: [Double]? = nil, hessianPrecision: HessianPrecision = .double, workers: Workers
  ) {
    self.init(
      design: design, response: response, weights: weights, l2Strength: l2Strength,
      penaltyMeans: penaltyMeans, hessianPrecision: hessianPrecision, workers: workers,
      blockStride: 1)
  }

  private init(
    design: CentredDesign, response: [Double], weights: [Double], l2Strength: Double,
    penaltyMeans: [Double]?, hessianPrecision: HessianPrecision, workers: Workers,
    blockStride: Int
  ) {
    precondition(response.count == design.rows.rows && weights.count == design.rows.rows)
    precondition(penaltyMeans.map { $0.count == design.width - 1 } ?? true)
    self.penaltyMeans = penaltyMeans
    self.design = design
    self.response = response
    self.weights = weights
    self.l2Strength = l2Strength
    self.hessianPrecision = hessianPrecision
    self.workers = workers
    self.blockStride = blockStride
    let span = weights.span
    totalWeight = rowChunks(weights.count).all.reduce(0.0) { total, rows in
      var sum = 0.0
      RowBlocks.forEach(of: rows, stride: blockStride) { rows in
        for row in rows { sum += span[row] }
      }
      return total + sum
    }
  }

  /// The objective of one in four blocks of these rows, spread evenly; nil where so few say too little about
  /// where the minimum is, or have no weight.
  ///
  /// A sample has a sample, so that the way to a minimum is found among few rows and each larger sample takes
  /// a step or two. One of far fewer rows would mislead where some directions are nearly separated.
  var sample: PenalizedObjective? {
    let enough = max(4_096, 50 * design.width)
    let step = 4
    guard design.rows.rows / blockStride / enough >= step else { return nil }
    let sample = PenalizedObjective(
      design: design, response: response, weights: weights, l2Strength: l2Strength,
      penaltyMeans: penaltyMeans, hessianPrecision: hessianPrecision, workers: workers,
      blockStride: step * blockStride)
    return sample.totalWeight > 0 ? sample : nil
  }

  /// The objective and its gradient, with the Hessian's upper triangle if `curvature` is asked for.
  package func evaluate(at point: [Double], curvature: Bool) -> ObjectiveValue {
    let value = evaluate(
      at: point, hessian: curvature ? hessianPrecision : nil)
    // What overflows in single precision need not in double.
    if hessianPrecision == .single, value.isFinite, let hessian = value.hessian,
      !hessian.storage.allSatisfy(\.isFinite)
    {
      return evaluate(at: point, hessian: .double)
    }
    return value
  }

  private func evaluate(at point: [Double], hessian: HessianPrecision?) -> ObjectiveValue {
    var sum = ObjectiveValue(width: design.width, curvature: hessian != nil)
    // Parts are added as they come: of many rows they are whole matrices.
    inSequence(of: rowChunks(design.rows.rows), workers: workers) {
      partialSums(rows: $0, at: point, hessian: hessian)
    } consume: {
      sum.add($0)
    }
    sum.divide(by: totalWeight)
    addPenalty(at: point, to: &sum)
    return sum
  }

  private func addPenalty(at point: [Double], to sum: inout ObjectiveValue) {
    guard l2Strength > 0 else { return }
    for k in 1..<design.width {
      let gap = point[k] - (penaltyMeans?[k - 1] ?? 0)
      sum.value += l2Strength / 2 * gap * gap
      sum.gradient[k] += l2Strength * gap
      sum.hessian?[k, k] += l2Strength
    }
  }

  private func partialSums(
    rows: Range<Int>, at point: [Double], hessian: HessianPrecision?
  ) -> ObjectiveValue {
    var sum = ObjectiveValue(width: design.width, curvature: hessian == .double)
    let blocks = design.blocks
    var block = blocks.emptyBlock()
    var predictor = [Double](repeating: 0, count: RowBlocks.length)
    var slope = predictor
    var rootCurvature = predictor
    var singles = SingleGramian(order: hessian == .single ? design.width : 0)
    var singleBlock = [Float](
      repeating: 0, count: hessian == .single ? RowBlocks.length * design.width : 0)
    RowBlocks.forEach(of: rows, stride: blockStride) { rows in
      blocks.predict(rows, at: point, using: &block, into: &predictor)
      sum.value += differentiate(
        rows: rows, predictor: predictor, slope: &slope, rootCurvature: &rootCurvature)
      blocks.addScores(rows, slope: slope, using: block, to: &sum.gradient)
      switch hessian {
      case .double: addProducts(of: rows, scaledBy: rootCurvature, using: &block, to: &sum)
      case .single:
        blocks.addGramian(
          rows, scaledBy: rootCurvature, using: block, &singleBlock, to: &singles)
      case nil: break
      }
    }
    if hessian == .single { sum.hessian = singles.total() }
    return sum
  }

  private func addProducts(
    of rows: Range<Int>, scaledBy roots: [Double], using block: inout Matrix,
    to sum: inout ObjectiveValue
  ) {
    guard var hessian = sum.hessian.take() else { return }
    design.blocks.addGramian(rows, scaledBy: roots, using: &block, to: &hessian)
    sum.hessian = hessian
  }

  /// Weighted slopes and roots of curvatures of rows from their predictors.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - predictor: at least one for each of them.
  ///   - slope: output, one a row.
  ///   - rootCurvature: output, one a row.
  /// - Returns: the rows' weighted loss.
  func differentiate(
    rows: Range<Int>, predictor: [Double], slope: inout [Double], rootCurvature: inout [Double]
  ) -> Double {
    let (response, weights) = (response.span, weights.span)
    let predictor = predictor.span
    var slopes = slope.mutableSpan
    var roots = rootCurvature.mutableSpan
    var losses = SIMD4<Double>.zero
    for index in stride(from: 0, to: rows.count, by: 4) {
      let row = rows.lowerBound + index
      let lanes = min(4, rows.count - index)
      let weight = weights.lanes(from: row, count: lanes)
      var terms = Loss.terms(
        response: response.lanes(from: row, count: lanes),
        predictor: predictor.lanes(from: index, count: lanes))
      // An unused row must not turn an overflow into 0 · ∞.
      let isUnused = weight .== 0
      terms.value = (weight * terms.value).replacing(with: 0, where: isUnused)
      terms.slope = (weight * terms.slope).replacing(with: 0, where: isUnused)
      terms.curvature = (weight * terms.curvature).replacing(with: 0, where: isUnused)
      losses += terms.value
      let root = terms.curvature.squareRoot()
      for lane in 0..<lanes {
        slopes[index + lane] = terms.slope[lane]
        roots[index + lane] = root[lane]
      }
    }
    return (losses[0] + losses[1]) + (losses[2] + losses[3])
  }
}

extension Span<Double> {
  /// Four elements, or fewer and then zeros.
  @inline(__always)
  fileprivate func lanes(from start: Int, count: Int) -> SIMD4<Double> {
    if count == 4 { return SIMD4(self[start], self[start + 1], self[start + 2], self[start + 3]) }
    var lanes = SIMD4<Double>.zero
    for lane in 0..<count { lanes[lane] = self[start + lane] }
    return lanes
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
