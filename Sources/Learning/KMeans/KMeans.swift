public import Dense

/// What keeps points from being clustered.
public enum ClusteringError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no row.
  case noRows
  /// A value is infinite or not a number.
  case notFinite(row: Int, column: Int, value: Double)

  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.noRows, .noRows): true
    // Bits, since not-a-number does not equal itself.
    case (.notFinite(let i, let j, let x), .notFinite(let k, let l, let y)):
      i == k && j == l && x.bitPattern == y.bitPattern
    default: false
    }
  }

  public var description: String {
    switch self {
    case .noRows:
      "k-means: found no rows, expected at least one. Widen the population to cluster."
    case .notFinite(let row, let column, let value):
      "k-means: row \(row), column \(column): found \(value), expected a finite number. "
        + "Impute missing values before clustering."
    }
  }
}

/// K-means by Lloyd's iterations from greedy k-means++ seeds, best of several restarts.
///
/// Sources: Lloyd (1982); Arthur & Vassilvitskii (2007) for the seeding, in its greedy form: each
/// seed is the best of 2 + ⌊ln k⌋ candidates, as in scikit-learn.
public struct KMeans: Sendable {
  /// Clusters asked for; there are fewer where the rows hold fewer distinct points.
  public var clusterCount: Int
  /// Fits from independent seeds, of which the one of least inertia is kept.
  public var restarts = 10
  /// Iterations of each fit.
  public var maximumIterations = 300
  /// A fit ends where the centroids' squared moves sum to at most this times the mean variance of
  /// a column; with 0 only where no row changes its cluster.
  public var relativeTolerance = 1e-4
  /// Of the seeds; the same gives the same bits.
  public var seed: UInt64
  /// Workers to use; the result does not depend on it.
  public var workers: Workers = 1

  public init(clusterCount: Int, seed: UInt64) {
    self.clusterCount = clusterCount
    self.seed = seed
  }

  /// The fit of least inertia over all restarts; of equal ones the first.
  public func fitted(to x: Matrix) throws(ClusteringError) -> FittedKMeans {
    try fitted(to: x, progress: .untold)
  }

  /// The same, which tells of each restart, its seeding and its iterations.
  package func fitted(
    to x: Matrix, progress: Progress
  ) throws(ClusteringError) -> FittedKMeans {
    precondition(clusterCount > 0 && restarts > 0, "\(clusterCount) clusters, \(restarts) fits")
    try check(x)
    let tolerance = absoluteTolerance(for: x)
    var best: FittedKMeans?
    for restart in 0..<restarts {
      let (seeding, moving) = progress.part(restart, of: restarts).split(at: 0.3)
      var random = RandomSource(seed: seed, stream: UInt64(restart))
      let seeds = greedySeeds(
        in: x, count: clusterCount, workers: workers, progress: seeding, using: &random)
      let fit = lloyd(
        x, from: seeds, requested: clusterCount, tolerance: tolerance, progress: moving)
      if fit.inertia < best?.inertia ?? .infinity { best = fit }
      // Every distinct point has a centroid of its own.
      if fit.inertia == 0 { break }
    }
    progress.end()
    guard let best else { preconditionFailure("an inertia beyond the largest number") }
    return best
  }

  /// The fit that starts from given centroids; `clusterCount`, `restarts` and `seed` play no part.
  ///
  /// - Parameters:
  ///   - x: points, one a row.
  ///   - centroids: at least one, with the points' columns.
  /// - Returns: fewer clusters than centroids where some of these end without points of their own.
  /// - Throws: `ClusteringError` where there are no points, or values that are not finite.
  public func fitted(
    to x: Matrix, startingFrom centroids: Matrix
  ) throws(ClusteringError) -> FittedKMeans {
    precondition(
      centroids.rows > 0 && centroids.columns == x.columns,
      "\(centroids.rows) centroids of \(centroids.columns) columns for \(x.columns)")
    try check(x)
    try check(centroids)
    return lloyd(
      x, from: centroids, requested: centroids.rows, tolerance: absoluteTolerance(for: x))
  }

  private func check(_ points: Matrix) throws(ClusteringError) {
    guard points.rows > 0 else { throw .noRows }
    let chunks = rowChunks(points.rows)
    let columns = points.columns
    let faults = workers.map(chunks.count) { chunk in
      let rows = chunks[chunk]
      return firstNotFinite(
        points.storage.span, rows.lowerBound * columns..<rows.upperBound * columns)
    }
    guard let index = faults.lazy.compactMap(\.self).first else { return }
    throw .notFinite(row: index / columns, column: index % columns, value: points.storage[index])
  }

  /// `relativeTolerance` times the mean of the columns' variances.
  private func absoluteTolerance(for x: Matrix) -> Double {
    guard relativeTolerance > 0, x.columns > 0 else { return 0 }
    let mean = columnMeans(of: x, workers: workers)
    let columns = x.columns
    let chunks = rowChunks(x.rows)
    let sums = workers.map(chunks.count) { chunk in
      chunks[chunk].reduce(0.0) {
        $0
          + squaredDistance(x.storage.span, at: $1 * columns, mean.span, at: 0, count: columns)
      }
    }
    return relativeTolerance * sums.reduce(0, +) / Double(x.rows) / Double(x.columns)
  }
}

private func firstNotFinite(_ elements: Span<Double>, _ range: Range<Int>) -> Int? {
  range.first { !elements[$0].isFinite }
}
