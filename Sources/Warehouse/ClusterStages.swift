internal import Features
internal import Models

/// The stages from features to the nearest centroid.
struct ClusterStages {
  let model: ClusterModel
  private let design: DesignStage

  init(_ model: ClusterModel) {
    self.model = model
    design = DesignStage(design: model.space, prefix: "k_")
  }

  /// Features that it takes.
  var features: [String] { design.used.map(\.name) }

  /// Adds the stages.
  ///
  /// - Returns: the name of the last of them, which has the column `cluster`.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    let prepared = design.add(to: &query, after: stage)
    query.add(
      "points", nil, after: prepared,
      columns: model.space.columns.enumerated().map {
        SQLColumn("k_\($0)", design.standardised($1))
      })
    query.add(
      "distances", "Squared distances to the centroids.", after: "points",
      columns: model.centroids.enumerated().map { cluster, centroid in
        SQLColumn(
          "distance_\(cluster + 1)",
          centroid.enumerated().map { "(k_\($0) - \(number($1))) * (k_\($0) - \(number($1)))" }
            .joined(separator: " + "))
      })
    let clusters = 1...max(1, model.centroids.count)
    let cases = clusters.dropLast().map { own in
      let rest = ((own + 1)...clusters.upperBound).map { "distance_\(own) <= distance_\($0)" }
      return "WHEN \(rest.joined(separator: " AND ")) THEN \(own)"
    }
    query.add(
      "clustered", nil, after: "distances",
      columns: [
        SQLColumn(
          "cluster",
          cases.isEmpty
            ? "1" : "CASE \(cases.joined(separator: " ")) ELSE \(clusters.upperBound) END")
      ])
    return "clustered"
  }
}
