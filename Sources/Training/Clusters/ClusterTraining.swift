package import Dense
internal import Features
internal import Files
internal import Learning
internal import Models
package import Snapshots
internal import Units

/// Forms clusters of customers by k-means on standardised log features.
package struct ClusterTraining {
  private(set) var clusterCount: Int
  let features: [String]
  let seed: UInt64
  let workers: Workers
  let moneyScale: Int

  package init(
    clusterCount: Int, features: [String], seed: UInt64, workers: Workers, moneyScale: Int
  ) {
    self.clusterCount = clusterCount
    self.features = features
    self.seed = seed
    self.workers = workers
    self.moneyScale = moneyScale
  }

  /// The same with another number of clusters.
  func forming(_ count: Int) -> ClusterTraining {
    var training = self
    training.clusterCount = count
    return training
  }

  /// Fits clusters to one snapshot, labelled 1… by mean net spend, the highest first.
  func fitted(
    to snapshot: Snapshot, _ progress: Progress = .untold
  ) throws(TrainingError) -> ClusterModel {
    let space = Recipes.clusters(on: features).fitted(to: [snapshot.features])
    guard !space.columns.isEmpty else {
      throw .constantFeatures(features)
    }
    let matrix = space.design(of: snapshot.features, workers: workers)
    let fit: FittedKMeans
    do {
      var method = KMeans(clusterCount: clusterCount, seed: seed)
      method.workers = workers
      fit = try method.fitted(to: matrix, progress: progress)
    } catch {
      throw .clusters(error)
    }
    let count = fit.centroids.rows
    var sizes = [Int](repeating: 0, count: count)
    var spend = [Double](repeating: 0, count: count)
    for (customer, cluster) in fit.assignments.enumerated() {
      sizes[cluster] += 1
      spend[cluster] += money(snapshot.facts.netSpend[customer], scale: moneyScale)
    }
    let means = (0..<count).map { sizes[$0] == 0 ? 0 : spend[$0] / Double(sizes[$0]) }
    let order = (0..<count).sorted { (means[$0], $1) > (means[$1], $0) }
    return ClusterModel(
      asOf: snapshot.asOf, space: space, centroids: order.map(fit.centroids.row),
      sizes: order.map { sizes[$0] }, meanSpend: order.map { means[$0] }, inertia: fit.inertia,
      iterations: fit.iterations, converged: fit.hasConverged)
  }
}

extension ClusterTraining {
  /// Clusters learned of one snapshot, as groups of it and of a later one.
  package func groups(
    learned: Snapshot, holdout: Snapshot, _ progress: Progress = .untold
  ) throws(TrainingError) -> DatedGroups {
    let clusters = try fitted(to: learned, progress)
    func groups(_ snapshot: Snapshot) -> [Int] {
      clusters.assignments(of: snapshot.features, workers: workers).map { $0 - 1 }
    }
    return DatedGroups(
      learned: groups(learned), holdout: groups(holdout), groupCount: clusters.centroids.count)
  }
}
