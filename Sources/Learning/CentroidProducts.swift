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

  init(_ centroids: Matrix) {
    let shift = columnMeans(of: centroids, threads: 1)
    var moved = centroids
    for index in moved.storage.indices { moved.storage[index] -= shift[index % moved.columns] }
    self.shift = shift
    squaredNorms = (0..<moved.rows).map { row in moved.row(row).reduce(0) { $0 + $1 * $1 } }
    for index in moved.storage.indices { moved.storage[index] *= -2 }
    factors = moved
  }

  /// Gives the rows' scores, block after block in order.
  func forEachBlock(of x: Matrix, in rows: Range<Int>, _ body: (ScoredBlock) -> Void) {
    var points = Matrix(rows: ScoredBlock.capacity, columns: x.columns)
    var block = ScoredBlock(centroidNorms: squaredNorms)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: ScoredBlock.capacity) {
      let end = min(start + ScoredBlock.capacity, rows.upperBound)
      move(x, start..<end, into: &points)
      block.score(points, holding: start..<end, factors: factors)
      body(block)
    }
  }

  private func move(_ x: Matrix, _ rows: Range<Int>, into points: inout Matrix) {
    // Spans are taken once: an array asks at each write whether it is its memory's only owner.
    let columns = x.columns
    let source = x.storage.span.extracting(
      rows.lowerBound * columns..<rows.upperBound * columns)
    let shift = shift.span
    var target = points.storage.mutableSpan
    for row in 0..<rows.count {
      for column in 0..<columns {
        target[row * columns + column] = source[row * columns + column] - shift[column]
      }
    }
  }
}

/// Scores of a block of rows for every centroid, and the least of each row.
struct ScoredBlock {
  /// Rows in a full block: their scores stay in the cache.
  static let capacity = 256

  /// The rows of the data that the block holds, from its own row 0 on.
  private(set) var rows = 0..<0
  /// ‖x‖² of each row, relative to the centroids' mean.
  private(set) var squaredNorms = [Double](repeating: 0, count: capacity)
  /// The difference of two of a row's scores below which rounding may have decided.
  private(set) var doubt = [Double](repeating: 0, count: capacity)
  /// The centroid of each row's least score; of those in doubt about the least, an early one.
  private(set) var nearest = [Int](repeating: 0, count: capacity)
  /// The score of `nearest`.
  private(set) var least = [Double](repeating: 0, count: capacity)

  private let centroidNorms: [Double]
  private let largestNorm: Double
  /// −2x·c, centroid after centroid, so that one comparison takes many rows.
  private var products: [Double]

  init(centroidNorms: [Double]) {
    self.centroidNorms = centroidNorms
    largestNorm = centroidNorms.max() ?? 0
    products = [Double](repeating: 0, count: centroidNorms.count * Self.capacity)
  }

  /// ‖x − c‖² − ‖x‖².
  func score(_ row: Int, _ centroid: Int) -> Double {
    products[centroid * Self.capacity + row] + centroidNorms[centroid]
  }

  /// Σ min(‖x − c‖², a given value) over the block's rows.
  ///
  /// - Parameters:
  ///   - centroid: the index of c.
  ///   - values: one for each row from `first` on.
  ///   - first: the row of the data that has the first value.
  /// - Returns: the sum, in order of row.
  func sumOfLesser(_ centroid: Int, _ values: [Double], from first: Int) -> Double {
    let count = rows.count
    let start = centroid * Self.capacity
    let products = products.span.extracting(start..<start + count)
    let values = values.span.extracting(rows.lowerBound - first..<rows.upperBound - first)
    let norms = squaredNorms.span
    let norm = centroidNorms[centroid]
    var sum = 0.0
    for row in 0..<count {
      let squared = max(0, products[row] + norm + norms[row])
      sum += squared < values[row] ? squared : values[row]
    }
    return sum
  }

  /// Scores moved points; what a partial block holds beyond its rows is scored and means nothing.
  mutating func score(_ points: Matrix, holding rows: Range<Int>, factors: Matrix) {
    self.rows = rows
    factors.multiply(rows: 0..<factors.rows, byTransposed: points, into: &products)
    let errorScale = 8 * Double(points.columns + 4) * .ulpOfOne
    let elements = points.storage.span
    for row in 0..<Self.capacity {
      var norm = 0.0
      for index in row * points.columns..<(row + 1) * points.columns {
        norm += elements[index] * elements[index]
      }
      squaredNorms[row] = norm
      doubt[row] = errorScale * (norm + largestNorm)
      least[row] = .infinity
      nearest[row] = 0
    }
    for centroid in centroidNorms.indices {
      keepNearer(
        products, norm: centroidNorms[centroid], centroid, doubt: doubt, least: &least,
        nearest: &nearest)
    }
  }
}

/// Takes a centroid for each row that it is nearer to than the one before, beyond doubt: of equally
/// near centroids the first keeps the row, whatever the rounding.
private func keepNearer(
  _ products: [Double], norm: Double, _ centroid: Int, doubt: [Double], least: inout [Double],
  nearest: inout [Int]
) {
  let count = ScoredBlock.capacity
  let products = products.span.extracting(centroid * count..<(centroid + 1) * count)
  let doubt = doubt.span
  var least = least.mutableSpan
  var nearest = nearest.mutableSpan
  precondition(doubt.count == count && least.count == count && nearest.count == count)
  for row in 0..<count {
    let score = products[row] + norm
    let isNearer = score < least[row] - doubt[row]
    least[row] = isNearer ? score : least[row]
    nearest[row] = isNearer ? centroid : nearest[row]
  }
}
