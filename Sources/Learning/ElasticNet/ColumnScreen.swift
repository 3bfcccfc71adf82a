internal import Dense

/// What the columns of a design look like before it is fitted: means, and which of them are constant,
/// repeat others, or separate the responses.
struct ColumnScreen: Sendable {
  /// Weighted means.
  let means: [Double]
  /// Weighted standard deviations; 0 for constant columns.
  let deviations: [Double]
  let diagnoses: [ColumnDiagnosis]
  /// Columns that are not constant.
  let varying: [Int]
  /// Columns none of which is a combination of those before it.
  let independent: [Int]

  /// Whether no mean is large beside its column's spread.
  let areMeansSmall: Bool

  init<Loss: PointwiseLoss>(_ data: RegressionData, loss: Loss.Type) {
    let ranges: ColumnRanges
    let moments: ColumnMoments
    switch data.x {
    case .matrix(let x):
      ranges = ColumnRanges(x, data, loss: loss)
      moments = ColumnMoments(x, data)
    case .made(let source):
      let sums = MadeColumnSums(source, data, loss: loss)
      ranges = ColumnRanges(sums)
      moments = ColumnMoments(
        sums: sums.sums, squares: sums.squares, totalWeight: data.totalWeight)
    }
    let varying = (0..<data.x.columns).filter { !ranges.isConstant($0) }
    let design = CentredDesign(
      data.x, columns: varying, means: varying.map { moments.means[$0] })
    areMeansSmall = varying.allSatisfy(moments.isMeanSmall)
    let dependencies: Dependencies
    if areMeansSmall, let quick = dependenciesBySample(data, design, moments) {
      (dependencies, deviations) = (quick, moments.deviations)
    } else {
      let gramian = weightedGramian(data, design, blockStride: 1)
      dependencies = Dependencies(gramian: gramian, columns: varying)
      var deviations = [Double](repeating: 0, count: data.x.columns)
      for (k, column) in varying.enumerated() {
        deviations[column] = (gramian[k + 1, k + 1] / data.totalWeight).squareRoot()
      }
      self.deviations = deviations
    }
    self.varying = varying
    independent = dependencies.independent
    means = moments.means
    diagnoses =
      (0..<data.x.columns).filter(ranges.isConstant).map { .constant(column: $0) }
      + dependencies.diagnoses
      + varying.filter(ranges.separates).map { .separating(columns: [$0]) }
  }
}

/// Finds by a sample of many rows which columns depend on others; nil where the sample cannot tell.
///
/// What is left of a column beside the others, as a sum of squares over all rows, is at least what is
/// left of it over some: where that is far from nothing, no dependence holds on all rows. A dependence
/// among the sample's rows gives coefficients, and what they leave of the column on all rows bounds what
/// is left of it from above.
private func dependenciesBySample(
  _ data: RegressionData, _ design: CentredDesign, _ moments: ColumnMoments
) -> Dependencies? {
  guard data.x.rows >= 65_536 else { return nil }
  let gramian = weightedGramian(data, design, blockStride: 16)
  let dependencies = Dependencies(gramian: gramian, columns: design.columns)
  func wholeSum(_ column: Int) -> Double {
    moments.deviations[column] * moments.deviations[column] * data.totalWeight
  }
  let areIndependent = design.columns.indices.allSatisfy { k in
    guard let remainder = dependencies.remainders[k] else { return true }
    let left = remainder * gramian[k + 1, k + 1]
    return left > 1e3 * Dependencies.tolerance * wholeSum(design.columns[k])
  }
  guard areIndependent else { return nil }
  let left = squaresLeft(by: dependencies.combinations, data, moments.means)
  // Written so that a sum that is no number is none to go by.
  let areDependent = zip(dependencies.combinations, left).allSatisfy { combination, left in
    left <= 0.5 * Dependencies.tolerance * wholeSum(combination.column)
  }
  return areDependent ? dependencies : nil
}

/// Weighted sums of squares over all rows of what combinations leave of their columns.
private func squaresLeft(
  by combinations: [Dependencies.Combination], _ data: RegressionData, _ means: [Double]
) -> [Double] {
  guard !combinations.isEmpty else { return [] }
  var factors = Matrix(rows: combinations.count, columns: data.x.columns)
  for (index, combination) in combinations.enumerated() {
    factors[index, combination.column] = -1
    for term in combination.terms { factors[index, term.column] = term.coefficient }
  }
  let offsets = combinations.indices.map { dot(factors.row($0), means) }
  let chunks = rowChunks(data.x.rows)
  let parts = data.workers.map(chunks.count) { [factors] chunk in
    switch data.x {
    case .matrix(let x): squaresOfProducts(of: factors, x, chunks[chunk], data.weights, offsets)
    case .made(let source):
      squaresOfProducts(of: factors, source, chunks[chunk], data.weights, offsets)
    }
  }
  return parts.reduce(into: [Double](repeating: 0, count: offsets.count)) {
    add($1, times: 1, to: &$0)
  }
}

/// Weighted sums of squares of products of rows with factors, each less its offset.
private func squaresOfProducts(
  of factors: Matrix, _ x: Matrix, _ rows: Range<Int>, _ weights: [Double], _ offsets: [Double]
) -> [Double] {
  var sums = [Double](repeating: 0, count: offsets.count)
  var products = [Double](repeating: 0, count: RowBlocks.length * offsets.count)
  RowBlocks.forEach(of: rows) { rows in
    x.multiply(rows: rows, byTransposed: factors, into: &products)
    for (index, row) in rows.enumerated() {
      for k in offsets.indices {
        let left = products[index * offsets.count + k] - offsets[k]
        sums[k] += weights[row] * left * left
      }
    }
  }
  return sums
}

private func squaresOfProducts(
  of factors: Matrix, _ source: any ColumnSource, _ rows: Range<Int>, _ weights: [Double],
  _ offsets: [Double]
) -> [Double] {
  var sums = [Double](repeating: 0, count: offsets.count)
  source.forEachTile(of: rows, columns: Array(0..<source.columns)) { rows, tile in
    var products = [Double](repeating: 0, count: offsets.count * tile.columns)
    factors.addProduct(by: tile, to: &products)
    for k in offsets.indices {
      for (index, row) in rows.enumerated() {
        let left = products[k * tile.columns + index] - offsets[k]
        sums[k] += weights[row] * left * left
      }
    }
  }
  return sums
}

/// Weighted means and deviations of columns, by one pass over the rows.
private struct ColumnMoments {
  let means: [Double]
  /// To half their digits at least where means are small.
  let deviations: [Double]

  init(_ x: Matrix, _ data: RegressionData) {
    let chunks = rowChunks(x.rows)
    let parts = data.workers.map(chunks.count) { chunk in
      sumsAndSquares(x, chunks[chunk], weights: data.weights)
    }
    var sums = [Double](repeating: 0, count: x.columns)
    var squares = sums
    for part in parts {
      add(part.sums, times: 1, to: &sums)
      add(part.squares, times: 1, to: &squares)
    }
    self.init(sums: sums, squares: squares, totalWeight: data.totalWeight)
  }

  init(sums: [Double], squares: [Double], totalWeight: Double) {
    means = sums.map { $0 / totalWeight }
    deviations = zip(squares, means).map { square, mean in
      max(0, square / totalWeight - mean * mean).squareRoot()
    }
  }

  func isMeanSmall(_ column: Int) -> Bool { abs(means[column]) <= 4 * deviations[column] }
}

private func sumsAndSquares(_ x: Matrix, _ rows: Range<Int>, weights: [Double])
  -> (sums: [Double], squares: [Double])
{
  let columns = x.columns
  var sums = [Double](repeating: 0, count: columns)
  var squares = sums
  let elements = x.storage.span
  let weights = weights.span
  var sumSpan = sums.mutableSpan
  var squareSpan = squares.mutableSpan
  for row in rows {
    let values = elements.extracting(row * columns..<(row + 1) * columns)
    let weight = weights[row]
    for k in 0..<columns {
      let weighted = weight * values[k]
      sumSpan[k] += weighted
      squareSpan[k] += weighted * values[k]
    }
  }
  return (sums, squares)
}

/// XᵀWX of a design, over one block of rows in `blockStride`.
private func weightedGramian(_ data: RegressionData, _ design: CentredDesign, blockStride: Int)
  -> Matrix
{
  let chunks = rowChunks(data.x.rows)
  let parts = data.workers.map(chunks.count) { chunk in
    var sum = Matrix(rows: design.width, columns: design.width)
    var block = design.blocks.emptyBlock()
    RowBlocks.forEach(of: chunks[chunk], stride: blockStride) { rows in
      design.blocks.addGramian(
        rows, scaledBy: data.weights[rows].map { $0.squareRoot() }, using: &block, to: &sum)
    }
    return sum
  }
  return parts.reduce(into: Matrix(rows: design.width, columns: design.width)) { $0.add($1) }
}
