import Foundation
import TestSupport
import Testing

/// `experiment size`, `assign` and `readout`, and `uplift`.
@Suite struct ExperimentCommandTests {
  /// Scores of 600 customers.
  private static func scores() -> String {
    var generator = SeededGenerator(seed: 5)
    var text = "rank,customer_id,churn_probability,predicted_clv\n"
    for number in 0..<600 {
      let risk = Double.random(in: 0..<1, using: &generator)
      text += "\(number + 1),C\(number),\(risk),\(Int.random(in: 1...500, using: &generator))\n"
    }
    return text
  }

  private static let assign = [
    "experiment", "assign", "scores.csv", "--experiment", "may", "--arms",
    "control:30%,offer:70%", "--salt-file", "salt.txt", "--starts", "2026-05-01",
  ]

  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Self.scores(), to: "scores.csv")
    try runner.write("0123456789abcdef0123456789abcdef\n", to: "salt.txt")
    return runner
  }

  @Test func sizes() throws {
    let runner = try CommandRunner()
    // statsmodels: 7,760.05 in each arm, of whom nobody is in part.
    let text = try runner.expect(["experiment", "size", "--rate", "12%", "--effect", "1.5%"]).text
    #expect(text.contains("15,522 customers in all"), "\(text)")
    let found = try runner.expect(["experiment", "size", "--rate", "12%", "--customers", "20000"])
    #expect(found.text.contains("points or more is found with a power of 80.0 %"), "\(found.text)")
    let mean = try runner.expect([
      "experiment", "size", "--mean", "42", "--sd", "95", "--effect", "5%", "--skewness", "6",
    ])
    #expect(mean.text.contains("12,780 customers in the smallest arm"), "\(mean.text)")
    try runner.expect(["experiment", "size", "--rate", "12%"], status: 64, says: ["--effect"])
    try runner.expect(
      ["experiment", "size", "--rate", "99%", "--effect", "2%"], status: 64, says: ["1.01"])
    try runner.expect(
      ["experiment", "size", "--rate", "9%", "--effect", "2%", "--arms", "a:50%,b:40%"],
      status: 64, says: ["90.0000 %"])
  }

  @Test func armsFollowFromSaltNameAndIDAlone() throws {
    let runner = try runner()
    let all = try runner.expect(Self.assign, says: ["nobody's arm depends on who else is there"])
    let rows = csvRecords(all.text)
    #expect(rows.count == 600 && rows.allSatisfy { $0["assigned_on"] == "2026-05-01" })
    #expect(rows[0]["stratum"]?.contains("churn_probability=") ?? false)
    // Other rows, another order: the same arms.
    let lines = Self.scores().split(separator: "\n").map(String.init)
    let some = [lines[0]] + lines[200..<300].reversed()
    try runner.write(some.joined(separator: "\n") + "\n", to: "scores.csv")
    let again = csvRecords(try runner.expect(Self.assign).text)
    let armOf = Dictionary(
      uniqueKeysWithValues: rows.map { ($0["customer_id"] ?? "", $0["arm"] ?? "") })
    #expect(again.count == 100)
    #expect(again.allSatisfy { armOf[$0["customer_id"] ?? ""] == $0["arm"] })
    try runner.write("another secret of the same length", to: "salt.txt")
    let other = csvRecords(try runner.expect(Self.assign).text)
    #expect(zip(again, other).contains { $0["arm"] != $1["arm"] })
  }

  @Test func refusesWhatMakesNoAssignment() throws {
    let runner = try runner()
    let output = ["--output", "may.csv"]
    try runner.write("short", to: "salt.txt")
    try runner.expect(Self.assign + output, status: 64, says: ["--salt-file", "found 5 bytes"])
    try runner.write("0123456789abcdef", to: "salt.txt")
    try runner.write("customer_id\na\nb\na\n", to: "scores.csv")
    try runner.expect(
      Self.assign + output, status: 65, says: ["scores.csv:4", "one row per customer"])
    #expect(!runner.holds("may.csv"))
  }

  /// Orders of the 600: everybody in April, in May more of those with an offer.
  private func orders(_ arms: [String: String]) -> String {
    var generator = SeededGenerator(seed: 6)
    var text = "customer_id,ordered_at,amount\n"
    for number in 0..<600 {
      let id = "C\(number)"
      let past = Int.random(in: 10...90, using: &generator)
      text += "\(id),2026-04-\(10 + number % 20),\(past)\n"
      let chance = arms[id] == "offer" ? 0.6 : 0.3
      if Double.random(in: 0..<1, using: &generator) < chance {
        text += "\(id),2026-05-\(10 + number % 20),\(past + 5)\n"
      }
    }
    return text + "C0,2026-06-15,1\n"
  }

  @Test func readsALog() throws {
    let runner = try runner()
    try runner.expect(Self.assign + ["--output", "may.csv"])
    let rows = csvRecords(try runner.text(of: "may.csv"))
    let arms = Dictionary(
      uniqueKeysWithValues: rows.map { ($0["customer_id"] ?? "", $0["arm"] ?? "") })
    try runner.write(orders(arms), to: "orders.csv")
    let readout = [
      "experiment", "readout", "orders.csv", "--assignment", "may.csv", "--window", "30d",
    ]
    let text = try runner.expect(
      readout + ["--contact-cost", "0.5", "--margin", "40%", "--incentive-cost", "5"]
    ).text
    for words in [
      "Sample ratio", "ordered, offer", "with CUPED", "always valid", "Do segments differ",
      "it costs", "The outcome is higher in offer",
    ] { #expect(text.lowercased().contains(words.lowercased()), "\(words)\n\(text)") }
    let json = try runner.expect(readout + ["--json"]).output
    let document = try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    let effects = document?["effects"] as? [[String: Any]]
    #expect(effects?.count == 3)
    // A log that ends before the assignment.
    let before = orders(arms).split(separator: "\n").filter {
      !$0.contains("2026-05") && !$0.contains("2026-06")
    }
    try runner.write(before.joined(separator: "\n") + "\n", to: "orders.csv")
    try runner.expect(readout, status: 65, says: ["assigned", "2026-05-01"])
  }

  /// Three arms of one size, which no shares in per cent say exactly.
  @Test func drawsArmsInParts() throws {
    let runner = try runner()
    var assign = Self.assign
    assign[6] = "control:1,call:1,letter:1"
    let rows = csvRecords(try runner.expect(assign).text)
    #expect(Set(rows.map { $0["share"] }) == ["\(1.0 / 3)"])
    #expect(Set(rows.map { $0["arm"] }) == ["control", "call", "letter"])
    try runner.expect(
      ["experiment", "size", "--mean", "nan", "--sd", "1"], status: 64, says: ["--mean", "nan"])
  }

  @Test func refusesUnclearFiles() throws {
    let runner = try CommandRunner()
    let readout = [
      "experiment", "readout", "--outcomes", "o.csv", "--metrics", "y", "--assignment", "a.csv",
    ]
    let header = "customer_id,arm,share,assigned_on\n"
    try runner.write("customer_id,y,on\na,1,2026-05-02\nb,0,2026-04-01\n", to: "o.csv")
    try runner.write(
      header + "a,control,0.5,2026-05-01\na,offer,0.5,2026-05-01\n", to: "a.csv")
    try runner.expect(readout, status: 65, says: ["a.csv:3", "a customer is in one arm"])
    try runner.write(
      header + "a,control,0.5,2026-05-01\nb,offer,0.5,2026-05-01\n", to: "a.csv")
    try runner.expect(
      readout + ["--outcome-date", "on"], status: 65, says: ["o.csv:3", "2026-05-01"])
    try runner.expect(
      readout + ["--arms", "control:50%,gift:50%"], status: 64, says: ["'offer'"])
    try runner.expect(readout, status: 65, says: ["arm 'control'", "at least 20"])
    try runner.write(
      header + "a,control,0.5,2026-05-01\nc,offer,0.5,2026-05-01\n", to: "a.csv")
    try runner.expect(readout, status: 65, says: ["'a' (1 character", "--absent-are-zero"])
  }

  /// 1,200 rows in which the treatment helps one plan alone.
  private static func campaign() -> String {
    var generator = SeededGenerator(seed: 9)
    var text = "customer_id,plan,age,treated,bought\n"
    for number in 0..<3_000 {
      let isMonthly = Bool.random(using: &generator)
      let isTreated = Bool.random(using: &generator)
      let age = Int.random(in: 18...80, using: &generator)
      let chance = 0.2 + (isMonthly && isTreated ? 0.4 : 0)
      let bought = Double.random(in: 0..<1, using: &generator) < chance
      text += "k\(number),\(isMonthly ? "monthly" : "yearly"),\(age),\(isTreated ? "yes" : "no"),"
      text += "\(bought ? 1 : 0)\n"
    }
    return text
  }

  @Test func uplift() throws {
    let runner = try CommandRunner()
    try runner.write(Self.campaign(), to: "t.csv")
    let command = [
      "uplift", "t.csv", "--treatment", "treated", "--outcome", "bought", "--id", "customer_id",
      "--replicates", "20", "--halves", "6",
    ]
    let text = try runner.expect(command + ["--output", "u.csv"]).text
    #expect(text.contains("Uplift differs enough between customers to act on it"), "\(text)")
    let rows = csvRecords(try runner.text(of: "u.csv"))
    #expect(rows.count == 3_000)
    let plans = Dictionary(
      uniqueKeysWithValues: csvRecords(Self.campaign()).map {
        ($0["customer_id"] ?? "", $0["plan"] ?? "")
      })
    let best = rows.sorted { Double($0["uplift"] ?? "") ?? 0 > Double($1["uplift"] ?? "") ?? 0 }
      .prefix(1_000)
    #expect(best.count { plans[$0["customer_id"] ?? ""] == "monthly" } > 950)
    // The order of the rows does not matter.
    let lines = Self.campaign().split(separator: "\n").map(String.init)
    try runner.write(
      ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", to: "t.csv")
    #expect(try runner.expect(command).text == text)
    try runner.expect(
      command + ["--exclude", "plam"], status: 65, says: ["'plam'", "'plan'", "--exclude"])
    try runner.expect(
      command + ["--treated", "maybe"], status: 65, says: ["'maybe'", "no, yes"])
  }
}
