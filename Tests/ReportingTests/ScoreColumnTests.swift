import Foundation
import Reporting
import Scoring
import Testing

/// Columns of score rows are declared in one place; documentation and rows follow it.
@Suite struct ScoreColumnTests {
  /// docs/score-row.md has a line a column of customers' rows, in order, as it is declared.
  @Test func documentationSaysWhatIsDeclared() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/score-row.md"), encoding: .utf8)
    let lines = text.split(separator: "\n").filter {
      $0.hasPrefix("| ") && $0.dropFirst(2).first?.isNumber == true
    }
    let columns = ScoreColumn.customers + ScoreColumn.sincePrevious
    let declared = columns.enumerated().map { "| \($0 + 1) \($1.markdownCells)" }
    #expect(lines.count == declared.count)
    for (line, expected) in zip(lines, declared) { #expect(line == expected) }
  }

  @Test func layoutsHoldEachColumnOnceAndTogetherAll() {
    let since = ScoreColumn.customers + ScoreColumn.sincePrevious
    let others = ScoreColumn.prospects + ScoreColumn.labelledTable + ScoreColumn.targets
    for layout in [
      since, ScoreColumn.prospects, ScoreColumn.labelledTable, ScoreColumn.targets,
    ] {
      #expect(Set(layout).count == layout.count)
      #expect(layout.prefix(2) == [.rank, .customerID])
    }
    #expect(Set(since + others) == Set(ScoreColumn.allCases))
    // Where a contract has a place for it: later columns are added at the end.
    #expect(ScoreColumn.customers.count == 49)
    #expect(ScoreColumn.customers.last == .silentProbability)
  }
}
