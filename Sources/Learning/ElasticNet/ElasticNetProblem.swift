internal import Dense

/// The columns that take part in an elastic net, and where its path starts.
struct ElasticNetProblem {
  /// Weighted means of all columns of the data.
  let means: [Double]
  /// Constant columns, and those without a penalty that depend on each other.
  let diagnoses: [ColumnDiagnosis]
  private let x: Matrix
  private let data: RegressionData
  private let factors: [Double]
  /// Columns without a penalty, none of which depends on the others, then those with one.
  private let columns: [Int]
  /// The intercept, about the means, and the coefficients of the columns without a penalty where all
  /// others are 0.
  private let start: [Double]

  /// - Parameters:
  ///   - x: columns of the rows.
  ///   - data: rows with both labels.
  ///   - factors: what the strength is multiplied by, one a column.
  /// - Throws: `FitError.separatedWithoutPenalty`.
  init(_ x: Matrix, _ data: RegressionData, factors: [Double]) throws(FitError) {
    self.x = x
    self.data = data
    self.factors = factors
    means = weightedMeans(x, data)
    let ranges = ColumnRanges(x, data, loss: LogisticLoss.self)
    let constant = (0..<x.columns).filter(ranges.isConstant)
    let varying = (0..<x.columns).filter { !ranges.isConstant($0) }
    let free = varying.filter { factors[$0] == 0 }
    let fit = try fitWithoutPenalty(x, data, columns: free)
    let independent = free.enumerated().filter { !fit.dependent.contains($0.offset) }
    columns = independent.map(\.element) + varying.filter { factors[$0] > 0 }
    let coefficients = independent.map { fit.predictor.coefficients[$0.offset] }
    var intercept = fit.predictor.intercept
    for (column, coefficient) in zip(columns, coefficients) {
      intercept += means[column] * coefficient
    }
    start = [intercept] + coefficients
    diagnoses = constant.map { .constant(column: $0) } + fit.diagnoses
  }

  func solver(
    l1Share: Double, tolerance: Double, maximumIterations: Int
  ) -> ElasticNetSolver {
    ElasticNetSolver(
      TiledLogisticLoss(x, data, columns: columns, means: means),
      factors: [0] + columns.map { factors[$0] }, start: start, l1Share: l1Share,
      tolerance: tolerance, maximumIterations: maximumIterations)
  }
}

private struct UnpenalizedFit {
  let predictor: LinearPredictor
  /// Which of its columns depend on others.
  let dependent: Set<Int>
  /// These in words of the columns of the data.
  let diagnoses: [ColumnDiagnosis]
}

private func fitWithoutPenalty(_ x: Matrix, _ data: RegressionData, columns: [Int]) throws(FitError)
  -> UnpenalizedFit
{
  let part = try RegressionData(
    x: .matrix(x.selecting(columns)), response: data.response, responseName: "labels",
    weights: data.weights, groups: nil, workers: data.workers)
  let fit = RegressionFit(
    part, loss: LogisticLoss.self, intercept: logOdds(data.meanResponse),
    settings: RegressionSettings())
  var dependent: Set<Int> = []
  var diagnoses: [ColumnDiagnosis] = []
  for diagnosis in fit.diagnoses {
    switch diagnosis {
    case .separating(let separating):
      throw .separatedWithoutPenalty(columns: separating.map { columns[$0] })
    case .duplicate(let column, let other):
      dependent.insert(column)
      diagnoses.append(.duplicate(column: columns[column], of: columns[other]))
    case .collinear(let column, let others):
      dependent.insert(column)
      diagnoses.append(.collinear(column: columns[column], with: others.map { columns[$0] }))
    case .constant(let column):
      dependent.insert(column)
      diagnoses.append(.constant(column: columns[column]))
    }
  }
  return UnpenalizedFit(predictor: fit.predictor, dependent: dependent, diagnoses: diagnoses)
}

private func weightedMeans(_ x: Matrix, _ data: RegressionData) -> [Double] {
  let chunks = rowChunks(x.rows)
  let parts = data.workers.map(chunks.count) { chunk in
    var sums = [Double](repeating: 0, count: x.columns)
    x.addTransposedProduct(
      rows: chunks[chunk], by: Array(data.weights[chunks[chunk]]), to: &sums)
    return sums
  }
  var sums = [Double](repeating: 0, count: x.columns)
  for part in parts { add(part, times: 1, to: &sums) }
  return sums.map { $0 / data.totalWeight }
}

extension Matrix {
  /// A copy of some columns.
  fileprivate func selecting(_ columns: [Int]) -> Matrix {
    var part = Matrix(rows: rows, columns: columns.count)
    for row in 0..<rows {
      for (k, column) in columns.enumerated() { part[row, k] = self[row, column] }
    }
    return part
  }
}
