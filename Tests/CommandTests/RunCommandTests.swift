import Foundation
import TestSupport
import Testing

/// Runs of successive months: what changed, why, and what came of the earlier scores.
///
/// The oracle is arithmetic over the files themselves.
@Suite struct RunCommandTests {
  private static let dates = ["2024-06-01", "2024-07-15", "2024-11-01"]

  /// A simulated shop whose log ends before each of the dates in turn, and a model of the first.
  private func months(_ body: (CommandRunner, String, [[String: String]]) throws -> Void) throws {
    let runner = try CommandRunner()
    try runner.expect(["simulate", "--customers", "300", "--seed", "5", "--output", "shop"])
    let lines = try runner.text(of: "shop/orders.csv").split(separator: "\n").map(String.init)
    let time = try #require(lines[0].split(separator: ",").firstIndex(of: "ordered_at"))
    try runner.write(
      """
      orders: [now.csv]
      run:
        model: m
        output: runs

      """, to: "perennial.yaml")
    var earlier: [[String: String]] = []
    for date in Self.dates {
      let now = lines.dropFirst().filter { $0.split(separator: ",")[time].prefix(10) < date }
      try runner.write(([lines[0]] + now).joined(separator: "\n") + "\n", to: "now.csv")
      if date == Self.dates[0] {
        try runner.expect(
          ["train", "now.csv", "--horizon", "60d", "--model", "m", "--accept-weak"])
      }
      try body(runner, date, earlier)
      earlier = csvRecords(try runner.text(of: "runs/\(date)/scores.csv"))
    }
  }

  private func summary(_ runner: CommandRunner, _ date: String) throws -> [String: Any] {
    let text = try runner.text(of: "runs/\(date)/summary.json")
    return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func rowsSayWhatChangedAndWhy() throws {
    try months { runner, date, earlier in
      let run = try runner.expect(["run", "perennial.yaml", "--as-of", date])
      #expect(run.text.hasPrefix("Run of \(date)"), "\(run)")
      let rows = csvRecords(try runner.text(of: "runs/\(date)/scores.csv"))
      let previous = try summary(runner, date)["previous"] as? [String: Any]
      guard !earlier.isEmpty else {
        // The layout is the same on the first night.
        #expect(previous == nil && rows.allSatisfy { $0["changes"] == "" })
        return
      }
      let then = Dictionary(uniqueKeysWithValues: earlier.map { ($0["customer_id"] ?? "", $0) })
      var causes: [String: Int] = [:]
      for row in rows {
        guard let before = then[row["customer_id"] ?? ""] else {
          #expect(row["changes"] == "new" && row["previous_rank"] == "")
          continue
        }
        let changed = ["list", "segment", "lapse", "cluster"].filter { row[$0] != before[$0] }
        #expect(row["changes"] == changed.joined(separator: ";"), "\(row)")
        for name in ["rank", "list", "segment", "churn_probability"] {
          #expect(row["previous_\(name)"] == before[name])
        }
        let hasOrdered = Int(row["orders"] ?? "") ?? 0 > Int(before["orders"] ?? "") ?? 0
        let cause = changed.isEmpty ? "" : hasOrdered ? "ordered" : "silence"
        #expect(row["change_cause"] == cause, "\(row)")
        if !cause.isEmpty { causes[cause, default: 0] += 1 }
      }
      #expect(previous?["causes"] as? [String: Int] == causes)
      #expect(previous?["customers"] as? Int == earlier.count)
      #expect(previous?["new"] as? Int == rows.count - earlier.count)
      #expect(previous?["gone"] as? Int == 0)
    }
  }

  /// The outcome of the run before, counted from the orders themselves.
  @Test func anEarlierRunIsJudgedOnceItsHorizonHasPassed() throws {
    try months { runner, date, earlier in
      try runner.expect(["run", "perennial.yaml", "--as-of", date])
      let outcome = try summary(runner, date)["outcome"] as? [String: Any]
      // Sixty days after the first date is the last of July: too late for the second run.
      guard date == Self.dates[2] else {
        #expect(outcome == nil)
        return
      }
      #expect(outcome?["as_of"] as? String == Self.dates[1])
      let records = csvRecords(try runner.text(of: "now.csv"))
      let came = Set(
        records.filter {
          ("2024-07-15"..<"2024-09-13").contains(String(($0["ordered_at"] ?? "").prefix(10)))
        }.compactMap { $0["customer_id"] })
      let all = try #require(outcome?["all"] as? [String: Any])
      let stayed = earlier.count { came.contains($0["customer_id"] ?? "") }
      #expect(all["customers"] as? Int == earlier.count)
      let actual = 1 - Double(stayed) / Double(earlier.count)
      #expect(abs((all["actual"] as? Double ?? 0) - actual) < 1e-12)
      let sum = earlier.reduce(0) { $0 + (Double($1["churn_probability"] ?? "") ?? 0) }
      let predicted = sum / Double(earlier.count)
      #expect(abs((all["predicted"] as? Double ?? 0) - predicted) < 1e-9)
    }
  }

  @Test func aMissedRequirementLeavesTheSummaryAlone() throws {
    try months { runner, date, earlier in
      guard date == Self.dates[1] else {
        try runner.expect(["run", "perennial.yaml", "--as-of", date])
        return
      }
      let run = ["run", "perennial.yaml", "--as-of", date]
      let missed = try runner.run(run + ["--require", "customers>=1,new_share<=0"])
      #expect(missed.end == .status(1), "\(missed)")
      #expect(missed.errors.contains("new_share<=0, found"), "\(missed)")
      #expect(throws: (any Error).self) { try runner.text(of: "runs/\(date)/scores.csv") }
      let results = try summary(runner, date)["requirements"] as? [[String: Any]]
      #expect(results?.map { $0["met"] as? Bool } == [true, false])
      // The next run is compared with the last that has rows.
      try runner.expect(run)
    }
  }

  /// Rows that differ, put in the place of the earlier ones, make the rows of a full run.
  @Test func changedRowsAndTheFormerOnesAreAllRows() throws {
    try months { runner, date, earlier in
      let predict = [
        "predict", "now.csv", "--model", "m", "--as-of", date, "--select",
        "customer_id,list,segment,cluster",
      ]
      if date == Self.dates[0] { try runner.expect(predict + ["--output", "former.csv"]) }
      try runner.expect(["run", "perennial.yaml", "--as-of", date])
      guard date == Self.dates[1] else { return }
      func rows(_ text: String) -> [String: [String: String]] {
        Dictionary(uniqueKeysWithValues: csvRecords(text).map { ($0["customer_id"] ?? "", $0) })
      }
      let full = rows(try runner.expect(predict).text)
      let former = rows(try runner.text(of: "former.csv"))
      let changed = rows(
        try runner.expect(
          predict + ["--previous", "former.csv", "--changed-only"], says: ["rows changed"]
        ).text)
      #expect(former.merging(changed) { $1 } == full)
      #expect(changed.allSatisfy { former[$0.key] != $0.value })
      #expect(!changed.isEmpty && changed.count < full.count)
    }
  }

  /// A log that no longer reaches back to the earlier run, or lacks customers, gives no verdict; the oracle
  /// is the whole log.
  @Test func aLogThatLacksTheEarlierRunGivesNoVerdict() throws {
    let runner = try CommandRunner()
    try runner.expect(["simulate", "--customers", "600", "--seed", "5", "--output", "shop"])
    let lines = try runner.text(of: "shop/orders.csv").split(separator: "\n").map(String.init)
    let train = ["train", "shop/orders.csv", "--horizon", "60d", "--model", "m", "--accept-weak"]
    try runner.expect(train)
    let predict = ["predict", "--model", "m", "--select", "rank"]
    try runner.expect(
      [
        "predict", "shop/orders.csv", "--model", "m", "--as-of", "2024-07-15", "--output",
        "then.csv",
      ])
    func verdict(_ log: String, _ more: [String] = []) throws -> (String?, Int?) {
      try runner.expect(
        predict + [log, "--previous", "then.csv", "--summary", "s.json"] + more)
      let text = try runner.text(of: "s.json")
      let summary = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let outcome = summary?["outcome"] as? [String: Any]
      return (outcome?["verdict"] as? String, outcome?["customers_not_in_log"] as? Int)
    }
    let whole = try verdict("shop/orders.csv")
    #expect(["keep", "recalibrate", "retrain"].contains(whole.0) && whole.1 == 0, "\(whole)")
    // Orders after the date that is scored are not looked at.
    #expect(try verdict("shop/orders.csv", ["--as-of", "2024-09-01"]).0 == nil)
    // A window that rolled on: it begins after the earlier run.
    let recent = lines.dropFirst().filter { $0.split(separator: ",")[2] >= "2024-08-01" }
    try runner.write(([lines[0]] + recent).joined(separator: "\n") + "\n", to: "recent.csv")
    let rolled = try verdict("recent.csv")
    #expect(rolled.0 == "log_incomplete")
    let scored = Set(
      csvRecords(try runner.text(of: "then.csv")).compactMap { $0["customer_id"] })
    let here = Set(recent.compactMap { $0.split(separator: ",").first.map(String.init) })
    #expect(rolled.1 == scored.subtracting(here).count)
    // A twentieth of the customers is gone.
    let some = lines.dropFirst().filter { ($0.dropFirst(1).prefix(7).last ?? "0") != "7" }
    try runner.write(([lines[0]] + some).joined(separator: "\n") + "\n", to: "some.csv")
    #expect(try verdict("some.csv").0 == "log_incomplete")
    // Twenty customers tell nothing.
    let few = csvRows(try runner.text(of: "then.csv")).map { $0.map { "\"\($0)\"" } }
    let rows = few.prefix(21).map { $0.joined(separator: ",") }
    try runner.write(rows.joined(separator: "\n") + "\n", to: "then.csv")
    #expect(try verdict("shop/orders.csv").0 == "too_few")
  }

  @Test func whatCannotBeComparedIsNamed() throws {
    let runner = try CommandRunner()
    try runner.expect(["simulate", "--customers", "200", "--seed", "5", "--output", "shop"])
    let log = ["shop/orders.csv"]
    try runner.expect(["train"] + log + ["--horizon", "60d", "--model", "m", "--accept-weak"])
    let predict = ["predict"] + log + ["--model", "m"]
    for (text, says) in [
      (
        "customer_id,list\n7,act\n7,none\n",
        ["other.csv:3", "'9' (1 character", "one row per customer"]
      ),
      ("customer_id,list\n7,act\n,none\n", ["other.csv:3", "a customer id"]),
      ("id,list\n7,act\n", ["other.csv", "customer_id"]),
      ("customer_id;list\n7;act\n", ["other.csv", "with commas"]),
      ("customer_id,list\n7,act\n8\n", ["other.csv:3", "found 1 field"]),
      ("customer_id,list\n7,later\n", ["other.csv:2", "one of act, win_back, none"]),
      ("customer_id,churn_probability\n7,1e308\n", ["other.csv:2", "from 0 to 1"]),
      ("customer_id,churn_probability\n7,nan\n", ["other.csv:2", "from 0 to 1"]),
      ("customer_id,orders\n7,99999999999999999999\n", ["other.csv:2", "whole number"]),
      ("customer_id,why_not\n7,NO_CONSENT\n", ["other.csv:2", "one of no_consent, "]),
      ("customer_id,cluster\n7,first\n", ["other.csv:2", "'first'", "whole number"]),
      ("customer_id,rank\n7,400\n", ["ranked up to 400", "all rows"]),
      ("customer_id,as_of\n7,2024-01-01\n8,2024-01-02\n", ["other.csv:3", "one date"]),
      ("customer_id,horizon_days\n7,-3\n", ["other.csv:2", "one number of days"]),
      ("", ["other.csv"]), ("customer_id,list\n", ["other.csv", "below the header"]),
    ] {
      try runner.write(text, to: "other.csv")
      try runner.expect(predict + ["--previous", "other.csv"], status: 65, says: says)
    }
    try runner.write("customer_id,as_of\n7,2099-01-01\n", to: "other.csv")
    try runner.expect(predict + ["--previous", "other.csv"], status: 64, says: ["later than"])
    try runner.write("customer_id,list\n7,act\n", to: "other.csv")
    try runner.expect(
      predict + ["--previous", "other.csv", "--changed-only"], status: 65,
      says: ["other.csv", "rank"])
    try runner.expect(
      predict + ["--require", "gone_share<=1"], status: 64, says: ["--previous FILE"])
    try runner.expect(predict + ["--require", "auc=1"], status: 64, says: ["order_age"])
    try runner.expect(
      predict + ["--carry", "email", "--summary", "s.json"], status: 64,
      says: ["--customers FILE"])
    #expect(throws: (any Error).self) { try runner.text(of: "s.json") }
    try runner.expect(predict + ["--changed-only"], status: 64, says: ["--previous FILE"])
  }

  @Test func columnsOfTheCustomersFileGoAlong() throws {
    let runner = try CommandRunner()
    try runner.expect(["simulate", "--customers", "200", "--seed", "5", "--output", "shop"])
    let log = ["shop/orders.csv"]
    try runner.expect(["train"] + log + ["--horizon", "60d", "--model", "m", "--accept-weak"])
    let ids = csvRecords(
      try runner.expect(
        ["predict"] + log + ["--model", "m", "--select", "customer_id"]
      ).text
    ).compactMap { $0["customer_id"] }
    let mails = ids.dropLast().map { "\($0),\($0)@example.org,=1+1" }
    try runner.write(
      (["customer_id,email,my note"] + mails).joined(separator: "\n") + "\n", to: "people.csv")
    let rows = csvRecords(
      try runner.expect(
        ["predict"] + log + [
          "--customers", "people.csv", "--model", "m", "--select", "customer_id,list", "--carry",
          "email, my note",
        ]
      ).text)
    #expect(rows.map { $0["customer_id"] } == ids)
    for row in rows.dropLast() {
      #expect(row["email"] == "\(row["customer_id"] ?? "")@example.org")
      // A spreadsheet does not run it.
      #expect(row["my note"] == "'=1+1")
    }
    #expect(rows.last?["email"] == "")
  }
}
