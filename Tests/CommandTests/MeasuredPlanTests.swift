import Foundation
import TestSupport
import Testing

/// Plans by lifts that were measured or learned; figures by hand from the rows.
@Suite struct MeasuredPlanTests {
  private static let scores = """
    customer_id,churn_probability,silent_probability,value_if_kept,value_if_not,average_order_value,why_not,as_of
    a,0.5,0.4,100,0,30,,2026-01-01
    b,0.5,0.05,100,0,30,,2026-01-01
    c,0.8,0.3,100,10,30,,2026-01-01
    d,0.5,0.4,100,0,30,,2026-01-01

    """

  private func shop(_ offer: String, _ uplift: String) throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Self.scores, to: "scores.csv")
    try runner.write(
      "plan:\n  offers:\n    - {name: mail, contact_cost: 1, \(offer)}\n", to: "p.yaml")
    try runner.write(uplift, to: "uplift.csv")
    return runner
  }

  private static let plan = [
    "plan", "scores.csv", "--offers", "p.yaml", "--uplift", "uplift.csv", "--output", "out",
  ]

  private func rows(_ runner: CommandRunner) throws -> [String: [String: String]] {
    Dictionary(
      uniqueKeysWithValues: csvRecords(try runner.text(of: "out/plan.csv")).map {
        ($0["customer_id"] ?? "", $0)
      })
  }

  private func offer(_ runner: CommandRunner) throws -> [String: Any] {
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(try runner.text(of: "out/plan.json").utf8))
        as? [String: Any])
    return try #require((document["offers"] as? [[String: Any]])?.first)
  }

  private func number(_ text: String?) -> Double { text.flatMap { Double($0) } ?? .nan }

  /// By hand.
  ///
  /// a: 0.1 · 100 − 1 = 9. b: cut at 0.05, 5 − 1 = 4. c: a silent customer is worth 0.8 · 10 ÷ 0.3 = 26.7, so
  /// 0.2 · 73.3 − 1 = 13.7. d is in no study.
  @Test func theLiftIsThatOfTheFile() throws {
    let runner = try shop(
      "save_rate: measured",
      "customer_id,effect,effect_of\na,0.1,customer\nb,0.2,customer\nc,0.2,customer\n")
    let report = try runner.expect(Self.plan)
    let rows = try rows(runner)
    for (id, lift, gain) in [("a", 0.1, 9.0), ("b", 0.05, 4.0), ("c", 0.2, 13.0 + 2.0 / 3)] {
      #expect(abs(number(rows[id]?["lift"]) - lift) < 1e-9, "\(id)")
      #expect(abs(number(rows[id]?["expected_gain"]) - gain) < 1e-9, "\(id)")
    }
    #expect(rows["d"]?["why_not"] == "no_uplift" && rows["d"]?["arm"] == "")
    let offer = try offer(runner)
    #expect(offer["lift_from"] as? String == "measured" && offer["measured"] as? Int == 3)
    #expect(report.text.contains("measured by customer"))
    #expect(!report.text.contains("are assumed"))
  }

  @Test func othersHaveTheRateOfElse() throws {
    let runner = try shop(
      "save_rate: {measured: uplift.csv, else: 10%}", "customer_id,uplift\na,0.1\nb,-0.1\nc,0.2\n")
    let report = try runner.expect(
      ["plan", "scores.csv", "--offers", "p.yaml", "--output", "out"])
    #expect(report.text.contains("1 customer is not in the study"))
    let rows = try rows(runner)
    #expect(number(rows["d"]?["lift"]) > 0 && rows["b"]?["why_not"] == "no_gain")
  }

  @Test func anAverageEffectIsSaid() throws {
    let runner = try shop(
      "save_rate: measured",
      "customer_id,effect,effect_of\n"
        + ["a", "b", "c", "d"].map { "\($0),0.03,average\n" }.joined())
    let report = try runner.expect(Self.plan)
    #expect(report.text.contains("no differences between customers worth acting on"))
    #expect(try offer(runner)["lift_from"] as? String == "average_effect")
  }

  /// 0.1 · 30 − 1 = 2.
  @Test func anOrderIsWorthTheAverageOne() throws {
    let runner = try shop("save_rate: measured, worth: order", "customer_id,effect\na,0.1\n")
    try runner.expect(Self.plan)
    #expect(abs(number(try rows(runner)["a"]?["expected_gain"]) - 2) < 1e-9)
    #expect(try offer(runner)["worth"] as? String == "order")
  }

  @Test(arguments: [
    (
      "save_rate: measured", "customer_id,effect\na,0.1\nb,1.5\n",
      "uplift.csv:3: column 'effect': found '1.5'"
    ),
    ("save_rate: measured", "customer_id,effect\na,\n", "found ''"),
    ("save_rate: measured", "customer_id,spend\na,0.1\n", "found no column 'effect' or 'uplift'"),
    (
      "save_rate: measured", "customer_id,effect,unit\na,0.9,amount\n",
      "column 'unit': found 'amount'"
    ),
    (
      "save_rate: measured", "customer_id,effect\nA,0.1\n",
      "found none of the 4 customers of scores.csv"
    ),
    (
      "save_rate: {measured: uplift.csv, else: 3%}", "customer_id,effect\nA,0.1\n",
      "uplift.csv: found none of the 4 customers"
    ),
    ("save_rate: {measured: none.csv}", "", "none.csv"),
    ("save_rate: {measured: uplift.csv, els: 1%}", "", "Did you mean 'else'?"),
    ("save_rate: {learned_from: [may]}", "", "found no start"),
    ("save_rate: {learned_from: [may, may], start: 5%}", "", "found a folder twice"),
    ("save_rate: {learned_from: [may], start: 5%}", "", "may/plan.json: found no such file"),
    ("save_rate: 5%, worth: gold", "", "worth: found 'gold'"),
  ])
  func badMeasurementsAreNamed(offer: String, uplift: String, message: String) throws {
    let runner = try shop(offer, uplift)
    // Beside an offer that does not ask for the command's file, the option is refused.
    let isAsked = offer == "save_rate: measured"
    let run = try runner.run(isAsked ? Self.plan : Self.plan.filter { !$0.contains("uplift") })
    #expect(run.end == .status(65) || run.end == .status(66), "\(run)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!runner.holds("out"))
  }

  @Test func aMeasuredOfferNeedsItsFile() throws {
    let runner = try shop("save_rate: measured", "")
    let run = try runner.run(["plan", "scores.csv", "--offers", "p.yaml"])
    #expect(run.end == .status(65) && run.errors.contains("p.yaml:3:"), "\(run)")
    #expect(run.errors.contains("--uplift"))
  }

  /// From a plan with a hold-out over the readout of what came to the next plan.
  @Test func aHoldOutTeachesTheNextPlan() throws {
    let runner = try CommandRunner()
    try runner.expect([
      "simulate", "--customers", "900", "--seed", "5", "--engagement", "0", "--output", "shop",
    ])
    let lines = try runner.text(of: "shop/orders.csv").split(separator: "\n").map(String.init)
    let past = lines.dropFirst().filter { $0.split(separator: ",")[2].prefix(10) < "2024-09-01" }
    try runner.write(([lines[0]] + past).joined(separator: "\n") + "\n", to: "past.csv")
    try runner.expect(
      ["train", "past.csv", "--horizon", "60d", "--model", "m", "--accept-weak", "--quiet"])
    try runner.expect([
      "predict", "past.csv", "--model", "m", "--as-of", "2024-09-01", "--quiet",
      "--even-if-unreliable", "--output", "scores.csv",
    ])
    let head =
      "plan:\n  even_if_unreliable: true\n  offers:\n    - {name: mail, contact_cost: 0.05, "
    try runner.write(head + "save_rate: 20%}\n", to: "may.yaml")
    try runner.expect([
      "plan", "scores.csv", "--offers", "may.yaml", "--hold-out", "40%", "--salt",
      "a salt that is long enough",
      "--output", "may", "--quiet",
    ])
    try runner.expect([
      "experiment", "readout", "shop/orders.csv", "--assignment", "may/assignment.csv", "--window",
      "60d", "--json", "--output", "may/readout.json", "--quiet",
    ])
    try runner.write(head + "save_rate: {learned_from: may, start: 20%}}\n", to: "june.yaml")
    let report = try runner.expect([
      "plan", "scores.csv", "--offers", "june.yaml", "--output", "out", "--quiet",
    ])
    #expect(report.text.contains(", learned"))
    let offer = try offer(runner)
    let (rate, error) = (offer["save_rate"] as? Double, offer["save_rate_error"] as? Double)
    // Nothing was done to anybody: the rate comes down, and is surer than what was assumed.
    #expect(try #require(rate) < 0.2 && #require(error) < 0.2, "\(offer)")
    // The readout of another experiment says nothing of this plan.
    let readout = try runner.text(of: "may/readout.json")
    try runner.write(
      readout.replacing("\"control\" : \"hold_out\"", with: "\"control\" : \"treat\""),
      to: "may/readout.json")
    let foreign = try runner.run(["plan", "scores.csv", "--offers", "june.yaml", "--quiet"])
    #expect(foreign.end == .status(65), "\(foreign)")
    #expect(foreign.errors.contains("may/readout.json: found another experiment"), "\(foreign)")
    try runner.write(readout, to: "may/readout.json")
    // A copy under another name is the same campaign.
    _ = try runner.runShell("cp -r may copy")
    try runner.write(
      head + "save_rate: {learned_from: [may, copy], start: 20%}}\n", to: "july.yaml")
    let twice = try runner.run(["plan", "scores.csv", "--offers", "july.yaml", "--quiet"])
    #expect(twice.end == .status(65), "\(twice)")
    #expect(twice.errors.contains("copy: found the campaign of may again"), "\(twice)")
    // The folder now has a file of somebody else's, and is not replaced.
    let again = try runner.run([
      "plan", "scores.csv", "--offers", "june.yaml", "--output", "may", "--quiet",
    ])
    #expect(again.end == .status(73), "\(again)")
  }
}
