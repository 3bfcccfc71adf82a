import Foundation
import TestSupport
import Testing

/// `segment movement` and `segment crosstab` as users call them.
@Suite struct MovementCommandTests {
  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write(
      "id,land\n" + (0..<120).map { "c\($0),\($0 % 4 == 0 ? "=DE" : "FR")\n" }.joined(),
      to: "customers.csv")
    return runner
  }

  private let movement = [
    "segment", "movement", "orders.csv", "--as-of", "2025-01-01", "--compare-to", "2024-09-01",
    "--score-window", "180d",
  ]

  @Test func movementIsToldAndWritten() throws {
    let runner = try runner()
    let run = try runner.expect(
      movement + ["--alert", "Champions > *", "--alert", "Lost>Champions", "--output", "moved"])
    for text in [
      "Movement from 2024-09-01 to 2025-01-01 (122 days)", "computed as of 2024-09-01", "moved up",
      "Alert Champions > *: ", "1 → 2", "2024-12", "(new)",
    ] { #expect(run.text.contains(text), "\(text)\n\(run)") }
    #expect(
      try runner.names(in: "moved") == [
        "alerts.csv", "categories.csv", "cohorts.csv", "ladder.csv", "months.csv",
        "movement.json", "moves.csv", "segments.csv", "transitions.csv",
      ])
    let moves = try csvRecords(runner.text(of: "moved/moves.csv"))
    let transitions = try csvRecords(runner.text(of: "moved/transitions.csv"))
    for transition in transitions {
      let made = moves.filter {
        ($0["from"] ?? "") == (transition["from"] == "(new)" ? "" : transition["from"])
          && $0["to"] == transition["to"]
      }
      #expect("\(made.count)" == transition["customers"], "\(transition)")
    }
    // Either date may be named first; JSON is the folder's.
    let json = try runner.expect(
      ["segment", "movement", "orders.csv", "--as-of", "2024-09-01", "--compare-to", "2025-01-01"]
        + ["--score-window", "180d", "--alert", "Champions > *", "--alert", "Lost>Champions"]
        + ["--json"])
    #expect(json.text == (try runner.text(of: "moved/movement.json")))
  }

  @Test func aModelsCutOffsAreUsedAtBothDates() throws {
    let runner = try runner()
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "m", "--quiet",
    ])
    let run = try runner.expect(
      ["segment", "movement", "orders.csv", "--compare-to", "2024-09-01", "--model", "m"])
    #expect(run.text.contains("stored in the model, computed as of "), "\(run)")
  }

  @Test func aColumnPartsCustomers() throws {
    let runner = try runner()
    let run = try runner.expect(
      [
        "segment", "crosstab", "orders.csv", "--customers", "customers.csv", "--by", "land",
        "--output", "by",
      ])
    for text in ["=DE", "FR", "(all)", "mutual information between land and segment"] {
      #expect(run.text.contains(text), "\(text)\n\(run)")
    }
    #expect(try runner.names(in: "by") == ["cells.csv", "crosstab.json", "groups.csv"])
    let groups = try csvRecords(runner.text(of: "by/groups.csv"))
    #expect(groups.map { $0["group"] } == ["'=DE", "FR", "(all)"])
    let cells = try csvRecords(runner.text(of: "by/cells.csv"))
    for group in groups {
      let sum = cells.filter { $0["group"] == group["group"] }
        .reduce(0) { $0 + (Int($1["customers"] ?? "") ?? 0) }
      #expect("\(sum)" == group["customers"])
    }
    let same = try runner.expect([
      "segment", "crosstab", "orders.csv", "--by", "land=customers.csv:land", "--json",
    ])
    #expect(same.text.contains("\"FR\""))
  }

  @Test func faultsAreTold() throws {
    let runner = try runner()
    for (arguments, status, says) in [
      (["movement", "--compare-to", "2025-02-30"], Int32(64), "--compare-to"),
      (
        ["movement", "--as-of", "2024-09-01", "--compare-to", "2024-09-01"], 64,
        "expected another one"
      ),
      (
        ["movement", "--compare-to", "1999-01-01"], 65, "no customer has an order before 1999-01-01"
      ),
      (
        ["movement", "--compare-to", "2024-09-01", "--alert", "Champion > Lost"], 64,
        "Did you mean 'Champions'?"
      ),
      (["movement", "--compare-to", "2024-09-01", "--alert", "Champions"], 64, "--alert"),
      (["movement", "--alert", "Champions > Lost"], 64, "--compare-to"),
      (["movement", "--compare-to", "2024-09-01", "--select", "orders"], 64, "--select"),
      (["crosstab", "--by", "land"], 64, "--customers FILE"),
      (["crosstab", "--by", "land", "--compare-to", "2024-09-01"], 64, "--compare-to"),
      (["crosstab", "--customers", "customers.csv", "--by", "lond"], 65, "Did you mean 'land'?"),
    ] {
      try runner.expect(["segment"] + arguments + ["orders.csv"], status: status, says: [says])
    }
    try runner.write("mine", to: "notes.txt")
    try runner.expect(movement + ["--output", "notes.txt"], status: 73, says: ["notes.txt"])
  }
}
