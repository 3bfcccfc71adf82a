internal import Dense

extension KMeans {
  /// Lloyd's iterations: rows to their nearest centroids, centroids to the means of their rows.
  func lloyd(
    _ x: Matrix, from seeds: Matrix, requested: Int, tolerance: Double,
    progress: Progress = .untold
  ) -> FittedKMeans {
    precondition(maximumIterations > 0, "\(maximumIterations) iterations")
    var centroids = seeds
    var assigned = rowChunks(x.rows).all.map(AssignedRows.init)
    var moves: CentroidMoves?
    var inertias: [Double] = []
    var hasConverged = false
    while !hasConverged, inertias.count < maximumIterations {
      var step = LloydStep(x, centroids: centroids, assigned, since: moves, workers: workers)
      let relocated = step.fillEmptyClusters(x)
      let next = step.means
      let shift = zip(next.storage, centroids.storage).reduce(0) { sum, pair in
        sum + (pair.0 - pair.1) * (pair.0 - pair.1)
      }
      hasConverged = moves != nil && step.changed == 0 && !relocated || shift <= tolerance
      inertias.append(step.inertia)
      progress.reach(iteration: inertias.count)
      assigned = step.assigned
      moves = CentroidMoves(from: centroids, to: next)
      centroids = next
    }
    let last = LloydStep(x, centroids: centroids, assigned, since: moves, workers: workers)
    return last.fitted(requested: requested, inertias: inertias, hasConverged: hasConverged)
  }
}

/// Rows assigned to centroids, and the sums of which the next centroids are made.
private struct LloydStep {
  private let centroids: Matrix
  private(set) var assigned: [AssignedRows] = []
  /// Rows that have another centroid than before.
  private(set) var changed = 0
  private(set) var inertia = 0.0
  private var sums: Matrix
  private var counts: [Int]

  init(
    _ x: Matrix, centroids: Matrix, _ assigned: [AssignedRows], since moves: CentroidMoves?,
    workers: Workers
  ) {
    self.centroids = centroids
    sums = Matrix(rows: centroids.rows, columns: centroids.columns)
    counts = [Int](repeating: 0, count: centroids.rows)
    let search = NearestSearch(centroids)
    let parts = workers.map(assigned.count) { index in
      PartialStep(x, assigned[index], by: search, since: moves)
    }
    for part in parts {
      inertia += part.inertia
      changed += part.changed
      sums.add(part.sums)
      for cluster in counts.indices { counts[cluster] += part.counts[cluster] }
    }
    self.assigned = parts.map(\.assigned)
  }

  /// The result at these centroids, without those that ended empty: they stand where another does,
  /// since each distinct point has one already.
  func fitted(requested: Int, inertias: [Double], hasConverged: Bool) -> FittedKMeans {
    let held = counts.indices.filter { counts[$0] > 0 }
    var newIndex = [Int](repeating: 0, count: counts.count)
    for (new, old) in held.enumerated() { newIndex[old] = new }
    return FittedKMeans(
      centroids: Matrix(
        rows: held.count, columns: centroids.columns,
        storage: held.flatMap { centroids.row($0) }),
      assignments: assigned.flatMap { $0.nearest.map { newIndex[Int($0)] } }, inertia: inertia,
      inertiaByIteration: inertias, hasConverged: hasConverged,
      requestedClusterCount: requested)
  }

  /// Gives each empty cluster the row farthest from its centroid, of equally far ones the first, as
  /// scikit-learn does; rows that sit on their centroid, or on one so given, stay.
  ///
  /// - Returns: whether a cluster was filled.
  mutating func fillEmptyClusters(_ x: Matrix) -> Bool {
    let empty = counts.indices.filter { counts[$0] == 0 }
    if empty.isEmpty { return false }
    let nearest = assigned.flatMap(\.nearest).map(Int.init)
    let squared = (0..<x.rows).map { squaredDistance(x, $0, centroids, nearest[$0]) }
    let farthest = squared.indices.filter { squared[$0] > 0 }
      .sorted { (squared[$1], $0) < (squared[$0], $1) }
    var taken: [[Double]] = []
    for row in farthest {
      if taken.count == empty.count { break }
      let point = x.row(row)
      if !taken.contains(point) {
        give(point, from: nearest[row], to: empty[taken.count])
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
  var assigned: AssignedRows
  var changed = 0
  var inertia = 0.0
  var sums: Matrix
  var counts: [Int]

  init(_ x: Matrix, _ before: AssignedRows, by search: NearestSearch, since moves: CentroidMoves?) {
    var assigned = before
    var inertia = 0.0
    var sums = Matrix(rows: search.centroids.rows, columns: x.columns)
    var counts = [Int](repeating: 0, count: sums.rows)
    changed = assigned.assign(x, by: search, since: moves) { rows, clusters, squared in
      addRows(x, rows, clusters: clusters, to: &sums)
      for cluster in clusters { counts[Int(cluster)] += 1 }
      for index in 0..<rows.count { inertia += squared[index] }
    }
    self.assigned = assigned
    self.inertia = inertia
    self.sums = sums
    self.counts = counts
  }
}
