import Dense
import Learning
import TestSupport
import Testing

/// Lloyd's iterations that compare every row with every centroid: the oracle of what bounds and
/// matrix products leave out.
private struct PlainLloyd {
  let x: Matrix
  var centroids: Matrix
  var nearest: [Int] = []
  var inertias: [Double] = []

  init(_ x: Matrix, from start: Matrix, iterations: Int) {
    self.x = x
    centroids = start
    for _ in 0..<iterations {
      let before = nearest
      let inertia = assign()
      inertias.append(inertia)
      let (next, relocated) = means()
      let shift = zip(next.storage, centroids.storage).reduce(0.0) { sum, pair in
        sum + (pair.0 - pair.1) * (pair.0 - pair.1)
      }
      centroids = next
      if nearest == before && !relocated || shift <= 0 { break }
    }
  }

  private func squared(_ row: Int, _ centroid: Int) -> Double {
    squaredDistance(
      x.storage.span, at: row * x.columns, centroids.storage.span, at: centroid * x.columns,
      count: x.columns)
  }

  mutating func assign() -> Double {
    nearest = (0..<x.rows).map { row in
      (0..<centroids.rows).reduce(0) { squared(row, $1) < squared(row, $0) ? $1 : $0 }
    }
    // Partial sums by chunk, as the fit has them.
    return rowChunks(x.rows).all.reduce(0.0) { total, rows in
      total + rows.reduce(0.0) { $0 + squared($1, nearest[$1]) }
    }
  }

  private func means() -> (Matrix, relocated: Bool) {
    var sums = Matrix(rows: centroids.rows, columns: x.columns)
    var counts = [Int](repeating: 0, count: centroids.rows)
    for rows in rowChunks(x.rows).all {
      var part = Matrix(rows: centroids.rows, columns: x.columns)
      for row in rows {
        counts[nearest[row]] += 1
        for column in 0..<x.columns { part[nearest[row], column] += x[row, column] }
      }
      for index in part.storage.indices { sums.storage[index] += part.storage[index] }
    }
    let empty = counts.indices.filter { counts[$0] == 0 }
    var taken: [[Double]] = []
    let farthest = (0..<x.rows).map { ($0, squared($0, nearest[$0])) }
      .filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    for (row, _) in farthest where taken.count < empty.count && !taken.contains(x.row(row)) {
      let (old, new) = (nearest[row], empty[taken.count])
      counts[old] -= 1
      counts[new] = 1
      for column in 0..<x.columns {
        sums[old, column] -= x[row, column]
        sums[new, column] = x[row, column]
      }
      taken.append(x.row(row))
    }
    var means = centroids
    for cluster in counts.indices where counts[cluster] > 0 {
      for column in 0..<x.columns {
        means[cluster, column] = sums[cluster, column] / Double(counts[cluster])
      }
    }
    return (means, !taken.isEmpty)
  }
}

@Suite struct KMeansExactnessTests {
  enum Shape: String, CaseIterable {
    case spread, blobs, grid, duplicates, line, equal, farFromOrigin, tiny, huge, mixedScales
  }

  private func points(_ shape: Shape, _ rows: Int, _ columns: Int, _ random: inout RandomSource)
    -> Matrix
  {
    var x = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      let blob = Double(random.index(below: 6))
      for column in 0..<columns {
        let u = 2 * random.uniform() - 1
        x[row, column] =
          switch shape {
          case .spread: u
          case .blobs: 5 * (blob * Double(column % 3 + 1)).truncatingRemainder(dividingBy: 4) + u
          case .grid: Double(random.index(below: 4))
          case .duplicates: Double((row * 7 + column) % 11) * 0.1
          case .line: column == 0 ? u : 0.5
          case .equal: 0.1
          case .farFromOrigin: 1e9 + (1e-6 * u)
          case .tiny: 1e-161 * u
          case .huge: 1e154 * u
          case .mixedScales: u * (column == 0 ? 1e12 : 1e-4)
          }
      }
    }
    return x
  }

  @Test(arguments: Shape.allCases)
  func boundsChangeNothing(shape: Shape) throws {
    for (seed, rows) in [(1, 40), (2, 300), (3, 2_500), (4, 9_001)] {
      var random = RandomSource(seed: UInt64(seed))
      let columns = [1, 2, 5, 16][random.index(below: 4)]
      let x = points(shape, rows, columns, &random)
      let k = 1 + random.index(below: min(20, rows / 4))
      // Rows as seeds, some of them twice: ties from the first step on.
      let start = Matrix(
        rows: k, columns: columns,
        storage: (0..<k).flatMap { _ in x.row(random.index(below: rows)) })
      var kMeans = KMeans(clusterCount: k, seed: 1)
      kMeans.relativeTolerance = 0
      kMeans.maximumIterations = 12
      kMeans.workers = 2
      let fit = try kMeans.fitted(to: x, startingFrom: start)
      var plain = PlainLloyd(x, from: start, iterations: 12)
      let note = "\(shape), \(rows) × \(columns), k = \(k), seed \(seed)"
      #expect(fit.inertiaByIteration == plain.inertias, "\(note)")
      #expect(fit.inertia == plain.assign(), "\(note)")
      let held = Set(plain.nearest).sorted()
      // Compared before `#expect`, which would print thousands of them.
      let areSame = fit.assignments == plain.nearest.map { held.firstIndex(of: $0) }
      #expect(areSame, "\(note)")
      #expect(fit.centroids.storage == held.flatMap { plain.centroids.row($0) }, "\(note)")
    }
  }

  /// A naive sum of squares in another order, and no square root taken, is the oracle.
  @Test func distancesAreThoseOfTheDifferences() {
    var random = RandomSource(seed: 8)
    for count in 0...19 {
      let a: [Double] = (0..<count + 3).map { _ in random.uniform() - 0.5 }
      let b: [Double] = (0..<count + 1).map { _ in random.uniform() - 0.5 }
      var naive = 0.0
      for index in (0..<count).reversed() {
        let difference = a[index + 3] - b[index + 1]
        naive += difference * difference
      }
      let found = squaredDistance(a.span, at: 3, b.span, at: 1, count: count)
      #expect(abs(found - naive) <= 1e-15 * naive)
    }
  }

  /// Each seed's draw follows the definition: probability by squared distance, the best of several.
  @Test func seedsAreThoseOfTheDefinition() {
    for (rows, columns, k) in [(30, 2, 4), (700, 3, 9), (9_000, 5, 6)] {
      var random = RandomSource(seed: UInt64(rows))
      let x = points(.blobs, rows, columns, &random)
      var (drawn, plain) = (RandomSource(seed: 5), RandomSource(seed: 5))
      let found = greedySeeds(in: x, count: k, workers: 2, using: &drawn)
      #expect(found.storage == plainSeeds(x, k, &plain).flatMap { x.row($0) })
    }
  }

  private func plainSeeds(_ x: Matrix, _ k: Int, _ random: inout RandomSource) -> [Int] {
    func squared(_ a: Int, _ b: Int) -> Double {
      squaredDistance(
        x.storage.span, at: a * x.columns, x.storage.span, at: b * x.columns, count: x.columns)
    }
    let trials = k < 8 ? 3 : 4
    var seeds = [random.index(below: x.rows)]
    var least = (0..<x.rows).map { squared($0, seeds[0]) }
    while seeds.count < k {
      let total = least.reduce(0, +)
      let candidates = (0..<trials).map { _ in
        var left = random.uniform() * total
        return least.firstIndex { value in
          if value > 0, left < value { return true }
          left -= value
          return false
        } ?? 0
      }
      let lowered = candidates.map { candidate in
        least.indices.map { min(least[$0], squared($0, candidate)) }
      }
      let totals = lowered.map { $0.reduce(0, +) }
      let best = totals.indices.reduce(0) { totals[$1] < totals[$0] ? $1 : $0 }
      seeds.append(candidates[best])
      least = lowered[best]
    }
    return seeds
  }
}
