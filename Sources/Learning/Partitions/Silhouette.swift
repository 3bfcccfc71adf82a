public import Dense

/// The mean silhouette of a partition of points under Euclidean distance (Rousseeuw 1987).
///
/// A point's silhouette is (b − a) / max(a, b), where a is its mean distance to the others of its
/// cluster and b the least mean distance to another cluster; 0 for a point alone in its cluster,
/// and where a = b = 0.
public struct Silhouette: Sendable, Equatable {
  /// Mean over the points used.
  public let mean: Double
  /// Points used: all, or the size of the sample.
  public let pointsUsed: Int
  /// Points given.
  public let points: Int

  /// The silhouette over all points; nil where they lie in fewer than two clusters.
  ///
  /// - Parameters:
  ///   - x: points, one a row.
  ///   - clusters: each point's cluster; any integers.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Complexity: O(n² · columns).
  public init?(_ x: Matrix, clusters: [Int], workers: Workers = .one) {
    guard let mean = meanSilhouette(x, clusters: clusters, workers: workers) else { return nil }
    self.init(mean: mean, pointsUsed: x.rows, points: x.rows)
  }

  /// The silhouette over a sample without replacement, or over all points where they are no more.
  ///
  /// - Parameters:
  ///   - x: points, one a row.
  ///   - clusters: each point's cluster; any integers.
  ///   - count: size of the sample.
  ///   - seed: of the sample.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: nil where the sample lies in fewer than two clusters.
  public static func sampled(
    _ x: Matrix, clusters: [Int], count: Int = 20_000, seed: UInt64, workers: Workers = .one
  ) -> Silhouette? {
    precondition(count > 0 && clusters.count == x.rows)
    guard x.rows > count else { return Silhouette(x, clusters: clusters, workers: workers) }
    let rows = sample(count, of: x.rows, seed: seed)
    let points = Matrix(
      rows: count, columns: x.columns, storage: rows.flatMap { x.row($0) })
    let mean = meanSilhouette(points, clusters: rows.map { clusters[$0] }, workers: workers)
    return mean.map { Silhouette(mean: $0, pointsUsed: count, points: x.rows) }
  }

  private init(mean: Double, pointsUsed: Int, points: Int) {
    self.mean = mean
    self.pointsUsed = pointsUsed
    self.points = points
  }
}

/// Distinct indices in rising order, each subset as likely as any other.
private func sample(_ count: Int, of population: Int, seed: UInt64) -> [Int] {
  // Floyd's algorithm (Bentley & Floyd 1987): one draw an element, no permutation of all.
  var random = RandomSource(seed: seed)
  var chosen: Set<Int> = []
  for last in population - count..<population {
    let draw = random.index(below: last + 1)
    chosen.insert(chosen.contains(draw) ? last : draw)
  }
  return chosen.sorted()
}

private func meanSilhouette(_ x: Matrix, clusters: [Int], workers: Workers) -> Double? {
  precondition(clusters.count == x.rows, "\(clusters.count) clusters for \(x.rows) points")
  let grouped = GroupedPoints(x, clusters: clusters)
  guard grouped.ends.count > 1 else { return nil }
  // Each chunk passes over all points, so chunks are small.
  let chunks = Chunks(rows: x.rows, rowsPerChunk: 64)
  let sums = workers.map(chunks.count) { chunk in
    grouped.sumOfSilhouettes(chunks[chunk])
  }
  return sums.reduce(0, +) / Double(x.rows)
}

/// Points sorted by cluster and held column by column, so that distances from one to a run of
/// others are sums over parallel arrays.
///
/// Distances come from differences, not from a matrix product: with a handful of columns the
/// product saves little beside n² square roots, and it would leave about 1e-8 between two equal
/// points, of which order histories have many.
private struct GroupedPoints: Sendable {
  /// First point after each cluster.
  let ends: [Int]
  private let clusterOfPoint: [Int]
  private let columns: [[Double]]

  init(_ x: Matrix, clusters: [Int]) {
    let order = clusters.indices.sorted { (clusters[$0], $0) < (clusters[$1], $1) }
    columns = (0..<x.columns).map { column in order.map { x[$0, column] } }
    var ends: [Int] = []
    var clusterOfPoint: [Int] = []
    for (place, point) in order.enumerated() {
      if place == 0 || clusters[order[place - 1]] != clusters[point] { ends.append(place) }
      ends[ends.count - 1] = place + 1
      clusterOfPoint.append(ends.count - 1)
    }
    self.ends = ends
    self.clusterOfPoint = clusterOfPoint
  }

  func sumOfSilhouettes(_ points: Range<Int>) -> Double {
    var scratch = [Double](repeating: 0, count: 1_024)
    var sums = [Double](repeating: 0, count: ends.count)
    var total = 0.0
    for point in points {
      for cluster in ends.indices {
        let members = start(of: cluster)..<ends[cluster]
        sums[cluster] = sumOfDistances(from: point, to: members, scratch: &scratch)
      }
      total += silhouette(of: point, sums)
    }
    return total
  }

  private func silhouette(of point: Int, _ sums: [Double]) -> Double {
    let own = clusterOfPoint[point]
    let others = size(of: own) - 1
    guard others > 0 else { return 0 }
    let within = sums[own] / Double(others)
    var between = Double.infinity
    for cluster in ends.indices where cluster != own {
      between = min(between, sums[cluster] / Double(size(of: cluster)))
    }
    let larger = max(within, between)
    return larger == 0 ? 0 : (between - within) / larger
  }

  private func start(of cluster: Int) -> Int { cluster == 0 ? 0 : ends[cluster - 1] }
  private func size(of cluster: Int) -> Int { ends[cluster] - start(of: cluster) }

  private func sumOfDistances(
    from point: Int, to members: Range<Int>, scratch: inout [Double]
  ) -> Double {
    var sum = 0.0
    for first in stride(from: members.lowerBound, to: members.upperBound, by: scratch.count) {
      let count = min(scratch.count, members.upperBound - first)
      for index in 0..<count { scratch[index] = 0 }
      for column in columns {
        let value = column[point]
        for index in 0..<count {
          let difference = column[first + index] - value
          scratch[index] += difference * difference
        }
      }
      sum += sumOfRoots(scratch, count: count)
    }
    return sum
  }

  /// Σ √vᵢ in four interleaved sums: one alone would wait for each addition.
  private func sumOfRoots(_ values: [Double], count: Int) -> Double {
    var lanes = SIMD4<Double>.zero
    let whole = count / 4 * 4
    for index in stride(from: 0, to: whole, by: 4) {
      lanes += SIMD4(
        values[index], values[index + 1], values[index + 2], values[index + 3]
      ).squareRoot()
    }
    return (whole..<count).reduce(lanes.sum()) { $0 + values[$1].squareRoot() }
  }
}
