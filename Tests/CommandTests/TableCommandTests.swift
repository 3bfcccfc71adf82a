import Foundation
import TestSupport
import Testing

/// `table train` and `table predict`.
@Suite struct TableCommandTests {
  /// 400 contracts: monthly ones leave more often, and so do costly ones.
  static func contracts(leak: Bool = false) -> String {
    var generator = SeededGenerator(seed: 77)
    var text = "customer_id,plan,monthly_charges,months,churned\(leak ? ",closed_on" : "")\n"
    for number in 0..<400 {
      let monthly = Bool.random(using: &generator)
      let charges = Int.random(in: 20...120, using: &generator)
      let months = Int.random(in: 1...72, using: &generator)
      let chance = (monthly ? 0.45 : 0.1) + Double(charges) / 400 - Double(months) / 250
      let leaves = Double.random(in: 0..<1, using: &generator) < chance
      text += "k\(number),\(monthly ? "=monthly" : "two, years"),\(charges)."
        .replacingOccurrences(of: "two, years", with: "\"two, years\"")
      text += "5,\(number % 40 == 0 ? "" : "\(months)"),\(leaves ? "Yes" : "No")"
      text += leak ? ",\(leaves ? "2026-01-31" : "")\n" : "\n"
    }
    return text
  }

  private static let training = [
    "table", "train", "t.csv", "--label", "churned", "--model", "m",
  ]

  /// Options of a log say nothing of a table, and are not passed over in silence.
  @Test(arguments: [["--no-header"], ["--where", "months > 3"], ["--ledger", "l.json"]])
  func refusesOptionsOfALog(option: [String]) throws {
    let runner = try CommandRunner()
    try runner.write(Self.contracts(), to: "t.csv")
    try runner.expect(Self.training + option, status: 64, says: [option[0]])
    try runner.expect(Self.training)
    try runner.expect(
      ["table", "predict", "t.csv", "--model", "m"] + option, status: 64, says: [option[0]])
  }

  @Test func learnsEvaluatesAndScores() throws {
    let runner = try CommandRunner()
    try runner.write(Self.contracts(), to: "t.csv")
    let trained = try runner.expect(Self.training)
    for text in ["400 holdout rows", "plan alone, the best column", "base rate", "10 folds"] {
      #expect(trained.text.contains(text), "\(text)\n\(trained)")
    }
    #expect(try runner.names(in: "m") == ["card.json", "card.md", "evaluation.json", "model.json"])
    let predict = ["table", "predict", "t.csv", "--model", "m"]
    let rows = csvRecords(
      try runner.expect(
        predict + ["--value", "monthly_charges"], says: ["ranked by expected loss"]
      )
      .text)
    #expect(rows.count == 400)
    let losses = rows.compactMap { Double($0["expected_loss"] ?? "") }
    #expect(losses.count == 400 && losses == losses.sorted(by: >))
    for (number, row) in rows.enumerated() {
      let probability = try #require(Double(row["churn_probability"] ?? ""))
      let value = try #require(Double(row["value"] ?? ""))
      #expect(row["rank"] == "\(number + 1)" && row["reliable"] == "yes")
      #expect(row["expected_loss"] == "\(probability * value)")
      #expect(row["reason_1"]?.contains("the risk") ?? false)
    }
    #expect(rows.contains { $0["reason_1"]?.hasPrefix("plan =monthly: raises the risk") ?? false })
    let byRisk = csvRecords(try runner.expect(predict + ["--top", "3"]).text)
    #expect(byRisk.count == 3 && byRisk[0]["value"] == "" && byRisk[0]["expected_loss"] == "")
    let inspected = try runner.expect(["inspect", "--model", "m"])
    for text in ["Coefficients", "Permutation importance", "Partial dependence", "months:missing"] {
      #expect(inspected.text.contains(text), "\(text)")
    }
    // JSON Lines, a selection, gzip and stdin are as elsewhere.
    let piped = try runner.runShell(
      "gzip -c t.csv | $PERENNIAL table predict - --model m --format jsonl --select "
        + "customer_id,churn_probability --quiet | head -1")
    #expect(piped.text.hasPrefix("{\"customer_id\":\""), "\(piped)")
  }

  @Test func whatIsWrongIsSaid() throws {
    let runner = try CommandRunner()
    try runner.write(Self.contracts(), to: "t.csv")
    try runner.expect(
      ["table", "train", "t.csv", "--label", "Churned", "--model", "m"], status: 65,
      says: ["found no column 'Churned' (--label)", "Did you mean 'churned'?"])
    try runner.expect(Self.training + ["--positive", "gone"], status: 65, says: ["No, Yes"])
    try runner.expect(Self.training + ["--id", "plan"], status: 65, says: ["one row per customer"])
    try runner.expect(Self.training + ["--horizon", "90d"], status: 64, says: ["--horizon"])
    try runner.expect(Self.training + ["o.csv"], status: 64, says: ["o.csv"])
    try runner.expect(Self.training + ["--id", "churned"], status: 64, says: ["two columns"])
    try runner.expect(
      Self.training + ["--require", "auc=0.99"], status: 1,
      says: ["--require asks for: holdout rows: found auc 0.", "expected at least 0.99"])
    #expect(!runner.holds("m"))
    try runner.write(
      Self.contracts().replacingOccurrences(of: "k7,", with: "k6,")
        .replacingOccurrences(of: ",No\nk9,", with: ",perhaps\nk9,"), to: "b.csv")
    let bad = ["table", "train", "b.csv", "--label", "churned", "--model", "m"]
    try runner.expect(bad, status: 65, says: ["b.csv:9: column 'customer_id': found 'a9'"])
    try runner.expect(
      bad + ["--max-rejected", "1%", "--rejected", "r.csv"], says: ["note: ", "rejected"])
    #expect(csvRecords(try runner.text(of: "r.csv")).count >= 1)
    try runner.write("customer_id,plan,months\nk1,=monthly,3\n", to: "p.csv")
    try runner.expect(
      ["table", "predict", "p.csv", "--model", "m"], status: 65,
      says: ["needs the column monthly_charges"])
    try runner.expect(["predict", "p.csv", "--model", "m"], status: 65, says: ["table predict"])
    try runner.write("customer_id,plan,months,monthly_charges\nk1,x,3,much\n", to: "q.csv")
    try runner.expect(
      ["table", "predict", "q.csv", "--model", "m"], status: 65,
      says: ["column 'monthly_charges': found 'much', expected a number"])
  }

  /// Rejected rows by line, each with the first fault that was found of it: ids, then the label, then columns.
  @Test func everyRejectedRowIsWritten() throws {
    let runner = try CommandRunner()
    var text = "id,left,x,y\n"
    for row in 0..<400 {
      text += "c\(row),\(row % 7 + row % 3 < 3 ? "yes" : "no"),\(row % 7),\(row % 5)\n"
      switch row {
      case 100: text += "c0,no,1,1\n"
      case 200: text += "d1,no\n"
      case 201: text += ",no,what,1\n"
      case 300: text += "d2,no,what,ever\nd3,no,1,ever\n"
      default: break
      }
    }
    try runner.write(text + "d4,no,1,1,1,1\n", to: "t.csv")
    try runner.expect([
      "table", "train", "t.csv", "--label", "left", "--id", "id", "--model", "m", "--max-rejected",
      "5%", "--rejected", "r.csv",
    ])
    let rows = csvRecords(try runner.text(of: "r.csv")).map { row in
      ["line", "column", "found", "reason"].map { row[$0] ?? "" }
    }
    #expect(
      rows == [
        ["103", "id", "c0", "repeated customer"],
        ["204", "", "2 fields", "wrong number of fields"],
        ["206", "id", "", "no customer"], ["306", "x", "what", "bad value"],
        ["307", "y", "ever", "bad value"], ["407", "", "6 fields", "wrong number of fields"],
      ])
  }

  @Test func aRiskMayGoOneWayOnly() throws {
    let runner = try CommandRunner()
    try runner.write(Self.contracts(), to: "t.csv")
    let run = Self.training + ["--monotone", "monthly_charges=up,months=up"]
    let trained = try runner.expect(run)
    // Who stays longer leaves less often: up is the wrong way.
    #expect(trained.text.contains("'months' has no effect: the risk may only go up"), "\(trained)")
    let model = try runner.text(of: "m/model.json")
    #expect(model.contains("\"monotone\" : \"up\"") && model.contains("\"knots\" : ["))
    #expect(try runner.text(of: "m/card.md").contains("`monthly_charges` (up)"))
    try runner.expect(["table", "predict", "t.csv", "--model", "m"])
    for (text, status, said) in [
      ("months=upp", 64, "found 'months=upp', expected COLUMN=up or COLUMN=down"),
      ("months=upp", 64, "Did you mean 'up'?"),
      ("months", 64, "expected COLUMN=up or COLUMN=down"),
      ("months=up,months=down", 64, "found 'months' twice"),
      ("month=up", 65, "found no column 'month' (--monotone). Did you mean 'months'?"),
      ("plan=up", 65, "column 'plan' (--monotone): found '"),
      ("churned=up", 64, "as --label and as --monotone"),
    ] as [(String, Int32, String)] {
      try runner.expect(Self.training + ["--monotone", text], status: status, says: [said])
    }
    try runner.expect(run + ["--l1-ratio", "0.5"], status: 64, says: ["no --l1-ratio"])
    try runner.expect(run + ["--l2", "0"], status: 64, says: ["above 0 beside --monotone"])
  }

  /// Options of order logs mean nothing to a table, and are refused by name before it is read.
  @Test(arguments: [
    ["--horizon", "90d"], ["--evaluate-at", "2026-01-01"], ["--snapshots", "2"],
    ["--clv-horizon", "1y"], ["--clusters", "5"], ["--cluster-on", "orders"],
    ["--score-window", "90d"], ["--r-cut-offs", "4,3,2,1"], ["--f-cut-offs", "1,2,3,4"],
    ["--m-cut-offs", "1,2,3,4"], ["--e-cut-offs", "1,2,3,4"],
    ["--engagement-weights", "visit=2"], ["--engagement-half-life", "none"],
    ["--rules", "rfm125"], ["--columns", "customer=id"], ["--where", "plan = 1"], ["--no-header"],
    ["--time-zone", "Europe/Berlin"], ["--refunds", "ignore"], ["--amount-per", "line"],
    ["--known-after", "30d"], ["--drop-duplicates"], ["--allow-future-dates"],
    ["--ledger", "l.json"],
  ])
  func optionsOfLogsAreRefused(options: [String]) throws {
    let runner = try CommandRunner()
    try runner.expect(
      Self.training + options, status: 64,
      says: ["'\(options[0])'"])
  }

  @Test func aLeakIsFlagged() throws {
    let runner = try CommandRunner()
    try runner.write(Self.contracts(leak: true), to: "t.csv")
    let run = try runner.expect(Self.training)
    #expect(run.text.contains("'closed_on' alone predicts the label almost perfectly"), "\(run)")
    let honest = try runner.expect(Self.training + ["--ignore", "closed_on"])
    #expect(!honest.text.contains("target leakage"))
  }

  /// A fictional company's 7,043 contracts; the figure that a good logistic regression reaches.
  ///
  /// The table may not be passed on: `PERENNIAL_TELCO` names it.
  @Test(.enabled(if: telcoTable != nil, "PERENNIAL_TELCO names no file"))
  func telcoReachesItsFigure() throws {
    let telco = try #require(Self.telcoTable)
    let runner = try CommandRunner()
    try runner.expect(
      ["table", "train", telco, "--label", "Churn", "--id", "customerID", "--model", "m"])
    struct File: Decodable {
      struct Group: Decodable {
        let customers: Int
        let fold_auc: [Double]
        let model: [String: Double]
        let best_feature: [String: Double]
      }
      let groups: [String: Group]
    }
    let file = try JSONDecoder().decode(
      File.self, from: Data(try runner.text(of: "m/evaluation.json").utf8))
    let all = try #require(file.groups["all"])
    #expect(all.customers == 7_043 && all.fold_auc.count == 10)
    #expect(all.fold_auc.reduce(0, +) / 10 >= 0.846)
    #expect((all.model["auc"] ?? 0) >= 0.846 && (all.model["ece"] ?? 1) < 0.02)
    #expect((all.best_feature["auc"] ?? 1) < 0.8)
  }

  static let telcoTable = ProcessInfo.processInfo.environment["PERENNIAL_TELCO"]
}
