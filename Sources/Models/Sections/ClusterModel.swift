package import Features
package import Units

/// The clusters of k-means and the space they live in.
package struct ClusterModel: Sendable, Codable, Equatable {
  package var asOf: Day
  package var space: FittedDesign
  /// One row a cluster in the standardised space, ordered by mean value, the highest first, or as an
  /// earlier model's were.
  package var centroids: [[Double]]
  package var sizes: [Int]
  /// Mean net spend of each cluster's customers, in money.
  package var meanSpend: [Double]
  package var inertia: Double
  package var iterations: Int
  package var converged: Bool
  /// Whose numbers the clusters have; nil where they are numbered by value.
  package var numberedLike: ClusterSuccession?

  package init(
    asOf: Day, space: FittedDesign, centroids: [[Double]], sizes: [Int], meanSpend: [Double],
    inertia: Double, iterations: Int, converged: Bool
  ) {
    self.asOf = asOf
    self.space = space
    self.centroids = centroids
    self.sizes = sizes
    self.meanSpend = meanSpend
    self.inertia = inertia
    self.iterations = iterations
    self.converged = converged
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case space, centroids, sizes
    case meanSpend = "mean_spend"
    case inertia, iterations, converged
    case numberedLike = "numbered_like"
  }
}
