public import Dense

/// Centroids fitted by k-means, and how the fit went.
public struct FittedKMeans: Sendable, Equatable {
  /// One centroid a row.
  public let centroids: Matrix
  /// The cluster of each fitted row: the row's nearest centroid, of equally near ones the first.
  public let assignments: [Int]
  /// Sum of squared Euclidean distances from each row to its centroid.
  public let inertia: Double
  /// The inertia at the start of each iteration, which never rises but for rounding.
  public let inertiaByIteration: [Double]
  /// Whether the fit ended before its iterations ran out.
  public let hasConverged: Bool
  /// Clusters asked for; more than `clusterCount` where fewer points are distinct.
  public let requestedClusterCount: Int

  public var clusterCount: Int { centroids.rows }
  public var iterations: Int { inertiaByIteration.count }

  /// Number of fitted rows in each cluster.
  public var clusterSizes: [Int] {
    assignments.reduce(into: [Int](repeating: 0, count: clusterCount)) { $0[$1] += 1 }
  }

  /// The same clusters in another order.
  ///
  /// - Parameter order: the present index of each cluster in its new place; every index once.
  /// - Returns: the same fit; cluster `order[i]` is now cluster i.
  public func reordered(by order: [Int]) -> FittedKMeans {
    var newIndex = [Int?](repeating: nil, count: clusterCount)
    for (new, old) in order.enumerated() { newIndex[old] = new }
    let places = newIndex.compactMap(\.self)
    precondition(
      order.count == clusterCount && places.count == clusterCount,
      "an order of \(clusterCount) clusters names each once")
    return FittedKMeans(
      centroids: Matrix(
        rows: clusterCount, columns: centroids.columns,
        storage: order.flatMap { centroids.row($0) }),
      assignments: assignments.map { places[$0] }, inertia: inertia,
      inertiaByIteration: inertiaByIteration, hasConverged: hasConverged,
      requestedClusterCount: requestedClusterCount)
  }

  /// The cluster of each row of other points; of those fitted, `assignments`.
  public func assignments(for x: Matrix, workers: Workers = .one) -> [Int] {
    Learning.assignments(of: x, to: centroids, workers: workers)
  }

  /// Euclidean distances from each row to each centroid.
  public func distances(for x: Matrix, workers: Workers = .one) -> Matrix {
    Learning.distances(from: x, to: centroids, workers: workers)
  }
}
