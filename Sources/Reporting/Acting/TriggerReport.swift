package import Files
internal import FoundationEssentials
package import Scoring
internal import Units

/// What `triggers` prints: who met what, and who is answered.
package enum TriggerReport {
  package static func text(of run: TriggerRun) -> String {
    var table = TextTable([
      ("trigger", .left), ("offer", .left), ("holds for", .right), ("no consent", .right),
      ("left alone", .right), ("cooling down", .right), ("answered already", .right),
      ("listed", .right),
    ])
    for trigger in run.triggers where trigger.untold.isEmpty {
      table.append([
        trigger.name, trigger.offer, grouped(trigger.holds), grouped(trigger.noConsent),
        grouped(trigger.heldOut), grouped(trigger.coolDown), grouped(trigger.answeredAlready),
        grouped(trigger.listed),
      ])
    }
    let listed = run.triggers.reduce(0) { $0 + $1.listed }
    let told = run.triggers.contains { $0.untold.isEmpty }
    return
      ([
        "Triggers of \(run.day): \(grouped(listed)) of \(counted(run.customers, "customer")) to answer"
      ] + (told ? [""] + table.lines : []) + untold(run)).joined(separator: "\n") + "\n"
  }

  private static func untold(_ run: TriggerRun) -> [String] {
    run.triggers.filter { !$0.untold.isEmpty }.map { trigger in
      "note: \(trigger.name) cannot be told: nothing in these files gives \(listed(trigger.untold)) of anybody"
    }
  }
}

extension TriggerError: Worded {
  package var sentence: Sentence {
    switch self {
    case .conditions(let faults):
      Sentence(lines: faults.map(\.sentence).joined(separator: "\n"))
    case .noColumn(_, let column, let columns):
      """
      consent of the offer: found no column '\(column)' in the customers files, expected it; columns: \
      \(columns.isEmpty ? "none" : "\(columns: columns)" as Sentence)
      """
    }
  }
}

/// A folder of triggers: `triggers.csv`, `triggers.json`, and in `state.csv` those of all runs.
package enum TriggerFolder {
  package static let rows = "triggers.csv"
  package static let state = "state.csv"
  private static let kind = FolderContents(marker: "triggers.json", others: [rows, state])

  /// Writes a run and the state after it, whole or not at all; an earlier folder is replaced.
  ///
  /// - Parameters:
  ///   - run: of the day.
  ///   - state: of the runs before it.
  ///   - summary: the bytes of `triggers.json`.
  ///   - path: of the folder.
  /// - Throws: where something else is in the way, or it cannot be written.
  package static func write(
    _ run: TriggerRun, after state: TriggerState, summary: [UInt8], to path: String
  ) throws(OutputError) {
    let recorded = state.recording(run.entries, on: run.day)
    try kind.write(to: path) { folder in
      let folder = URL(filePath: folder)
      try Data(summary).write(to: folder.appending(path: kind.marker))
      try Data(TriggerState(run.entries).csv()).write(to: folder.appending(path: rows))
      try Data(recorded.csv()).write(to: folder.appending(path: Self.state))
    }
  }
}
