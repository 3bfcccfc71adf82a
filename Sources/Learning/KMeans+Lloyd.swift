internal import Dense

extension KMeans {
  /// Lloyd's iterations: rows to their nearest centroids, centroids to the means of their rows.
  func lloyd(
    _ x: Matrix, from seeds: Matrix, requested: Int, tolerance: Double
  ) -> FittedKMeans {
    precondition(maximumIterations > 0, "\(maximumIterations) iterations")
    var centroids = seeds
    var assignments = [Int32](repeating: -1, count: x.rows)
    var inertias: [Double] = []
    var hasConverged = false
    while !hasConverged, inertias.count < maximumIterations {
      var step = LloydStep(x, centroids: centroids, previous: assignments, threads: threads)
      let relocated = step.fillEmptyClusters(x, threads: threads)
      let next = step.means
      let shift = zip(next.storage, centroids.storage).reduce(0) { sum, pair in
        sum + (pair.0 - pair.1) * (pair.0 - pair.1)
      }
      hasConverged = step.isUnchanged && !relocated || shift <= tolerance
      inertias.append(step.inertia)
      assignments = step.assignments
      centroids = next
    }
    return fitted(
      to: x, centroids, requested: requested, inertias: inertias, hasConverged: hasConverged)
  }

  /// The result at the final centroids, without those that ended empty: they stand where another
  /// does, since each distinct point has one already.
  private func fitted(
    to x: Matrix, _ centroids: Matrix, requested: Int, inertias: [Double], hasConverged: Bool
  ) -> FittedKMeans {
    let nearest = nearestCentroids(of: x, among: centroids, threads: threads)
    let held = Set(nearest.assignments).sorted()
    var newIndex = [Int](repeating: 0, count: centroids.rows)
    for (new, old) in held.enumerated() { newIndex[Int(old)] = new }
    return FittedKMeans(
      centroids: Matrix(
        rows: held.count, columns: centroids.columns,
        storage: held.flatMap { centroids.row(Int($0)) }),
      assignments: nearest.assignments.map { newIndex[Int($0)] }, inertia: nearest.inertia,
      inertiaByIteration: inertias, hasConverged: hasConverged,
      requestedClusterCount: requested)
  }
}

/// Rows assigned to centroids, and the sums of which the next centroids are made.
private struct LloydStep {
  private let centroids: Matrix
  private(set) var assignments: [Int32] = []
  private(set) var isUnchanged = true
  private(set) var inertia = 0.0
  private var sums: Matrix
  private var counts: [Int]

  init(_ x: Matrix, centroids: Matrix, previous: [Int32], threads: Int) {
    self.centroids = centroids
    sums = Matrix(rows: centroids.rows, columns: centroids.columns)
    counts = [Int](repeating: 0, count: centroids.rows)
    let products = CentroidProducts(centroids)
    let chunks = Chunks(rows: x.rows)
    let parts = parallelMap(count: chunks.count, threads: threads) { index in
      PartialStep(x, chunks[index], products: products, clusters: centroids.rows)
    }
    assignments.reserveCapacity(x.rows)
    for part in parts {
      inertia += part.inertia
      for index in sums.storage.indices { sums.storage[index] += part.sums[index] }
      for cluster in counts.indices { counts[cluster] += part.counts[cluster] }
      assignments += part.assignments
    }
    isUnchanged = assignments == previous
  }

  /// Gives each empty cluster the row farthest from its centroid, of equally far ones the first, as
  /// scikit-learn does; rows that sit on their centroid, or on one so given, stay.
  ///
  /// - Returns: whether a cluster was filled.
  mutating func fillEmptyClusters(_ x: Matrix, threads: Int) -> Bool {
    let empty = counts.indices.filter { counts[$0] == 0 }
    if empty.isEmpty { return false }
    let squared = (0..<x.rows).map { squaredDistance(x, $0, centroids, Int(assignments[$0])) }
    let farthest = squared.indices.filter { squared[$0] > 0 }
      .sorted { (squared[$1], $0) < (squared[$0], $1) }
    var taken: [[Double]] = []
    for row in farthest {
      if taken.count == empty.count { break }
      let point = x.row(row)
      if !taken.contains(point) {
        give(point, from: Int(assignments[row]), to: empty[taken.count])
        taken.append(point)
      }
    }
    return !taken.isEmpty
  }

  private mutating func give(_ point: [Double], from old: Int, to new: Int) {
    counts[old] -= 1
    counts[new] = 1
    for (column, value) in point.enumerated() {
      sums[old, column] -= value
      sums[new, column] = value
    }
  }

  /// The mean of each cluster's rows; an empty cluster keeps its centroid.
  var means: Matrix {
    var means = centroids
    for cluster in counts.indices where counts[cluster] > 0 {
      for column in 0..<means.columns {
        means[cluster, column] = sums[cluster, column] / Double(counts[cluster])
      }
    }
    return means
  }
}

/// The step of one chunk of rows.
private struct PartialStep: Sendable {
  var assignments: [Int32] = []
  var inertia = 0.0
  var sums: [Double]
  var counts: [Int]

  init(_ x: Matrix, _ rows: Range<Int>, products: CentroidProducts, clusters: Int) {
    let columns = x.columns
    var assignments: [Int32] = []
    assignments.reserveCapacity(rows.count)
    var inertia = 0.0
    var sums = [Double](repeating: 0, count: clusters * columns)
    var counts = [Int](repeating: 0, count: clusters)
    products.forEachBlock(of: x, in: rows) { block in
      for (offset, row) in block.rows.enumerated() {
        let cluster = block.nearest[offset]
        assignments.append(Int32(cluster))
        inertia += max(0, block.squaredNorms[offset] + block.least[offset])
        counts[cluster] += 1
        for column in 0..<columns {
          sums[cluster * columns + column] += x.storage[row * columns + column]
        }
      }
    }
    self.assignments = assignments
    self.inertia = inertia
    self.sums = sums
    self.counts = counts
  }
}
