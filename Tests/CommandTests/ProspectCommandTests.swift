import Foundation
import TestSupport
import Testing

/// `perennial prospects`: people with events and no order yet.
@Suite struct ProspectCommandTests {
  /// 900 people who come to know a shop over 400 days; half of them visit often and order soon.
  ///
  /// - Parameter tells: whether visits go with the interest in ordering.
  /// - Returns: orders and events as CSV.
  static func logs(tells: Bool = true) -> (orders: String, events: String) {
    var generator = SeededGenerator(seed: 9_090)
    var orders = "customer_id,date,amount\n"
    var events = "customer_id,date,kind\n"
    for person in 0..<900 {
      let isKeen = Bool.random(using: &generator)
      let visitsOften = tells ? isKeen : Bool.random(using: &generator)
      let first = Int.random(in: 0..<380, using: &generator)
      var hasOrdered = false
      for day in first..<400 {
        let chance = visitsOften ? 0.25 : 0.04
        if day == first || Double.random(in: 0..<1, using: &generator) < chance {
          events += "p\(person),\(Logs.date(day)),visit\n"
        }
        // Where visits tell nothing, nothing may: the keen would leave, and the old ones be the others.
        let firstOrder = !tells ? 0.005 : isKeen ? 0.015 : 0.002
        let hazard = hasOrdered ? 0.025 : firstOrder
        if day > first, Double.random(in: 0..<1, using: &generator) < hazard {
          orders += "p\(person),\(Logs.date(day)),\(Int.random(in: 5...90, using: &generator))\n"
          hasOrdered = true
        }
      }
    }
    return (orders, events)
  }

  private static let training = [
    "train", "--accept-weak", "o.csv", "--events", "e.csv", "--horizon", "60d", "--model", "m",
  ]
  private static let predict = [
    "prospects", "o.csv", "--events", "e.csv", "--model", "m",
  ]

  private struct Evaluation: Decodable {
    struct Prospects: Decodable {
      let customers: Int
      let base_rate: Double
      let base_rate_log_loss: Double
      let model: [String: Double]
    }
    let prospects: Prospects?
  }

  private static func trained(tells: Bool) throws -> (CommandRunner, Evaluation.Prospects) {
    let runner = try CommandRunner()
    let logs = logs(tells: tells)
    try runner.write(logs.orders, to: "o.csv")
    try runner.write(logs.events, to: "e.csv")
    let run = try runner.expect(training)
    #expect(run.text.contains("first orders of"), "\(run)")
    let file = try JSONDecoder().decode(
      Evaluation.self, from: Data(try runner.text(of: "m/evaluation.json").utf8))
    return (runner, try #require(file.prospects))
  }

  @Test func ranksThoseWhoComeOften() throws {
    let (runner, holdout) = try Self.trained(tells: true)
    #expect(holdout.customers > 200 && (holdout.model["auc"] ?? 0) > 0.65)
    #expect((holdout.model["log_loss"] ?? 1) < holdout.base_rate_log_loss)
    let rows = csvRecords(try runner.expect(Self.predict, says: ["prospects"]).text)
    let probabilities = rows.compactMap { Double($0["first_order_probability"] ?? "") }
    #expect(probabilities.count == rows.count && rows.count > 200)
    #expect(probabilities == probabilities.sorted(by: >))
    #expect(probabilities.allSatisfy { 0 < $0 && $0 < 1 } && Set(probabilities).count > 50)
    for row in rows {
      #expect(row["reliable"] == "yes" && row["reason_1"]?.contains("the chance") ?? false)
    }
    // Nobody is both: prospects have no order, scored customers have one.
    let customers = csvRecords(
      try runner.expect(["predict", "o.csv", "--events", "e.csv", "--model", "m"]).text)
    let scored = Set(customers.compactMap { $0["customer_id"] })
    #expect(scored.isDisjoint(with: rows.compactMap { $0["customer_id"] }))
    for customer in customers {
      let second = customer["second_order_probability"].flatMap(Double.init)
      let churn = try #require(Double(customer["churn_probability"] ?? ""))
      #expect((second != nil) == (customer["orders"] == "1"))
      if let second { #expect(second == 1 - churn) }
    }
  }

  /// Rows from the as-of date on change nothing.
  @Test func seesNothingOfTheFuture() throws {
    let (runner, _) = try Self.trained(tells: true)
    let date = Logs.date(330)
    let whole = try runner.expect(Self.predict + ["--as-of", date])
    for name in ["o.csv", "e.csv"] {
      let rows = try runner.text(of: name).split(separator: "\n")
      let past = rows.filter { $0.split(separator: ",")[1] < date || $0.hasPrefix("customer_id") }
      #expect(past.count < rows.count)
      try runner.write(past.joined(separator: "\n") + "\n", to: name)
    }
    #expect(try runner.expect(Self.predict + ["--as-of", date]).output == whole.output)
  }

  /// Where events do not tell who orders, all get the base rate, and that is said.
  @Test func withoutInformationAllGetTheBaseRate() throws {
    let (runner, holdout) = try Self.trained(tells: false)
    #expect((holdout.model["log_loss"] ?? 0) >= holdout.base_rate_log_loss)
    let rows = csvRecords(
      try runner.expect(Self.predict, says: ["every prospect gets the base rate"]).text)
    #expect(rows.count > 200)
    for row in rows {
      #expect(row["reliable"] == "no" && row["reason_1"] == "")
      #expect(row["first_order_probability"] == row["base_rate"])
    }
  }

  @Test func needsProspects() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "o.csv")
    try runner.expect(["train", "--accept-weak", "o.csv", "--horizon", "60d", "--model", "m"])
    try runner.expect(
      ["prospects", "o.csv", "--model", "m"], status: 65,
      says: ["the model has no section 'prospects'", "At least 20"])
  }
}
