package import Dense
package import Files
internal import FoundationEssentials
package import Scoring
package import Units

/// A folder of runs, each in a folder that is named by the day it scored: `runs/2026-01-31`.
package struct RunFolder: Sendable {
  private let path: String

  private static let scores = "scores.csv"
  private static let kind = FolderContents(marker: "summary.json", others: [scores])

  package init(path: String) { self.path = path }

  /// Where the run of a day goes.
  package func path(of day: Day) -> String { "\(path)/\(day)" }

  /// Runs before a day that have score rows, the latest first.
  package func runs(before day: Day) -> [(day: Day, scores: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name in Day(iso: name) }.filter { $0 < day }.sorted(by: >)
      .map { ($0, scores(of: $0)) }
      .filter { FileManager.default.fileExists(atPath: $0.1) }
  }

  /// Whether the run of a day has score rows.
  package func hasScores(of day: Day) -> Bool {
    FileManager.default.fileExists(atPath: scores(of: day))
  }

  private func scores(of day: Day) -> String { "\(path(of: day))/\(Self.scores)" }

  /// Writes a run, whole or not at all; a run of the same day is replaced.
  ///
  /// - Parameters:
  ///   - day: the day that was scored.
  ///   - summary: the bytes of `summary.json`.
  ///   - scores: the rows; nil to write the summary alone.
  ///   - workers: how many threads it may take.
  /// - Throws: where something else is in the way, or it cannot be written.
  package func write(
    asOf day: Day, summary: [UInt8], scores: (table: ScoreTable, form: ScoreRows.Form)?,
    workers: Workers
  ) throws(OutputError) {
    try Self.kind.write(to: path(of: day), readers: .readersOf(folder: path)) { folder in
      try Data(summary).write(to: URL(filePath: folder).appending(path: Self.kind.marker))
      guard let (table, form) = scores else { return }
      let file = try AtomicFile(path: "\(folder)/\(Self.scores)")
      try ScoreRows.write(
        table, form, workers: workers,
        to: { bytes throws(OutputError) in try file.write(bytes) })
      try file.finish()
    }
  }
}
