import Dense
import Features
import Models
import TestSupport
import Testing
import Training

/// Numbers of clusters that outlive a retraining.
@Suite struct ClusterNumberingTests {
  /// The same shop and seed with the earlier model's clusters in another order: their numbers are taken
  /// over, and nobody moves.
  @Test func takesOverTheNumbersOfTheSameClusters() throws {
    let example = try TrainedShop.example.get()
    var earlier = example.model
    let clusters = try #require(earlier.clusters)
    let order = Array(clusters.sizes.indices.reversed())
    earlier.clusters?.centroids = order.map { clusters.centroids[$0] }
    earlier.clusters?.sizes = order.map { clusters.sizes[$0] }
    earlier.clusters?.meanSpend = order.map { clusters.meanSpend[$0] }
    var parameters = quickParameters(60)
    parameters.clustersLike = EarlierClusters(of: earlier)
    let again = try train(on: example.store, parameters: parameters)
    let numbered = try #require(again.model.clusters)
    #expect(numbered.centroids == earlier.clusters?.centroids)
    #expect(numbered.sizes == earlier.clusters?.sizes)
    #expect(numbered.numberedLike?.share == 1)
    #expect(numbered.numberedLike?.shares == order.map { _ in 1 })
    #expect(numbered.numberedLike?.model == earlier.shortDigest)
    let read = try ModelDocument.model(
      from: ModelDocument.bytes(of: again.model), path: "model.json")
    #expect(read.clusters == numbered)
  }

  /// A model of another time: as many customers keep their number as any of all orders of four clusters
  /// would let them.
  @Test func keepsAsManyNumbersAsAnyOrder() throws {
    let example = try TrainedShop.example.get()
    var parameters = quickParameters(60)
    parameters.clusterCount = 4
    let then = try train(
      on: SyntheticShop(customers: 300, days: 600, seed: 8).store(), parameters: parameters
    ).model
    parameters.clustersLike = EarlierClusters(of: then)
    let now = try train(on: example.store, parameters: parameters).model
    let features = example.store.features(asOf: now.data.asOf, workers: 1)
    let (before, after) = try (
      #require(then.clusters).assignments(of: features, workers: 1),
      #require(now.clusters).assignments(of: features, workers: 1)
    )
    func kept(_ order: [Int]) -> Int { zip(before, after).count { $0 == order[$1 - 1] } }
    let most = permutations(of: [1, 2, 3, 4]).map(kept).max()
    #expect(kept([1, 2, 3, 4]) == most)
    #expect(
      now.clusters?.numberedLike?.share == Double(kept([1, 2, 3, 4])) / Double(before.count))
  }

  @Test func refusesAnotherNumberOfClusters() throws {
    let example = try TrainedShop.example.get()
    var parameters = quickParameters(60)
    parameters.clustersLike = EarlierClusters(of: example.model)
    parameters.clusterCount = 3
    #expect(throws: TrainingError.self) {
      try train(on: example.store, parameters: parameters)
    }
  }

  private func permutations(of items: [Int]) -> [[Int]] {
    guard !items.isEmpty else { return [[]] }
    return items.flatMap { first in
      permutations(of: items.filter { $0 != first }).map { [first] + $0 }
    }
  }
}
