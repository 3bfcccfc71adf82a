internal import Dense

/// Standard errors of an intercept and coefficients.
///
/// A coefficient that is fixed at 0, because its column is constant or dependent, has error 0; the
/// diagnoses name it.
public struct CoefficientErrors: Sendable, Equatable, Codable {
  public var intercept: Double
  public var coefficients: [Double]

  public init(intercept: Double, coefficients: [Double]) {
    self.intercept = intercept
    self.coefficients = coefficients
  }

  /// Roots of the diagonal of a covariance of centred parameters, for the columns as they are:
  /// β₀ = γ₀ − m · β has the variance tᵀVt with t = (1, −m).
  init(covariance: Matrix, design: CentredDesign) {
    coefficients = [Double](repeating: 0, count: design.rows.columns)
    for (k, column) in design.columns.enumerated() {
      coefficients[column] = max(0, covariance[k + 1, k + 1]).squareRoot()
    }
    let t = [1] + design.means.map { -$0 }
    let variance = t.indices.reduce(0) { $0 + t[$1] * dot(covariance.row($1), t) }
    intercept = max(0, variance).squareRoot()
  }
}

extension PenalizedObjective {
  /// Covariance by the inverse of the Hessian H of the summed objective Σwℓ + Σw(λ/2)‖β‖²; nil where
  /// rounding leaves it singular.
  func inverseHessian(_ at: ObjectiveValue) -> Matrix? {
    guard var hessian = at.hessian, hessian.storage.allSatisfy(\.isFinite) else { return nil }
    hessian.divide(by: 1 / totalWeight)
    return (try? Cholesky(hessian))?.inverse()
  }

  /// The sandwich H⁻¹ (Σ s sᵀ) H⁻¹ · G/(G − 1), where s sums the scores w · ℓ′ · x of one of G groups.
  ///
  /// Rows without weight belong to no group. Nil with fewer than two groups.
  /// Source: Liang & Zeger (1986); the small-sample factor is Stata's for maximum likelihood.
  func clusterRobustCovariance(inverseHessian: Matrix, point: [Double], groups: [Int]) -> Matrix? {
    let members = GroupMembers(groups, where: { weights[$0] > 0 })
    guard members.count > 1 else { return nil }
    let slopes = weightedSlopes(at: point)
    let chunks = rowChunks(members.count)
    var meat = Matrix(rows: design.width, columns: design.width)
    inSequence(of: chunks, workers: workers) {
      scoreGramian(of: $0, members: members, slopes: slopes)
    } consume: {
      meat.add($0)
    }
    meat.mirrorUpperTriangle()
    let groupCount = Double(members.count)
    meat.divide(by: (groupCount - 1) / groupCount)
    return inverseHessian.times(meat).times(inverseHessian)
  }

  private func scoreGramian(of groups: Range<Int>, members: GroupMembers, slopes: [Double])
    -> Matrix
  {
    var products = SumProducts(order: design.width, hessianPrecision)
    var scratch = SumScratch(design.blocks)
    RowBlocks.forEach(of: groups) { groups in
      design.blocks.addGramian(
        ofSums: groups.map { members[$0] }, factors: slopes, using: &scratch, to: &products)
    }
    return products.total()
  }

  /// w · ℓ′ of every row.
  private func weightedSlopes(at point: [Double]) -> [Double] {
    if case .matrix(let x) = design.rows {
      let predictors = design.linearPredictor(point).values(for: x, workers: workers)
      var (slopes, roots) = (predictors, predictors)
      _ = differentiate(
        rows: predictors.indices, predictor: predictors, slope: &slopes, rootCurvature: &roots)
      return slopes
    }
    let chunks = rowChunks(design.rows.rows)
    return workers.map(chunks.count) { weightedSlopes(of: chunks[$0], at: point) }.flatMap { $0 }
  }

  private func weightedSlopes(of rows: Range<Int>, at point: [Double]) -> [Double] {
    var block = design.blocks.emptyBlock()
    var predictor = [Double](repeating: 0, count: RowBlocks.length)
    var (slope, root) = (predictor, predictor)
    var slopes: [Double] = []
    slopes.reserveCapacity(rows.count)
    RowBlocks.forEach(of: rows) { rows in
      design.blocks.predict(rows, at: point, using: &block, into: &predictor)
      _ = differentiate(
        rows: rows, predictor: predictor, slope: &slope, rootCurvature: &root)
      slopes += slope[..<rows.count]
    }
    return slopes
  }
}

/// Rows by group: groups by rising number, rows of a group by rising index.
private struct GroupMembers: Sendable {
  private var rows: [Int]
  private var offsets: [Int]

  init(_ groups: [Int], where isUsed: (Int) -> Bool) {
    rows = groups.indices.filter(isUsed)
    rows.sort { (groups[$0], $0) < (groups[$1], $1) }
    offsets = [0]
    for index in rows.indices.dropFirst() where groups[rows[index]] != groups[rows[index - 1]] {
      offsets.append(index)
    }
    if !rows.isEmpty { offsets.append(rows.count) }
  }

  var count: Int { offsets.count - 1 }

  subscript(group: Int) -> ArraySlice<Int> { rows[offsets[group]..<offsets[group + 1]] }
}

extension Matrix {
  /// The product with another matrix.
  fileprivate func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows)
    var transposed = Matrix(rows: other.columns, columns: other.rows)
    for row in 0..<other.rows {
      for column in 0..<other.columns { transposed[column, row] = other[row, column] }
    }
    var product = Matrix(rows: rows, columns: other.columns)
    multiply(rows: 0..<rows, byTransposed: transposed, into: &product.storage)
    return product
  }
}
