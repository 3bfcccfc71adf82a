import Foundation
import TestSupport
import Testing

/// What `contracts` says and refuses beyond its figures.
@Suite struct ContractsPredictCommandTests {
  private static let training = [
    "contracts", "train", "c.csv", "--id", "contract", "--start", "began", "--end", "ended",
    "--reason", "why", "--as-of", "2024-01-01", "--model", "m",
  ]
  private static let predict = ["contracts", "predict", "c.csv", "--model", "m"]
  private static let asOf = ["--as-of", "2024-01-01"]

  private func trained() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(ContractsCommandTests.contracts(), to: "c.csv")
    try runner.expect(Self.training)
    return runner
  }

  @Test func selectedColumnsAndRequiredFigures() throws {
    let runner = try trained()
    let predict = Self.predict + Self.asOf
    let all = csvRows(try runner.expect(predict).text)
    let some = csvRows(
      try runner.expect(predict + ["--select", "value_at_risk,customer_id,survival_12,ends_moved"])
        .text)
    #expect(some[0] == ["value_at_risk", "customer_id", "survival_12", "ends_moved"])
    let places = try some[0].map { try #require(all[0].firstIndex(of: $0)) }
    #expect(some == all.map { row in places.map { row[$0] } })
    try runner.expect(
      predict + ["--select", "survival_7"], status: 64,
      says: ["--select: found 'survival_7'", "rank"])
    try runner.expect(
      predict + ["--points", "7", "--select", "survival_7"], says: ["contracts in force"])
    // Rows are written whole or not at all.
    try runner.expect(
      predict + ["--require", "contracts>=100,drift_alarms<=0,model_age<=0", "--output", "a.csv"])
    let missed = try runner.expect(
      predict + ["--require", "contracts>=100000,refused_share<=0", "--output", "b.csv"], status: 1,
      says: ["--require", "contracts>=100000, found"])
    #expect(!missed.errors.contains("refused_share"))
    #expect(runner.holds("a.csv") && !runner.holds("b.csv"))
    try runner.expect(
      predict + ["--require", "orders>=1"], status: 64, says: ["mean_churn_probability"])
  }

  @Test func driftIsNoted() throws {
    let runner = try trained()
    let same = try runner.expect(Self.predict + Self.asOf)
    #expect(!same.errors.contains("drift"))
    let young = (0..<300).map { "z\($0),2023-1\($0 % 3)-11,,,b,\(500 + $0)\n" }.joined()
    try runner.write("contract,began,ended,why,plan,fee\n" + young, to: "n.csv")
    try runner.expect(
      ["contracts", "predict", "n.csv", "--model", "m"] + Self.asOf,
      says: ["Population drift", "fee", "plan", "age of the contract"])
    try runner.expect(
      ["contracts", "predict", "n.csv", "--model", "m", "--require", "drift_alarms<=0"] + Self.asOf,
      status: 1, says: ["drift_alarms<=0, found 3"])
  }

  /// What is assumed of contracts without a column of ends is said, and reasons without ends are refused.
  @Test func withoutEnds() throws {
    let runner = try trained()
    try runner.write("contract,began,plan,fee\nz1,2023-02-01,b,9\nz2,2023-05-01,b,9\n", to: "n.csv")
    let predict = ["contracts", "predict", "n.csv", "--model", "m"]
    try runner.expect(
      predict,
      says: [
        "found no column 'ended' of ends (--end): 2 contracts are taken to be in force on 2023-05-02"
      ])
    try runner.expect(
      predict + Self.asOf, says: ["2 contracts are taken to be in force on 2024-01-01"])
    try runner.expect(
      predict + ["--end", "over"], status: 65, says: ["found no column 'over' (--end)"])
    try runner.write("contract,began,why,plan,fee\nz1,2023-02-01,moved,b,9\n", to: "n.csv")
    try runner.expect(predict, status: 65, says: ["n.csv:2: column 'why': found 'moved'", "--end"])
    // Columns by other names than in training.
    try runner.write("id,from,till,plan,fee\nz1,2023-02-01,,b,9\n", to: "n.csv")
    let rows = csvRecords(
      try runner.expect(predict + ["--id", "id", "--start", "from", "--end", "till"] + Self.asOf)
        .text)
    #expect(rows.count == 1)
  }

  /// Lengths that are no whole number of periods are refused with the nearest that are.
  @Test func lengthsAreWholePeriods() throws {
    let runner = try trained()
    try runner.expect(
      Self.training + ["--horizon", "100d"], status: 64,
      says: ["--horizon 100d", "periods of 1m", "such as 3m or 4m"])
    try runner.expect(
      Self.training + ["--period", "3m", "--horizon", "7m"], status: 64, says: ["such as 6m or 9m"])
    let predict = Self.predict + Self.asOf
    try runner.expect(predict + ["--life", "10d"], status: 64, says: ["--life 10d", "1m or 2m"])
    try runner.expect(predict + ["--horizon", "90d"], status: 64, says: ["such as 2m or 3m"])
    try runner.expect(predict + ["--life", "100y", "--horizon", "6m", "--top", "1"])
    try runner.expect(
      Self.training + ["--period", "1d", "--horizon", "90y"], status: 64, says: ["--horizon 90y"])
  }

  /// A column of reasons that nobody named as such is left out, and that is said before the figures.
  @Test func aColumnFilledAtTheEndIsLeftOut() throws {
    let runner = try CommandRunner()
    try runner.write(ContractsCommandTests.contracts(), to: "c.csv")
    let plain = Self.training.filter { $0 != "--reason" && $0 != "why" }
    let text = try runner.expect(plain).text
    #expect(text.hasPrefix("note: leakage: column 'why' is left out."), "\(text)")
    #expect(text.contains("--reason") && text.contains("--known-at-start"))
    #expect(!text.contains("1.0000"))
    #expect(try runner.text(of: "m/card.md").contains("leakage: column 'why' is left out"))
    let kept = try runner.expect(plain + ["--known-at-start", "why"]).text
    #expect(!kept.contains("left out"))
    try runner.expect(
      plain + ["--known-at-start", "whu"], status: 65,
      says: ["found no column 'whu' (--known-at-start)", "Did you mean 'why'?"])
  }

  /// Seconds since 1970, as payment services write them, are the same contracts as their dates.
  @Test func secondsSince1970() throws {
    let runner = try trained()
    let digest = try #require(
      runner.text(of: "m/model.json").firstMatch(of: /"rows_sha256" : "\w+"/))
    let form = Date.ISO8601FormatStyle().year().month().day()
    func counted(_ unit: Int) throws -> String {
      try runner.text(of: "c.csv").split(separator: "\n").enumerated().map { number, line in
        line.split(separator: ",", omittingEmptySubsequences: false).enumerated().map {
          place, cell in
          guard number > 0, (1...2).contains(place), let date = try? form.parse(String(cell)) else {
            return String(cell)
          }
          return "\((Int(date.timeIntervalSince1970) + 3_600) * unit)"
        }.joined(separator: ",") + "\n"
      }.joined()
    }
    for (unit, name) in [(1, "seconds"), (1_000, "milliseconds")] {
      try runner.write(try counted(unit), to: "u.csv")
      try runner.expect(
        Self.training.map { $0 == "c.csv" ? "u.csv" : $0 },
        says: ["column 'began': read as \(name) since 1970-01-01 (UTC)"])
      let again = try #require(
        runner.text(of: "m/model.json").firstMatch(of: /"rows_sha256" : "\w+"/))
      #expect(again.output == digest.output)
    }
  }
}
