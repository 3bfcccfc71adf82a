package import Dense
package import Features
internal import Learning

/// Clusters in the plane that shows most of what their customers differ by.
package struct ClusterMap: Sendable {
  /// A direction of the plane.
  package struct Axis: Sendable {
    /// Of the variance of all columns.
    package let share: Double
    /// Columns of the clusters' space with their weights, the heaviest first.
    package let weights: [(column: String, weight: Double)]
  }

  package struct Point: Sendable {
    package let x: Double
    package let y: Double
    /// From 1.
    package let cluster: Int
  }

  /// To the right and upwards.
  package let axes: [Axis]
  /// The middle of each cluster, from the first.
  package let centroids: [Point]
  /// Customers evenly from the first to the last, in the order of their ids.
  package let customers: [Point]
}

extension ClusterModel {
  /// Projects centroids and some customers on the first two principal components of the customers.
  ///
  /// - Parameters:
  ///   - features: of the customers.
  ///   - clusters: of each customer, from 1.
  ///   - most: customers that are shown.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: nil where the space has fewer than two columns or the customers do not differ.
  package func map(
    of features: FeatureMatrix, clusters: [Int], showing most: Int, workers: Workers
  ) -> ClusterMap? {
    guard space.columns.count > 1, !clusters.isEmpty else { return nil }
    let points = space.design(of: features, workers: workers)
    let components = PrincipalComponents(of: points, count: 2, workers: workers)
    guard components.totalVariance > 0 else { return nil }
    func point(_ values: [Double], _ cluster: Int) -> ClusterMap.Point {
      let scores = components.scores(of: values)
      return ClusterMap.Point(x: scores[0], y: scores[1], cluster: cluster)
    }
    let shown = min(most, points.rows)
    return ClusterMap(
      axes: (0..<2).map { component in
        let weights = zip(space.names, components.directions.row(component)).map { ($0, $1) }
        return ClusterMap.Axis(
          share: components.share(of: component),
          weights: weights.enumerated().sorted {
            (abs($1.element.1), $0.offset) < (abs($0.element.1), $1.offset)
          }.map(\.element))
      },
      centroids: centroids.enumerated().map { point($1, $0 + 1) },
      customers: (0..<shown).map { place in
        let row = place * points.rows / shown
        return point(points.row(row), clusters[row])
      })
  }
}
