public import Dense

/// The index of each row's nearest centroid by Euclidean distance; of equally near ones the first.
///
/// - Parameters:
///   - x: points, one a row, finite.
///   - centroids: at least one, with the points' columns.
///   - threads: workers to use; the result does not depend on it.
/// - Returns: one index a row, which depends on that row and the centroids alone.
public func assignments(of x: Matrix, to centroids: Matrix, threads: Int = 1) -> [Int] {
  nearestCentroids(of: x, among: centroids, threads: threads).assignments.map(Int.init)
}

/// Euclidean distances from each row to each centroid: `x.rows × centroids.rows`.
///
/// - Parameters:
///   - x: points, one a row.
///   - centroids: with the points' columns.
///   - threads: workers to use; the result does not depend on it.
/// - Returns: one row a point, one column a centroid.
public func distances(from x: Matrix, to centroids: Matrix, threads: Int = 1) -> Matrix {
  precondition(x.columns == centroids.columns, "\(x.columns) and \(centroids.columns) columns")
  let chunks = Chunks(rows: x.rows)
  let blocks = parallelMap(count: chunks.count, threads: threads) { chunk in
    chunks[chunk].flatMap { row in
      (0..<centroids.rows).map { squaredDistance(x, row, centroids, $0).squareRoot() }
    }
  }
  return Matrix(rows: x.rows, columns: centroids.rows, storage: blocks.flatMap(\.self))
}

/// Each row's nearest centroid, and the sum of squared distances to them.
///
/// The matrix product only screens: what it leaves in doubt, and every distance that is summed, is
/// computed from the differences themselves. So neither depends on where a row stands in a block.
func nearestCentroids(
  of x: Matrix, among centroids: Matrix, threads: Int
) -> (assignments: [Int32], inertia: Double) {
  precondition(centroids.rows > 0 && centroids.columns == x.columns)
  let products = CentroidProducts(centroids)
  let chunks = Chunks(rows: x.rows)
  let parts = parallelMap(count: chunks.count, threads: threads) { chunk in
    var nearest: [Int32] = []
    nearest.reserveCapacity(chunks[chunk].count)
    var sum = 0.0
    products.forEachBlock(of: x, in: chunks[chunk]) { block in
      for row in 0..<block.rows.count {
        let (index, squared) = block.exactNearest(row, of: x, among: centroids)
        nearest.append(Int32(index))
        sum += squared
      }
    }
    return (nearest, sum)
  }
  return (parts.flatMap(\.0), parts.reduce(0) { $0 + $1.1 })
}

extension ScoredBlock {
  fileprivate func exactNearest(
    _ row: Int, of x: Matrix, among centroids: Matrix
  ) -> (index: Int, squaredDistance: Double) {
    var (best, squared) = (0, Double.infinity)
    for centroid in 0..<centroids.rows
    where score(row, centroid) <= least[row] + doubt[row] {
      let candidate = squaredDistance(x, rows.lowerBound + row, centroids, centroid)
      if candidate < squared { (best, squared) = (centroid, candidate) }
    }
    return (best, squared)
  }
}

/// ‖xᵢ − cⱼ‖² from the differences.
func squaredDistance(_ x: Matrix, _ row: Int, _ centroids: Matrix, _ centroid: Int) -> Double {
  let (first, second) = (row * x.columns, centroid * x.columns)
  var sum = 0.0
  for column in 0..<x.columns {
    let difference = x.storage[first + column] - centroids.storage[second + column]
    sum += difference * difference
  }
  return sum
}

/// ‖xᵢ − p‖² from the differences.
func squaredDistance(_ x: Matrix, _ row: Int, _ point: [Double]) -> Double {
  let start = row * x.columns
  var sum = 0.0
  for column in 0..<x.columns {
    let difference = x.storage[start + column] - point[column]
    sum += difference * difference
  }
  return sum
}

/// The mean of each column; chunks of rows are summed in order.
func columnMeans(of x: Matrix, threads: Int) -> [Double] {
  let chunks = Chunks(rows: x.rows)
  let sums = parallelMap(count: chunks.count, threads: threads) { chunk in
    var sums = [Double](repeating: 0, count: x.columns)
    for row in chunks[chunk] {
      for column in 0..<x.columns { sums[column] += x.storage[row * x.columns + column] }
    }
    return sums
  }
  var means = [Double](repeating: 0, count: x.columns)
  for sum in sums {
    for column in means.indices { means[column] += sum[column] }
  }
  return means.map { $0 / Double(x.rows) }
}
