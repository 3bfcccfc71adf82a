import Dense
import Learning
import TestSupport
import Testing

private struct ClustersOracle: Decodable {
  struct Fit: Decodable {
    let name: String
    let rows, columns, k: Int
    let x, start, centroids: [Double]
    let inertia: Double
    let assignments: [Int]
    let silhouette: Double?

    var points: Matrix { Matrix(rows: rows, columns: columns, storage: x) }
    var seeds: Matrix { Matrix(rows: k, columns: columns, storage: start) }
  }
  struct Partition: Decodable {
    let name: String
    let rows, columns: Int
    let x: [Double]
    let labels: [Int]
    /// Nil where scikit-learn refuses.
    let mean: Double?
  }
  let fits: [Fit]
  let silhouettes: [Partition]

  static func read() throws -> ClustersOracle {
    try oracle("clusters.json", as: ClustersOracle.self)
  }
}

/// Points around a few centres, more than one chunk of rows.
private func points(_ rows: Int, columns: Int, seed: UInt64) -> Matrix {
  var random = SeededGenerator(seed: seed)
  let centres = (0..<5 * columns).map { _ in Double.random(in: -6..<6, using: &random) }
  let storage = (0..<rows).flatMap { _ in
    let centre = Int.random(in: 0..<5, using: &random)
    return (0..<columns).map {
      centres[centre * columns + $0] + Double.random(in: -2..<2, using: &random)
    }
  }
  return Matrix(rows: rows, columns: columns, storage: storage)
}

private func exactly(_ clusters: Int, seed: UInt64 = 1) -> KMeans {
  var kMeans = KMeans(clusterCount: clusters, seed: seed)
  kMeans.relativeTolerance = 0
  return kMeans
}

@Suite struct KMeansTests {
  @Test func reachesScikitLearnsInertiaFromGivenCentroids() throws {
    for example in try ClustersOracle.read().fits {
      let fit = try exactly(example.k).fitted(to: example.points, startingFrom: example.seeds)
      #expect(relativeDifference(fit.inertia, example.inertia) < 1e-10, "\(example.name)")
      #expect(fit.assignments == example.assignments, "\(example.name)")
      #expect(agree(fit.centroids.storage, example.centroids, relative: 1e-10, absolute: 1e-10))
      #expect(fit.hasConverged && fit.clusterCount == example.k)
    }
  }

  @Test func inertiaNeverRises() throws {
    for seed in UInt64(1)...5 {
      let x = points(900, columns: 3, seed: seed)
      var kMeans = exactly(12, seed: seed)
      kMeans.restarts = 1
      let fit = try kMeans.fitted(to: x)
      let steps = zip(fit.inertiaByIteration, fit.inertiaByIteration.dropFirst())
      #expect(fit.iterations > 2)
      #expect(steps.allSatisfy { $1 <= $0 * (1 + 1e-13) })
      #expect(relativeDifference(fit.inertiaByIteration.last ?? 0, fit.inertia) < 1e-12)
    }
  }

  @Test func threadsDoNotChangeBits() throws {
    let x = points(9_000, columns: 4, seed: 2)
    var kMeans = exactly(7)
    kMeans.restarts = 3
    let one = try kMeans.fitted(to: x)
    kMeans.workers = 2
    #expect(try kMeans.fitted(to: x) == one)
    #expect(one.distances(for: x, workers: 2) == one.distances(for: x))
  }

  @Test func centroidsAreMeansAndRowsAreWithTheNearest() throws {
    let x = points(500, columns: 3, seed: 3)
    let fit = try exactly(6).fitted(to: x)
    let distances = fit.distances(for: x)
    var sums = Matrix(rows: 6, columns: 3)
    for row in 0..<x.rows {
      let all = distances.row(row)
      #expect(all.firstIndex(of: all.min() ?? 0) == fit.assignments[row])
      for column in 0..<3 { sums[fit.assignments[row], column] += x[row, column] }
    }
    for cluster in 0..<6 {
      let mean = sums.row(cluster).map { $0 / Double(fit.clusterSizes[cluster]) }
      #expect(agree(mean, fit.centroids.row(cluster), absolute: 1e-12))
    }
    let inertia = (0..<x.rows).reduce(0.0) { sum, row in
      let distance = distances[row, fit.assignments[row]]
      return sum + distance * distance
    }
    #expect(relativeDifference(inertia, fit.inertia) < 1e-12)
  }

  @Test func assignsNewPointsAsFittedOnes() throws {
    let x = points(700, columns: 3, seed: 4)
    let fit = try exactly(5).fitted(to: x)
    #expect(fit.assignments(for: x, workers: 2) == fit.assignments)
    for row in [0, 13, 699] {
      let alone = Matrix(rows: 1, columns: 3, storage: x.row(row))
      #expect(fit.assignments(for: alone) == [fit.assignments[row]])
    }
  }

  @Test func equallyNearCentroidsGiveTheFirst() {
    let centroids = Matrix(rows: 3, columns: 1, storage: [5, 1, 3])
    let x = Matrix(rows: 3, columns: 1, storage: [2, 4, 3])
    #expect(assignments(of: x, to: centroids) == [1, 0, 2])
  }

  @Test func moreClustersThanDistinctRowsGiveFewer() throws {
    let x = Matrix(rows: 6, columns: 2, storage: [1, 1, 2, 2, 1, 1, 3, 3, 2, 2, 1, 1])
    let fit = try KMeans(clusterCount: 5, seed: 9).fitted(to: x)
    #expect(fit.clusterCount == 3 && fit.requestedClusterCount == 5)
    #expect(fit.inertia == 0)
    #expect(fit.clusterSizes.sorted() == [1, 2, 3])
    let given = Matrix(rows: 4, columns: 2, storage: [1, 1, 2, 2, 3, 3, 9, 9])
    let started = try KMeans(clusterCount: 1, seed: 9).fitted(to: x, startingFrom: given)
    #expect(started.clusterCount == 3 && started.requestedClusterCount == 4)
  }

  @Test func severalEmptyClustersAreFilled() throws {
    let x = points(400, columns: 2, seed: 5)
    let away = Matrix(rows: 4, columns: 2, storage: [0, 0, 900, 900, 901, 900, 900, 901])
    let fit = try exactly(4).fitted(to: x, startingFrom: away)
    #expect(fit.clusterCount == 4 && fit.hasConverged)
    #expect(fit.clusterSizes.allSatisfy { $0 > 0 })
  }

  @Test func restartsOnlyImprove() throws {
    let x = points(600, columns: 2, seed: 6)
    var kMeans = exactly(9, seed: 4)
    kMeans.restarts = 1
    let first = try kMeans.fitted(to: x).inertia
    kMeans.restarts = 8
    #expect(try kMeans.fitted(to: x).inertia <= first)
  }

  @Test func findsClustersFarApart() throws {
    let x = points(1_000, columns: 3, seed: 7)
    let far = Matrix(
      rows: 1_000, columns: 3,
      storage: x.storage.enumerated().map { $1 / 100 + Double($0 / 3 % 4) * 1_000 })
    let fit = try KMeans(clusterCount: 4, seed: 1).fitted(to: far)
    #expect(PartitionAgreement(fit.assignments, (0..<1_000).map { $0 % 4 }).adjustedRand == 1)
  }

  @Test func reorderingRenamesOnly() throws {
    let x = points(300, columns: 2, seed: 8)
    let fit = try exactly(4).fitted(to: x)
    let renamed = fit.reordered(by: [2, 0, 3, 1])
    #expect(renamed.centroids.row(0) == fit.centroids.row(2))
    #expect(renamed.assignments == fit.assignments.map { [1, 3, 0, 2][$0] })
    #expect(renamed.assignments(for: x) == renamed.assignments)
    #expect(renamed.reordered(by: [1, 3, 0, 2]) == fit)
  }

  @Test func iterationsRunOut() throws {
    let x = points(800, columns: 3, seed: 9)
    var kMeans = exactly(15)
    kMeans.maximumIterations = 2
    kMeans.restarts = 1
    let fit = try kMeans.fitted(to: x)
    #expect(fit.iterations == 2 && !fit.hasConverged)
  }

  @Test func refusesWhatIsNotFinite() {
    let kMeans = KMeans(clusterCount: 2, seed: 1)
    #expect(throws: ClusteringError.noRows) {
      try kMeans.fitted(to: Matrix(rows: 0, columns: 3))
    }
    let x = Matrix(rows: 2, columns: 2, storage: [1, 2, 3, .nan])
    #expect(throws: ClusteringError.notFinite(row: 1, column: 1, value: .nan)) {
      try kMeans.fitted(to: x)
    }
  }
}

@Suite struct SilhouetteTests {
  @Test func agreesWithScikitLearn() throws {
    let reference = try ClustersOracle.read()
    for example in reference.silhouettes {
      let x = Matrix(rows: example.rows, columns: example.columns, storage: example.x)
      guard let expected = example.mean else { continue }
      let found = try #require(Silhouette(x, clusters: example.labels))
      #expect(abs(found.mean - expected) < 1e-12, "\(example.name)")
    }
    for fit in reference.fits {
      let found = Silhouette(fit.points, clusters: fit.assignments)
      #expect((found == nil) == (fit.silhouette == nil))
      if let found, let expected = fit.silhouette {
        #expect(abs(found.mean - expected) < 1e-12, "\(fit.name)")
      }
    }
  }

  @Test func threadsAndNamesDoNotChangeIt() throws {
    let x = points(1_500, columns: 3, seed: 11)
    let fit = try exactly(5).fitted(to: x)
    let one = try #require(Silhouette(x, clusters: fit.assignments))
    #expect(Silhouette(x, clusters: fit.assignments, workers: 2) == one)
    let renamed = try #require(Silhouette(x, clusters: fit.assignments.map { 7 - 3 * $0 }))
    #expect(abs(renamed.mean - one.mean) < 1e-14)
  }

  @Test func sampleIsNearTheWholeAndSaysItsSize() throws {
    let x = points(4_000, columns: 2, seed: 12)
    let fit = try exactly(5).fitted(to: x)
    let whole = try #require(Silhouette(x, clusters: fit.assignments, workers: 2))
    let sample = try #require(
      Silhouette.sampled(x, clusters: fit.assignments, count: 1_000, seed: 5))
    #expect(sample.pointsUsed == 1_000 && sample.points == 4_000)
    #expect(sample.mean != whole.mean && abs(sample.mean - whole.mean) < 0.03)
    #expect(Silhouette.sampled(x, clusters: fit.assignments, count: 4_000, seed: 5) == whole)
  }

  @Test func oneClusterHasNone() {
    let x = Matrix(rows: 3, columns: 1, storage: [1, 2, 3])
    #expect(Silhouette(x, clusters: [4, 4, 4]) == nil)
    #expect(Silhouette(x, clusters: [1, 2, 3])?.mean == 0)
  }
}
