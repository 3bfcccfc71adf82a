public import Dense

/// The index of each row's nearest centroid by Euclidean distance; of equally near ones the first.
///
/// - Parameters:
///   - x: points, one a row, finite.
///   - centroids: at least one, with the points' columns.
///   - workers: how many threads it may take; the result does not depend on it.
/// - Returns: one index a row, which depends on that row and the centroids alone.
public func assignments(of x: Matrix, to centroids: Matrix, workers: Workers = .one) -> [Int] {
  precondition(centroids.rows > 0 && centroids.columns == x.columns)
  let search = NearestSearch(centroids)
  let chunks = rowChunks(x.rows)
  let parts = workers.map(chunks.count) { chunk in
    var rows = AssignedRows(chunks[chunk])
    rows.assign(x, by: search)
    return rows.nearest
  }
  return parts.flatMap { $0.map(Int.init) }
}

/// Euclidean distances from each row to each centroid: `x.rows × centroids.rows`.
///
/// - Parameters:
///   - x: points, one a row.
///   - centroids: with the points' columns.
///   - workers: how many threads it may take; the result does not depend on it.
/// - Returns: one row a point, one column a centroid.
public func distances(from x: Matrix, to centroids: Matrix, workers: Workers = .one) -> Matrix {
  precondition(x.columns == centroids.columns, "\(x.columns) and \(centroids.columns) columns")
  let chunks = Chunks(rows: x.rows)
  let blocks = workers.map(chunks.count) { chunk in
    chunks[chunk].flatMap { row in
      (0..<centroids.rows).map { squaredDistance(x, row, centroids, $0).squareRoot() }
    }
  }
  return Matrix(rows: x.rows, columns: centroids.rows, storage: blocks.flatMap(\.self))
}

/// Finds the centroid nearest to each row by `squaredDistance`, of equally near ones the first.
///
/// The matrix product only screens: what it leaves in doubt is settled from the differences
/// themselves. So the answer does not depend on where a row stands in a block.
struct NearestSearch: Sendable {
  let centroids: Matrix
  private let products: CentroidProducts

  init(_ centroids: Matrix) {
    self.centroids = centroids
    products = CentroidProducts(centroids)
  }

  func emptyBlock() -> ScoredBlock { products.emptyBlock() }

  /// Gives each row's nearest centroid, and a distance that every other centroid is beyond.
  ///
  /// - Parameters:
  ///   - rows: rows of the data, any number of them.
  ///   - x: the data.
  ///   - block: scratch from `emptyBlock()`.
  ///   - body: called with the row, the centroid, and the distance, in order of `rows`.
  func forEach(
    _ rows: ArraySlice<Int>, of x: Matrix, using block: inout ScoredBlock,
    _ body: (_ row: Int, _ nearest: Int, _ boundOnOthers: Double) -> Void
  ) {
    var left = rows
    while !left.isEmpty {
      let part = left.prefix(ScoredBlock.capacity)
      products.score(part, of: x, in: &block)
      for (index, row) in part.enumerated() {
        let (least, doubt) = (block.least[index], block.doubt[index])
        let isSettled = block.second[index] > least + doubt
        // In doubt another centroid may be as near as the least score says, less the doubt.
        let squared =
          (isSettled ? block.second[index] : least) + block.squaredNorms[index] - doubt
        let nearest =
          isSettled ? Int(block.nearest[index]) : exactNearest(index, row, of: x, in: block)
        body(row, nearest, squared > 0 && doubt.isFinite ? squared.squareRoot() : 0)
      }
      left = left.dropFirst(ScoredBlock.capacity)
    }
  }

  private func exactNearest(_ index: Int, _ row: Int, of x: Matrix, in block: ScoredBlock)
    -> Int
  {
    let limit = block.least[index] + block.doubt[index]
    var (best, squared) = (0, Double.infinity)
    // Where squares overflow every centroid is looked at: the comparison is false for them.
    for centroid in 0..<centroids.rows
    where !(products.score(index, centroid, in: block) > limit) {
      let candidate = squaredDistance(x, row, centroids, centroid)
      if candidate < squared { (best, squared) = (centroid, candidate) }
    }
    return best
  }
}

/// ‖xᵢ − cⱼ‖² from the differences.
func squaredDistance(_ x: Matrix, _ row: Int, _ centroids: Matrix, _ centroid: Int) -> Double {
  let columns = x.columns
  return squaredDistance(
    x.storage.span, at: row * columns, centroids.storage.span, at: centroid * columns,
    count: columns)
}

/// The mean of each column; chunks of rows are summed in order.
func columnMeans(of x: Matrix, workers: Workers) -> [Double] {
  let chunks = rowChunks(x.rows)
  let columns = x.columns
  let sums = workers.map(chunks.count) { chunk in
    var sums = Matrix(rows: 1, columns: columns)
    addRows(x, chunks[chunk], clusters: nil, to: &sums)
    return sums.storage
  }
  var means = [Double](repeating: 0, count: columns)
  for sum in sums {
    for column in means.indices { means[column] += sum[column] }
  }
  return means.map { $0 / Double(x.rows) }
}
