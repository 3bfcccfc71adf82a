import Foundation
import TestSupport
import Testing

/// Names of the last release go on working, with a hint at today's.
@Suite struct SpellingTests {
  /// Old and new words of one run; both write the same rows.
  private struct Change {
    let old: [String]
    let new: [String]
    let hint: String

    init(_ old: String, _ new: String, hint: String) {
      self.old = old.split(separator: " ").map(String.init)
      self.new = new.split(separator: " ").map(String.init)
      self.hint = "hint: \(hint); the old form works in this release only"
    }
  }

  private func expectSame(_ change: Change, in runner: CommandRunner) throws {
    let old = try runner.expect(change.old, says: [change.hint])
    let new = try runner.expect(change.new)
    #expect(old.output == new.output, "\(change.old)")
    #expect(!new.errors.contains("hint: "), "\(new)")
    #expect(try runner.expect(change.old + ["--quiet"]).errors.isEmpty, "\(change.old)")
  }

  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "o.csv")
    try runner.write(
      "id,land\n" + (0..<120).map { "c\($0),\($0 % 4 == 0 ? "DE" : "FR")\n" }.joined(),
      to: "c.csv")
    return runner
  }

  @Test func readingAndSegments() throws {
    let runner = try runner()
    for change in [
      Change(
        "check o.csv --max-refused 5%", "check o.csv --max-rejected 5%",
        hint: "--max-refused is now --max-rejected"),
      Change(
        "check o.csv --refused=r.csv", "check o.csv --rejected=r.csv",
        hint: "--refused is now --rejected"),
      Change(
        "segment o.csv --show orders_30", "segment o.csv --select orders_30",
        hint: "--show is now --select"),
      Change(
        "segment o.csv --compare-to 2024-09-01",
        "segment movement o.csv --compare-to 2024-09-01",
        hint: "`segment --compare-to` is now `segment movement`"),
      Change(
        "segment o.csv --customers c.csv --by=land --churn-days 60d",
        "segment crosstab o.csv --customers c.csv --by=land --horizon 60d",
        hint: "`segment --by` is now `segment crosstab`"),
      Change(
        "segment o.csv --by c.csv:land --churn-days 60d",
        "segment crosstab o.csv --by c.csv:land --horizon 60d",
        hint: "--churn-days is now --horizon"),
      Change(
        "segment o.csv --customers c.csv --place-prospects",
        "segment place o.csv --customers c.csv",
        hint: "`segment --place-prospects` is now `segment place`"),
      Change(
        "clv o.csv --split 2024-09-01 --models bg-nbd",
        "clv o.csv --evaluate-at 2024-09-01 --models bg-nbd",
        hint: "--split is now --evaluate-at"),
    ] { try expectSame(change, in: runner) }
  }

  @Test func trainingAndPrediction() throws {
    let runner = try runner()
    let train = "train --accept-weak o.csv --horizon 30d --model m --snapshots 1"
    for change in [
      Change(
        "\(train) --judge-at 2024-10-01", "\(train) --evaluate-at 2024-10-01",
        hint: "--judge-at is now --evaluate-at"),
      Change(
        "\(train) --value-horizon 60d", "\(train) --clv-horizon 60d",
        hint: "--value-horizon is now --clv-horizon"),
      Change(
        "\(train) --l1-share 0.5", "\(train) --l1-ratio 0.5",
        hint: "--l1-share is now --l1-ratio"),
      Change(
        "compare o.csv --model m --refits 0 --judge-at 2024-10-01",
        "compare o.csv --model m --refits 0 --evaluate-at 2024-10-01",
        hint: "--judge-at is now --evaluate-at"),
    ] { try expectSame(change, in: runner) }
    // No event log, no prospects: the old words reach the command that says so.
    try runner.expect(
      ["predict", "o.csv", "--model", "m", "--prospects"], status: 65,
      says: ["hint: `predict --prospects` is now `prospects`"])
  }

  @Test func tables() throws {
    let runner = try runner()
    try runner.write(TableCommandTests.contracts(), to: "t.csv")
    for change in [
      Change(
        "train --table t.csv --label churned --model m",
        "table train t.csv --label churned --model m",
        hint: "`train --table` is now `table train`"),
      Change(
        "train --model m --label churned --table=t.csv",
        "table train t.csv --label churned --model m",
        hint: "`train --table` is now `table train`"),
      Change(
        "predict --model m --table t.csv --value monthly_charges",
        "table predict t.csv --model m --value monthly_charges",
        hint: "`predict --table` is now `table predict`"),
    ] { try expectSame(change, in: runner) }
    // Options of a log say nothing of a table, in old words as in new ones.
    try runner.expect(
      ["train", "--table", "t.csv", "--label", "churned", "--model", "n", "--horizon", "90d"],
      status: 64, says: ["--horizon"])
    try runner.expect(["train", "--model", "n", "--table"], status: 64, says: ["--table"])
  }

  /// A configuration may have old names too; the command line wins whichever is used.
  @Test func configurations() throws {
    let runner = try runner()
    try runner.write(Logs.shop() + "x,never,1\n", to: "o.csv")
    try runner.write(
      "orders: o.csv\nmax-refused: 5%\nsegment:\n  show: orders_30\n  alert: Lost > Champions\n",
      to: "c.yaml")
    let old = try runner.expect(
      ["segment", "--config", "c.yaml", "--select", "orders_90"],
      status: 64, says: ["--alert"])
    #expect(old.errors.contains("--max-refused is now --max-rejected"), "\(old)")
    try runner.write("orders: o.csv\nmax-refused: 5%\nsegment:\n  show: orders_30\n", to: "d.yaml")
    let rows = try runner.expect(["segment", "--config", "d.yaml", "--select", "orders_90"])
    let first = try #require(csvRecords(rows.text).first)
    #expect(first["orders_90"] != nil && first["orders_30"] == nil)
    // A section serves all commands of its family, each with the options that it has.
    try runner.write(
      "orders: o.csv\nmax-rejected: 5%\nsegment:\n  select: orders_30\n  score-window: 90d\n"
        + "segment movement:\n  compare-to: 2024-09-01\n", to: "e.yaml")
    try runner.expect(["segment", "movement", "--config", "e.yaml"])
    try runner.expect(["segment", "--config", "e.yaml"])
  }
}
