public import Dense

/// The directions in which points vary most: eigenvectors of their covariance (Pearson 1901).
///
/// A direction and its opposite are the same; of the two, the one whose largest weight is positive is
/// given.
public struct PrincipalComponents: Sendable {
  /// Mean of each column.
  public let means: [Double]
  /// Components × columns: orthonormal rows, that of the largest variance first.
  public let directions: Matrix
  /// Variance along each direction, the sum of squares divided by the number of points.
  public let variances: [Double]
  /// Sum of the variances of all columns.
  public let totalVariance: Double

  /// Learns the first directions of some points.
  ///
  /// - Parameters:
  ///   - points: one a row, at least one, finite.
  ///   - count: directions wanted; at most one a column is found.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Complexity: O(rows · columns² + columns³).
  public init(of points: Matrix, count: Int, workers: Workers = .one) {
    precondition(points.rows > 0, "no points")
    let chunks = Chunks(rows: points.rows)
    let columns = points.columns
    let size = Double(points.rows)
    let sums = workers.map(chunks.count) { chunk in
      var sums = [Double](repeating: 0, count: columns)
      for row in chunks[chunk] {
        for column in 0..<columns { sums[column] += points[row, column] }
      }
      return sums
    }
    var means = [Double](repeating: 0, count: columns)
    for part in sums {
      for column in 0..<columns { means[column] += part[column] / size }
    }
    self.means = means
    let covariance = Self.covariance(of: points, around: means, chunks: chunks, workers: workers)
    totalVariance = (0..<columns).reduce(0) { $0 + covariance[$1, $1] }
    let system = SymmetricEigensystem(covariance)
    let order = system.values.indices.sorted { (system.values[$1], $0) < (system.values[$0], $1) }
    let kept = Array(order.prefix(count))
    variances = kept.map { max(0, system.values[$0]) }
    directions = Matrix(
      rows: kept.count, columns: columns,
      storage: kept.flatMap { Self.turned(system.vectors.column($0)) })
  }

  private static func covariance(
    of points: Matrix, around means: [Double], chunks: Chunks, workers: Workers
  ) -> Matrix {
    let columns = points.columns
    let parts = workers.map(chunks.count) { chunk in
      var sums = Matrix(rows: columns, columns: columns)
      var centred = [Double](repeating: 0, count: columns)
      for row in chunks[chunk] {
        for column in 0..<columns { centred[column] = points[row, column] - means[column] }
        for one in 0..<columns {
          for other in 0...one { sums[one, other] += centred[one] * centred[other] }
        }
      }
      return sums
    }
    var covariance = Matrix(rows: columns, columns: columns)
    for part in parts {
      for one in 0..<columns {
        for other in 0...one { covariance[one, other] += part[one, other] / Double(points.rows) }
      }
    }
    for one in 0..<columns {
      for other in 0..<one { covariance[other, one] = covariance[one, other] }
    }
    return covariance
  }

  /// The direction or its opposite: the one whose largest weight, the first of equal ones, is positive.
  private static func turned(_ direction: [Double]) -> [Double] {
    let largest = direction.indices.reduce(0) {
      abs(direction[$1]) > abs(direction[$0]) ? $1 : $0
    }
    return direction.isEmpty || direction[largest] >= 0 ? direction : direction.map { -$0 }
  }

  /// Share of the variance of all columns along a direction; 0 where nothing varies.
  public func share(of component: Int) -> Double {
    totalVariance > 0 ? variances[component] / totalVariance : 0
  }

  /// How far a point lies along each direction, from the mean of all.
  public func scores(of point: [Double]) -> [Double] {
    precondition(point.count == means.count, "a point of \(point.count) columns")
    return (0..<directions.rows).map { component in
      point.indices.reduce(0) {
        $0 + directions[component, $1] * (point[$1] - means[$1])
      }
    }
  }
}
