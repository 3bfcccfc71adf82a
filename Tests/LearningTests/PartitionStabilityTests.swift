import Dense
import Learning
import TestSupport
import Testing

@Suite struct PartitionStabilityTests {
  /// Points on a line, three clumps of which two touch.
  private static let points = {
    var random = SeededGenerator(seed: 41)
    return [(0.0, 1.0, 200), (10, 1, 200), (10.9, 1, 200)].flatMap { centre, width, count in
      (0..<count).map { _ in centre + Double.random(in: -width..<width, using: &random) }
    }
  }()

  private func clusters(_ weights: [Int32]?, seed: UInt64) -> [Int] {
    let x = Matrix(rows: Self.points.count, columns: 1, storage: Self.points)
    let drawn = weights.map { weights in
      zip(Self.points, weights).flatMap { repeatElement($0, count: Int($1)) }
    }
    let sample = drawn.map { Matrix(rows: $0.count, columns: 1, storage: $0) } ?? x
    guard let fit = try? KMeans(clusterCount: 3, seed: seed).fitted(to: sample) else { return [] }
    return fit.assignments(for: x)
  }

  private func stability(workers: Workers) -> PartitionStability {
    PartitionStability(
      of: clusters(nil, seed: 1), groupCount: 4,
      replicates: BootstrapReplicates(count: 12, population: Self.points.count, seed: 5),
      workers: workers
    ) { weights, replicate in clusters(weights, seed: UInt64(replicate)) }
  }

  /// The clump apart is found again by every resample, those that touch are not.
  @Test func aClumpApartIsStable() throws {
    let found = stability(workers: 1)
    #expect(found == stability(workers: 2))
    let clumps = clusters(nil, seed: 1)
    #expect(Set(clumps[..<200]).count == 1)
    let apart = try #require(found.similarity[clumps[0]])
    #expect(apart == 1)
    for group in 0..<3 where group != clumps[0] {
      #expect(try #require(found.similarity[group]) < 0.95)
    }
    // Nobody is in the fourth.
    #expect(found.similarity[3] == nil)
    #expect(found.adjustedRand < 1 && found.adjustedRand > 0.5)
    #expect(found.adjustedRandInterval.contains(found.adjustedRand))
    #expect(found.refits == 12)
  }

  @Test func whatComesBackIsWhollyStable() {
    let groups = (0..<60).map { $0 % 3 }
    let replicates = BootstrapReplicates(count: 4, population: 60, seed: 2)
    let same = PartitionStability(
      of: groups, groupCount: 3, replicates: replicates, workers: 1
    ) { _, _ in groups.map { 5 - $0 } }
    #expect(same.similarity == [1, 1, 1] && same.adjustedRand == 1)
    // One group for all: each of three equal groups is a third of it.
    let merged = PartitionStability(
      of: groups, groupCount: 3, replicates: replicates, workers: 1
    ) { _, _ in groups.map { _ in 0 } }
    #expect(agree(merged.similarity.map { $0 ?? 0 }, [1 / 3.0, 1 / 3.0, 1 / 3.0], absolute: 1e-15))
    #expect(merged.adjustedRand == 0)
  }
}
