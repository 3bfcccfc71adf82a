internal import Features
internal import Files

extension ClusterModel {
  /// The catalogue's features that the clusters' space is made of, each once.
  package var features: [String] {
    var names: [String] = []
    for column in space.columns where !names.contains(column.feature) {
      names.append(column.feature)
    }
    return names
  }
}
