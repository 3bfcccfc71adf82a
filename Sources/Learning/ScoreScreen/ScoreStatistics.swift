internal import Dense

/// The score statistics of columns that a fit may lack, given those that have been taken.
struct ScoreStatistics {
  /// U of each column, and V, both without what the design and the columns taken explain.
  private var score: [Double]
  private var variance: [Double]
  /// V before any column was taken.
  private let scale: [Double]
  /// XᵀWc of each column, one a row, and its (XᵀWX + nλI)⁻¹XᵀWc.
  private let crossProducts: Matrix
  private let solutions: Matrix
  /// By column cᵀWc′ with each column c′, less what the design explains.
  private var products: [Int: [Double]] = [:]
  /// Products of the columns taken, each without what those before it explain, and its own variance.
  private var swept: [(row: [Double], own: Double)] = []

  /// Nil where the design's own products cannot be factored.
  ///
  /// - Parameters:
  ///   - sums: over all rows.
  ///   - ridge: nλ.
  init?(_ sums: ScoreSums, ridge: Double) {
    var known = sums.information
    // A trace of a ridge for the intercept too, where columns are combinations of each other.
    let trace = 1e-9 * known[0, 0]
    for column in 0..<known.rows {
      known[column, column] += column == 0 ? trace : max(ridge, trace)
    }
    guard let factor = try? Cholesky(known) else { return nil }
    crossProducts = sums.crossProducts
    solutions = factor.solve(rowsOf: sums.crossProducts)
    score = sums.score
    variance = sums.squares.indices.map { [crossProducts, solutions] in
      sums.squares[$0] - dot(crossProducts.row($0), solutions.row($0))
    }
    scale = variance
  }

  /// U²/V of a column; 0 where what is left of it beside the others is rounding.
  subscript(column: Int) -> Double {
    variance[column] > 1e-6 * scale[column]
      ? score[column] * score[column] / variance[column] : 0
  }

  /// The column of the largest statistic, of equal ones the first.
  var best: Int? { score.indices.max { self[$0] < self[$1] } }

  func hasProducts(of column: Int) -> Bool { products[column] != nil }

  /// Columns of the largest statistics whose products are not there yet, at most so many, the best first.
  func mostTelling(_ count: Int) -> [Int] {
    let statistics = score.indices.map { self[$0] }
    let ordered = score.indices.filter { products[$0] == nil && statistics[$0] > 0 }
      .sorted { (statistics[$1], $0) < (statistics[$0], $1) }
    return Array(ordered.prefix(count))
  }

  /// Takes in products of some columns with all columns, one a row.
  mutating func add(_ rows: Matrix, of columns: [Int]) {
    var explained = [Double](repeating: 0, count: score.count)
    for (index, column) in columns.enumerated() {
      solutions.multiply(
        rows: 0..<solutions.rows, by: crossProducts.row(column), into: &explained)
      products[column] = zip(rows.row(index), explained).map { $0 - $1 }
    }
  }

  /// Takes a column out of the others; its products are there.
  mutating func sweep(_ column: Int) {
    guard var row = products.removeValue(forKey: column) else {
      preconditionFailure("column \(column) is swept without its products")
    }
    for earlier in swept {
      Dense.add(earlier.row, times: -earlier.row[column] / earlier.own, to: &row)
    }
    let (own, value) = (row[column], score[column])
    for other in score.indices {
      let factor = row[other] / own
      score[other] -= factor * value
      variance[other] -= factor * row[other]
    }
    (score[column], variance[column]) = (0, 0)
    swept.append((row, own))
  }
}

/// Sums over rows that score statistics are made of.
struct ScoreSums: Sendable {
  /// XᵀWX of an intercept and the design: its upper triangle.
  var information: Matrix
  /// cᵀWX of each further column, one a row.
  var crossProducts: Matrix
  /// cᵀWc of each.
  var squares: [Double]
  /// cᵀ(y − p) of each.
  var score: [Double]

  init(width: Int, further: Int) {
    information = Matrix(rows: width, columns: width)
    crossProducts = Matrix(rows: further, columns: width)
    squares = [Double](repeating: 0, count: further)
    score = squares
  }

  mutating func add(_ other: ScoreSums) {
    information.add(other.information)
    crossProducts.add(other.crossProducts)
    Dense.add(other.squares, times: 1, to: &squares)
    Dense.add(other.score, times: 1, to: &score)
  }
}
