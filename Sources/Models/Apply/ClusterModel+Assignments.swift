package import Dense
package import Features
internal import Files
internal import Learning

extension ClusterModel {
  /// The cluster of every customer of a snapshot, numbered from 1.
  package func assignments(of features: FeatureMatrix, threads: Int) -> [Int] {
    assignments(of: features.values, names: features.names, threads: threads)
  }

  /// The cluster of every row of features, numbered from 1.
  package func assignments(of features: Matrix, names: [String], threads: Int) -> [Int] {
    let points = space.design(of: features, names: names, threads: threads)
    let centroids = Matrix(
      rows: centroids.count, columns: space.columns.count, storage: centroids.flatMap { $0 })
    return Learning.assignments(of: points, to: centroids, threads: threads).map { $0 + 1 }
  }
}
