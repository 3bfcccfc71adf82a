internal import Charts
internal import Models
internal import Scoring
internal import Segments
internal import Units

// Clusters beside segments, and in the plane that shows most of what customers differ by.
extension ShopReport {
  /// Which cluster the customers of each segment are in.
  var flowToClusters: FlowChart {
    let names = summary.segments.map(\.name)
    let places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let clusters = max(model.clusters?.centroids.count ?? 0, scored.cluster.max() ?? 0)
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: clusters), count: names.count)
    for (row, cluster) in scored.cluster.enumerated() {
      guard let place = places[toldSegment(row)] else { continue }
      counts[place][cluster - 1] += 1
    }
    let flow = Flow(
      title: "", subtitle: "", left: names, right: (1...max(1, clusters)).map { "cluster \($0)" },
      counts: counts)
    return FlowChart(
      flow.reduced(to: Self.mostFlowing), title: "From segments to clusters",
      summary:
        "Which cluster the customers of each segment are in: where a band stays whole, rules "
        + "and clusters see the same group.",
      from: "segment", to: "cluster")
  }

  /// The segment that the list and the segments' figures give a customer.
  func toldSegment(_ row: Int) -> String { table[.segment].name(row) ?? scored.segment[row] }
}

extension BubbleChart {
  /// Customers and middles of clusters by two principal components; nil where customers differ by one alone.
  ///
  /// - Parameters:
  ///   - map: the places.
  ///   - assignments: the cluster of every customer, from 1.
  init?(_ map: ClusterMap, of assignments: [Int]) {
    guard map.axes.count == 2 else { return nil }
    let sizes = assignments.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    func title(_ axis: ClusterMap.Axis) -> String {
      let told = axis.weights.prefix(2).map { column, weight in
        Self.words(column, isMore: weight >= 0)
      }
      return told.joined(separator: ", ")
    }
    let shares = map.axes.map(\.share)
    let rows = map.centroids.map { point -> [String] in
      let customers = sizes[point.cluster] ?? 0
      return [
        "cluster \(point.cluster)", grouped(customers), fixed(point.x, digits: 2),
        fixed(point.y, digits: 2),
      ]
    }
    self.init(
      title: "Map of the clusters",
      summary: "Each dot is a customer, placed so that the picture keeps as much as it can of what "
        + "they differ by: \(percent(shares[0] + shares[1], digits: 0)) of it "
        + "(\(percent(shares[0], digits: 0)) from left to right, "
        + "\(percent(shares[1], digits: 0)) upwards). Circles are the middles of the clusters.",
      x: Axis("\(title(map.axes[0])) →", .decimal(0)),
      y: Axis("↑ \(title(map.axes[1]))", .decimal(0)),
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

  /// A direction along a column of the clusters' space, in words.
  private static func words(_ column: String, isMore: Bool) -> String {
    let parts = column.split(separator: ":")
    let name = (parts.first.map(String.init) ?? column).replacing("_", with: " ")
    guard parts.count == 2, parts[1] == "missing" else {
      return "\(isMore ? "more" : "less") \(name)"
    }
    return "\(name) \(isMore ? "unknown" : "known")"
  }
}
