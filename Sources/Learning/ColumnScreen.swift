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

  init<Loss: PointwiseLoss>(_ data: RegressionData, loss: Loss.Type) {
    let ranges = ColumnRanges(data, loss: loss)
    let means = weightedMeans(data)
    varying = (0..<data.x.columns).filter { !ranges.isConstant($0) }
    let gramian = weightedGramian(data, columns: varying, means: varying.map { means[$0] })
    var deviations = [Double](repeating: 0, count: data.x.columns)
    for (k, column) in varying.enumerated() {
      deviations[column] = (gramian[k + 1, k + 1] / data.totalWeight).squareRoot()
    }
    let dependencies = Dependencies(gramian: gramian, columns: varying)
    independent = dependencies.independent
    self.means = means
    self.deviations = deviations
    diagnoses =
      (0..<data.x.columns).filter(ranges.isConstant).map { .constant(column: $0) }
      + dependencies.diagnoses
      + varying.filter(ranges.separates).map { .separating(columns: [$0]) }
  }
}

private func weightedMeans(_ data: RegressionData) -> [Double] {
  let chunks = rowChunks(data.x.rows)
  let parts = parallelMap(count: chunks.count, threads: data.threads) { chunk in
    var sums = [Double](repeating: 0, count: data.x.columns)
    data.x.addTransposedProduct(
      rows: chunks[chunk], by: Array(data.weights[chunks[chunk]]), to: &sums)
    return sums
  }
  var means = [Double](repeating: 0, count: data.x.columns)
  for part in parts { add(part, times: 1 / data.totalWeight, to: &means) }
  return means
}

/// XᵀWX of the centred columns and the intercept.
private func weightedGramian(_ data: RegressionData, columns: [Int], means: [Double]) -> Matrix {
  let design = CentredDesign(x: data.x, columns: columns, means: means)
  let chunks = rowChunks(data.x.rows)
  let parts = parallelMap(count: chunks.count, threads: data.threads) { chunk in
    var sum = Matrix(rows: design.width, columns: design.width)
    var block = design.emptyBlock()
    design.forEachBlock(of: chunks[chunk]) { rows in
      design.fill(&block, with: rows)
      block.scaleRows(rows.count, by: data.weights[rows].map { $0.squareRoot() })
      sum.addGramian(of: block.storage, rows: rows.count)
    }
    return sum
  }
  return parts.reduce(into: Matrix(rows: design.width, columns: design.width)) { $0.add($1) }
}
