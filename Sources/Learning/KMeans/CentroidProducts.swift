internal import Dense

/// Compares the distances of many rows to a few centroids by one matrix product a block of rows.
///
/// ‖x − c‖² = ‖x‖² − 2x·c + ‖c‖², of which ‖x‖² is the same for all c and left out: a score. Points
/// and centroids are first moved by the centroids' mean, or data far from the origin would lose
/// their digits in the difference.
struct CentroidProducts: Sendable {
  private let shift: [Double]
  /// −2(c − shift).
  private let factors: Matrix
  private let squaredNorms: [Double]
  private let largestNorm: Double

  init(_ centroids: Matrix) {
    let shift = columnMeans(of: centroids, workers: 1)
    var moved = centroids
    for index in moved.storage.indices { moved.storage[index] -= shift[index % moved.columns] }
    self.shift = shift
    squaredNorms = (0..<moved.rows).map { row in moved.row(row).reduce(0) { $0 + $1 * $1 } }
    largestNorm = squaredNorms.max() ?? 0
    for index in moved.storage.indices { moved.storage[index] *= -2 }
    factors = moved
  }

  func emptyBlock() -> ScoredBlock {
    ScoredBlock(columns: factors.columns, centroids: factors.rows)
  }

  /// Scores rows of the data, at most `ScoredBlock.capacity` of them.
  func score(_ rows: ArraySlice<Int>, of x: Matrix, in block: inout ScoredBlock) {
    precondition(rows.count <= ScoredBlock.capacity && x.columns == factors.columns)
    // Whole vectors: what is scored beyond the rows means nothing and is not looked at.
    block.stride = (rows.count + 3) / 4 * 4
    moveRows(rows, of: x, by: shift, into: &block.points, norms: &block.squaredNorms)
    let errorScale = 8 * Double(x.columns + 4) * .ulpOfOne
    for index in 0..<rows.count {
      // Where squares overflow or underflow everything is in doubt.
      let size = block.squaredNorms[index] + largestNorm
      block.doubt[index] = size < 1e300 ? errorScale * size + 0x1p-960 : .infinity
    }
    factors.multiply(
      rows: 0..<factors.rows, byTransposed: block.points, leading: block.stride,
      into: &block.products)
    leastScores(
      products: block.products, stride: block.stride, norms: squaredNorms, least: &block.least,
      second: &block.second, nearest: &block.nearest)
  }

  /// ‖x − c‖² − ‖x‖² of a row of a block.
  @inline(__always)
  func score(_ row: Int, _ centroid: Int, in block: borrowing ScoredBlock) -> Double {
    block.products[centroid * block.stride + row] + squaredNorms[centroid]
  }
}

/// Scores of a block of rows for every centroid, and the least two of each row.
struct ScoredBlock {
  /// Rows in a full block, whose scores stay in the cache.
  ///
  /// Not a power of two, or the scores of one row would compete for a few places there.
  static let capacity = 248

  /// The rows, less the centroids' mean.
  fileprivate var points: Matrix
  /// −2x·c, centroid after centroid, so that one comparison takes many rows.
  fileprivate var products: [Double]
  /// Rows that each centroid has products of.
  fileprivate var stride = 0
  /// ‖x‖² of each row, relative to the centroids' mean.
  fileprivate(set) var squaredNorms = [Double](repeating: 0, count: capacity)
  /// Twice as much as rounding can change the difference of two of a row's scores, or more.
  fileprivate(set) var doubt = [Double](repeating: 0, count: capacity)
  /// The first centroid of each row's least score.
  fileprivate(set) var nearest = [Int64](repeating: 0, count: capacity)
  /// The score of `nearest`.
  fileprivate(set) var least = [Double](repeating: 0, count: capacity)
  /// The least score of the other centroids.
  fileprivate(set) var second = [Double](repeating: 0, count: capacity)

  fileprivate init(columns: Int, centroids: Int) {
    points = Matrix(rows: Self.capacity, columns: columns)
    products = [Double](repeating: 0, count: centroids * Self.capacity)
  }
}

/// Writes rows less a shift one after the other, and the sums of their squares.
private func moveRows(
  _ rows: ArraySlice<Int>, of x: Matrix, by shift: [Double], into points: inout Matrix,
  norms: inout [Double]
) {
  let source = x.storage.span
  let shift = shift.span
  let columns = x.columns
  var index = 0
  var target = points.storage.mutableSpan
  for row in rows {
    norms[index] = moveRow(
      source, at: row * columns, by: shift, to: &target, at: index * columns)
    index += 1
  }
}
