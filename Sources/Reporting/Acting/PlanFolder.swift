package import Files
internal import FoundationEssentials
package import Scoring

/// A folder of a plan: `plan.csv`, `plan.json` and, with a hold-out, `assignment.csv`.
package enum PlanFolder {
  package static let rows = "plan.csv"
  private static let assignment = "assignment.csv"
  private static let kind = FolderContents(marker: "plan.json", others: [rows, assignment])

  /// Writes a plan, whole or not at all; an earlier one is replaced.
  ///
  /// - Parameters:
  ///   - plan: whom to contact.
  ///   - summary: the bytes of `plan.json`.
  ///   - path: of the folder.
  /// - Throws: where something else is in the way, or it cannot be written.
  package static func write(
    _ plan: RetentionPlan, summary: [UInt8], to path: String
  ) throws(OutputError) {
    try kind.write(to: path) { folder in
      try Data(summary).write(to: URL(filePath: folder).appending(path: kind.marker))
      try Data(PlanRows.csv(of: plan)).write(to: URL(filePath: folder).appending(path: rows))
      if let assigned = PlanRows.assignment(of: plan) {
        try Data(assigned).write(to: URL(filePath: folder).appending(path: assignment))
      }
    }
  }
}
