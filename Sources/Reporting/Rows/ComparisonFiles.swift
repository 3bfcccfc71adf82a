package import Comparison
internal import Dense
internal import Expressions
package import Files
internal import Learning
package import Models

/// The folder that `compare --output` writes: figures, everyone's groups, and a picture.
package enum ComparisonFiles {
  package static let kind = FolderContents(
    marker: "compare.json", others: ["assignments.csv", "flow.svg"])

  package static func folder(
    _ comparison: PartitionComparison, assignments: Assignments, id: (Int) -> String
  ) throws(UndefinedFigure) -> AtomicFolder {
    AtomicFolder(
      files: [
        (kind.marker, try reportJSON(comparison)), ("assignments.csv", rows(assignments, id: id)),
        ("flow.svg", Array(FlowPicture.svg(of: Flow(comparison)).utf8)),
      ],
      kind: kind)
  }

  private static func rows(_ assignments: Assignments, id: (Int) -> String) -> [UInt8] {
    let columns = assignments.columns
    // The first two as the contract has them, then whatever was added, each with its past beside it.
    let cells =
      columns.prefix(2).map { ($0, false) } + columns.prefix(2).map { ($0, true) }
      + columns.dropFirst(2).flatMap { [($0, false), ($0, true)] }
    var writer = RowWriter(
      columns: ["customer_id"] + cells.map { $0.0.name + ($0.1 ? "_at_judge" : "") }, format: .csv)
    for (row, customer) in assignments.customers.enumerated() {
      writer.append(text: id(customer))
      for (column, isAtEvaluation) in cells {
        let group = isAtEvaluation ? column.atEvaluation[row] : column.today[row]
        if column.isNumbered {
          writer.append(integer: group.map { $0 + 1 })
        } else {
          writer.append(text: group.map { column.groups[$0] })
        }
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
