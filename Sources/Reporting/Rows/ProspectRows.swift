package import Files
internal import Lifetime
package import Segmentation
internal import Units

/// The rows that `segment --place-prospects` writes.
package enum ProspectRows {
  package static let columns = [
    "customer_id", "nearest_segment", "segment_distance", "nearest_cluster", "cluster_distance",
    "known_features", "events", "last_event_on",
  ]

  package static func bytes(_ placing: ProspectPlacing, format: RowFormat) -> [UInt8] {
    var writer = RowWriter(columns: columns, format: format)
    for prospect in placing.prospects {
      writer.append(text: prospect.id)
      writer.append(text: prospect.segment)
      writer.append(number: prospect.segmentDistance)
      writer.append(integer: prospect.cluster.flatMap { Int($0) })
      writer.append(number: prospect.clusterDistance)
      writer.append(integer: prospect.knownFeatures)
      writer.append(integer: prospect.events)
      writer.append(text: prospect.lastEventOn?.description)
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// What should be known before anybody acts on the rows.
  package static func notices(_ placing: ProspectPlacing) -> [String] {
    guard !placing.features.isEmpty else {
      return [
        "nothing is known of prospects by which they could be placed: give events, or a customers "
          + "file with columns of 2 to 50 values"
      ]
    }
    return ["placed by \(placing.features.joined(separator: ", "))"]
      + placing.checks.map { check in
        "placed the same way, \(percent(check.placedRight)) of \(grouped(check.customers)) customers "
          + "with an order land in their own \(check.groups); its largest alone has "
          + percent(check.largestGroup)
          + (check.placedRight > check.largestGroup ? "" : ": these features tell little here")
      }
  }
}
