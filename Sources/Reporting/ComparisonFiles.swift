package import Scoring

/// The folder that `compare --output` writes: `compare.json` and `assignments.csv`.
package enum ComparisonFiles {
  package static let kind = FolderKind(marker: "compare.json", others: ["assignments.csv"])

  package static func folder(
    _ comparison: Comparison, assignments: [Assignment], id: (Int) -> String
  ) -> WholeFolder {
    var writer = RowWriter(
      columns: ["customer_id", "cluster", "segment", "cluster_at_judge", "segment_at_judge"],
      format: .csv)
    for assignment in assignments {
      writer.append(text: id(assignment.customer))
      writer.append(integer: assignment.cluster)
      writer.append(text: assignment.segment)
      writer.append(integer: assignment.clusterAtJudge)
      writer.append(text: assignment.segmentAtJudge)
      writer.endRow()
    }
    return WholeFolder(
      files: [
        (kind.marker, canonicalJSON(comparison)), ("assignments.csv", writer.takeBytes()),
      ],
      kind: kind)
  }
}
