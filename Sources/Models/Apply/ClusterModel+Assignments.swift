package import Dense
package import Features
internal import Files
internal import Learning

extension ClusterModel {
  /// The cluster of every customer of a snapshot, numbered from 1.
  package func assignments(of features: FeatureMatrix, workers: Workers) -> [Int] {
    assignments(of: features.values, names: features.names, workers: workers)
  }

  /// The cluster of every row of features, numbered from 1.
  package func assignments(of features: Matrix, names: [String], workers: Workers) -> [Int] {
    let points = space.design(of: features, names: names, workers: workers)
    let centroids = Matrix(
      rows: centroids.count, columns: space.columns.count, storage: centroids.flatMap { $0 })
    return Learning.assignments(of: points, to: centroids, workers: workers).map { $0 + 1 }
  }
}
