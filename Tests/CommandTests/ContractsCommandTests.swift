import Foundation
import TestSupport
import Testing

/// `contracts train` and `contracts predict`.
@Suite struct ContractsCommandTests {
  /// 1,500 contracts from 2018 on, as of 2024; the ones on plan b end later.
  static func contracts() throws -> String {
    var generator = SeededGenerator(seed: 31)
    let calendar = Calendar(identifier: .gregorian)
    let first = try #require(
      calendar.date(from: DateComponents(year: 2018, month: 1, day: 1)))
    let last = try #require(calendar.date(from: DateComponents(year: 2024, month: 1, day: 1)))
    let format = Date.ISO8601FormatStyle().year().month().day()
    var text = "contract,began,ended,why,plan,fee\n"
    for number in 0..<1_500 {
      let start = first.addingTimeInterval(
        86_400 * Double(Int.random(in: 0..<1_900, using: &generator)))
      let isB = Bool.random(using: &generator)
      let draw = -log(Double.random(in: 1e-6..<1, using: &generator))
      let end = start.addingTimeInterval(86_400 * (1 + (draw * (isB ? 2_200 : 900)).rounded()))
      let hasEnded = end < last
      let why = Int.random(in: 0..<4, using: &generator) == 0 ? "moved" : "cancelled"
      text += "k\(number),\(start.formatted(format)),\(hasEnded ? end.formatted(format) : ""),"
      text +=
        "\(hasEnded ? why : ""),\(isB ? "b" : "=a"),\(Int.random(in: 5...50, using: &generator))\n"
    }
    return text
  }

  private static let roles = [
    "--id", "contract", "--start", "began", "--end", "ended", "--reason", "why",
  ]
  private static let training =
    ["contracts", "train", "c.csv"] + roles + ["--as-of", "2024-01-01", "--model", "m"]

  @Test func learnsEvaluatesAndScores() throws {
    let runner = try CommandRunner()
    try runner.write(try Self.contracts(), to: "c.csv")
    let trained = try runner.expect(Self.training + ["--cause", "cancelled"])
    for text in [
      "in force on 2023-01-01", "ended of 'cancelled' within 12 × 1m", "shifted-beta-geometric",
      "age alone (Kaplan-Meier)", "integrated Brier", "Calibration", "Saved m",
    ] { #expect(trained.text.contains(text), "\(text)\n\(trained)") }
    #expect(try runner.names(in: "m") == ["card.json", "card.md", "evaluation.json", "model.json"])
    let predict = ["contracts", "predict", "c.csv", "--model", "m", "--as-of", "2024-01-01"]
    let rows = csvRecords(try runner.expect(predict + ["--points", "6,12"]).text)
    #expect(rows.count > 500)
    var previous = 1.0
    for (number, row) in rows.enumerated() {
      func value(_ name: String) throws -> Double {
        try #require(Double(row[name] ?? ""), "\(name)")
      }
      let probability = try value("churn_probability")
      #expect(row["rank"] == "\(number + 1)" && probability <= previous)
      previous = probability
      let gone = try value("ends_cancelled") + value("ends_moved")
      #expect(try abs(gone + value("survival_12") - 1) < 1e-9)
      #expect(try probability == value("ends_cancelled"))
      #expect(try value("survival_6") >= value("survival_12"))
      #expect(try (0...60).contains(value("expected_remaining_periods")))
    }
    #expect(rows.contains { $0["reason_1"]?.hasPrefix("plan ") ?? false })
    let valued = csvRecords(
      try runner.expect(predict + ["--value", "fee", "--top", "5"], says: ["value at risk of fee"])
        .text)
    #expect(valued.count == 5)
    let risks = valued.compactMap { Double($0["value_at_risk"] ?? "") }
    #expect(risks == risks.sorted(by: >) && risks.count == 5)
    let inspected = try runner.expect(["inspect", "--model", "m"])
    #expect(inspected.text.contains("Coefficients of the logit of 'cancelled'"))
    // A table of contracts in force, without a column of ends.
    try runner.write("contract,began,plan,fee\nz1,2023-02-01,b,9\n", to: "n.csv")
    let new = csvRecords(
      try runner.expect(
        ["contracts", "predict", "n.csv", "--model", "m", "--as-of", "2024-01-01"]).text)
    #expect(new.count == 1 && new[0]["age_periods"] == "11")
  }

  @Test func whatIsWrongIsSaid() throws {
    let runner = try CommandRunner()
    let text = try Self.contracts()
    try runner.write(text, to: "c.csv")
    func train(_ change: (String) -> String, _ more: [String] = []) throws -> [String] {
      try runner.write(change(text), to: "b.csv")
      return ["contracts", "train", "b.csv"] + Self.roles + ["--model", "n"] + more
    }
    let asOf = ["--as-of", "2024-01-01"]
    try runner.expect(
      train({ $0 + "q1,2022-01-01,2021-01-01,moved,b,3\n" }, asOf), status: 65,
      says: ["b.csv:1502: column 'ended': found an end on 2021-01-01", "--end"])
    try runner.expect(
      train({ $0 + "q1,2020-01-01,2021-01-01,moved,b,3\nq1,2020-06-01,,,b,3\n" }, asOf), status: 65,
      says: ["b.csv:1503: found a contract of 'a9'", "--valid-from"])
    try runner.expect(
      train({ $0 + String(repeating: "q1,01/02/2020,,,b,3\n", count: 60) }, asOf), status: 65,
      says: ["b.csv:1502: column 'began': found '01/02/2020'", "one form", "--date-format"])
    try runner.expect(
      train({ $0 + "q1,2020-01-01,9999-12-31,,b,3\n" }), status: 65, says: ["use: --as-of 20"])
    try runner.expect(
      train({ _ in "contract,began,ended,why,plan,fee\na,2020-01-01,,,b,3\n" }, asOf), status: 65,
      says: ["column 'ended': found no contract of 1 that ended before 2024-01-01", "--running"])
    try runner.expect(Self.training + ["--cause", "away"], status: 65, says: ["cancelled, moved"])
    try runner.expect(
      Self.training + ["--evaluate-at", "2023-12-01"], status: 64, says: ["--evaluate-at"])
    try runner.expect(
      Self.training + ["--term", "52w"], status: 64, says: ["--term 52w", "--period 1m"])
    try runner.expect(Self.training + ["--period", "monthly"], status: 64, says: ["--period"])
    #expect(!runner.holds("m") && !runner.holds("n"))
    try runner.expect(Self.training)
    try runner.expect(
      ["predict", "c.csv", "--model", "m"], status: 65, says: ["contracts predict"])
    try runner.expect(
      ["table", "predict", "c.csv", "--model", "m"], status: 65, says: ["contracts"])
    try runner.write("contract,began,plan\nz1,2023-02-01,b\n", to: "n.csv")
    try runner.expect(
      ["contracts", "predict", "n.csv", "--model", "m"], status: 65, says: ["needs the column fee"])
    let model = try runner.text(of: "m/model.json")
    try runner.write(
      model.replacingOccurrences(of: "\"horizon\" : 12", with: "\"horizon\" : 13"),
      to: "m/model.json")
    try runner.expect(
      ["contracts", "predict", "c.csv", "--model", "m"], status: 65, says: ["damaged"])
  }
}
