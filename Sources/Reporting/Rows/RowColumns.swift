internal import Expressions
package import Features
package import Files
internal import Ingestion
internal import Scoring
internal import Snapshots

/// The columns of rows that are no score table, with their types.
package enum RowColumns {
  package static let placing: [RowColumn] = ProspectRows.columns.map {
    switch $0 {
    case "segment_distance", "cluster_distance": RowColumn($0, .number)
    case "nearest_cluster", "known_features", "events": RowColumn($0, .integer)
    case "last_event_on": RowColumn($0, .date)
    default: RowColumn($0, .text)
    }
  }

  package static func features(_ catalogue: FeatureCatalogue, _ selected: [String]?) -> [RowColumn]
  {
    [ScoreColumn.customerID.rowColumn()]
      + (selected ?? catalogue.names).map {
        RowColumn($0, .number, comment: catalogue[$0]?.meaning ?? "")
      }
  }

  package static let catalogue = ["name", "unit", "window_days", "none_seen", "meaning"].map {
    RowColumn($0, $0 == "window_days" ? .integer : .text)
  }

  /// The columns of segments.
  ///
  /// - Parameter shown: names of further columns.
  /// - Returns: all that are written, in order.
  package static func segments(_ shown: [String]) -> [RowColumn] {
    (SegmentRows.columns + shown.filter { !SegmentRows.columns.contains($0) }).map { name in
      if let column = ScoreColumn(rawValue: name) { return column.rowColumn() }
      // Columns of the customers files are as they are.
      return switch ColumnSchema.rules.columns.first(where: { $0.name == name })?.unit {
      case nil, .text: RowColumn(name, .text)
      case .date: RowColumn(name, .date)
      default: RowColumn(name, .number)
      }
    }
  }

  package static func contracts(_ names: [String]) -> [RowColumn] {
    names.map { name in
      switch name {
      case "rank", "age_periods", "horizon_periods", "life_periods": RowColumn(name, .integer)
      case "start", "as_of": RowColumn(name, .date)
      case "reliable": RowColumn(name, .flag)
      case "customer_id", "reason_1", "reason_2", "reason_3", "period", "model":
        RowColumn(name, .text)
      default: RowColumn(name, .number)
      }
    }
  }

  package static let assignment = AssignmentFile.columns.map {
    switch $0 {
    case "share": RowColumn($0, .number)
    case "starts": RowColumn($0, .date)
    default: RowColumn($0, .text)
    }
  }
}
