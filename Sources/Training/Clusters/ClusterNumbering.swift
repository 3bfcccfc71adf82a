internal import Dense
internal import Features
internal import Learning
package import Models
internal import Units

/// The model whose cluster numbers are to be kept.
package struct EarlierClusters: Sendable {
  let clusters: ClusterModel
  /// The first digits of its digest.
  let model: String

  /// Nil where the model has no clusters.
  package init?(of model: Model) {
    guard let clusters = model.clusters else { return nil }
    self.clusters = clusters
    self.model = model.shortDigest
  }

  package var count: Int { clusters.centroids.count }
}

extension ClusterModel {
  /// The same clusters, numbered as an earlier model's: so that as many customers as can be keep their
  /// number (a linear assignment on the table of both partitions).
  ///
  /// - Parameters:
  ///   - earlier: another model's clusters, as many.
  ///   - features: of the customers to count.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: the clusters with the earlier numbers.
  /// - Throws: where the two differ in number, so that numbers cannot be kept one by one.
  func numbered(
    like earlier: EarlierClusters, of features: FeatureMatrix, workers: Workers
  ) throws(TrainingError) -> ClusterModel {
    guard earlier.count == sizes.count else {
      throw .otherClusterCount(sizes.count, earlier: earlier.count, model: earlier.model)
    }
    let now = assignments(of: features, workers: workers)
    let then = earlier.clusters.assignments(of: features, workers: workers)
    var shared = Matrix(rows: earlier.count, columns: sizes.count)
    for (before, after) in zip(then, now) { shared[before - 1, after - 1] += 1 }
    let order = LinearAssignment(maximizing: shared).columnOfRow.compactMap(\.self)
    var numbered = self
    numbered.centroids = order.map { centroids[$0] }
    numbered.sizes = order.map { sizes[$0] }
    numbered.meanSpend = order.map { meanSpend[$0] }
    let kept = order.enumerated().map { shared[$0.offset, $0.element] }
    numbered.numberedLike = ClusterSuccession(
      model: earlier.model,
      shares: zip(kept, numbered.sizes).map { $1 > 0 ? $0 / Double($1) : 0 },
      share: kept.reduce(0, +) / Double(max(1, now.count)))
    return numbered
  }
}
