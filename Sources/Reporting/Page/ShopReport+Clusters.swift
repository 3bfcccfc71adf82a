internal import Charts
internal import Models
internal import Scoring
internal import Segments
internal import Units

// Clusters beside segments, and in the plane that shows most of what customers differ by.
extension ShopReport {
  /// Which cluster the customers of each segment are in.
  var flowToClusters: FlowChart {
    let names = scored.rules.segments
    let clusters = max(model.clusters?.centroids.count ?? 0, scored.cluster.max() ?? 0)
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: clusters), count: names.count)
    for (segment, cluster) in zip(scored.segments.primary, scored.cluster) {
      counts[segment][cluster - 1] += 1
    }
    let flow = Flow(
      title: "", subtitle: "", left: names, right: (1...max(1, clusters)).map { "cluster \($0)" },
      counts: counts)
    return FlowChart(
      flow.reduced(to: Self.mostFlowing), title: "From segments to clusters",
      summary: "Which cluster the customers of each segment are in: where a band stays whole, rules "
        + "and clusters see the same group.",
      from: "segment", to: "cluster")
  }

  /// Customers and middles of clusters by two principal components.
  var clusterMap: BubbleChart? {
    guard let map = context.clusterMap, map.axes.count == 2 else { return nil }
    let sizes = scored.cluster.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    func title(_ axis: ClusterMap.Axis) -> String {
      let told = axis.weights.prefix(2).map { column, weight in
        "\(weight < 0 ? "less" : "more") \(Self.plain(column))"
      }
      return "\(told.joined(separator: ", ")) →"
    }
    let shares = map.axes.map(\.share)
    let rows = map.centroids.map { point -> [String] in
      let customers = sizes[point.cluster] ?? 0
      return [
        "cluster \(point.cluster)", grouped(customers), fixed(point.x, digits: 2),
        fixed(point.y, digits: 2),
      ]
    }
    return BubbleChart(
      title: "Map of the clusters",
      summary: "Each dot is a customer, placed so that the picture keeps as much as it can of what "
        + "they differ by: \(percent(shares[0] + shares[1], digits: 0)) of it "
        + "(\(percent(shares[0], digits: 0)) from left to right, "
        + "\(percent(shares[1], digits: 0)) upwards). Circles are the middles of the clusters.",
      x: Axis(title(map.axes[0]), .decimal(1)), y: Axis(title(map.axes[1]), .decimal(1)),
      bubbles: map.centroids.map { point in
        .init(
          "cluster \(point.cluster)", x: point.x, y: point.y,
          size: Double(sizes[point.cluster] ?? 0),
          told: "cluster \(point.cluster): \(counted(sizes[point.cluster] ?? 0, "customer"))")
      },
      dots: map.customers.map { .init(x: $0.x, y: $0.y, bubble: $0.cluster - 1) },
      table: ChartTable(
        header: ["cluster", "customers", "to the right", "upwards"], rows: rows))
  }

  /// The name of a column in words.
  private static func plain(_ column: String) -> String {
    column.replacing("_", with: " ")
  }
}
