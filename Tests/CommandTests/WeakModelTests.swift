import Foundation
import TestSupport
import Testing

/// A model that is no better than none is written, marked, and puts nobody on a list.
@Suite struct WeakModelTests {
  /// Everybody orders on any day with the same chance: nothing tells who orders next.
  static let noise: String = {
    var generator = SeededGenerator(seed: 3)
    var lines = ["customer_id,ordered_at,amount"]
    for customer in 0..<300 {
      for day in 0..<720 where Int.random(in: 0..<120, using: &generator) == 0 {
        let date = Date(timeIntervalSince1970: 1_640_995_200 + 86_400 * Double(day))
        let text = date.formatted(.iso8601.year().month().day())
        lines.append("c\(customer),\(text),\(Int.random(in: 5...50, using: &generator))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  @Test func aModelOfNoiseMakesNoList() throws {
    let runner = try CommandRunner()
    try runner.write(Self.noise, to: "noise.csv")
    let train = ["train", "noise.csv", "--horizon", "60d", "--model", "weak"]
    // The report is printed all the same.
    let run = try runner.run(train)
    #expect(run.end == .status(1) && run.text.contains("Out-of-time evaluation"), "\(run)")
    #expect(run.errors.contains("hardly better than chance"), "\(run)")
    #expect(run.errors.contains("--accept-weak"), "\(run)")
    try runner.expect(train + ["--accept-weak"])
    #expect(try runner.text(of: "weak/card.md").contains("**A weak model.**"))
    #expect(try runner.text(of: "weak/model.json").contains("ranking_like_chance"))

    let predict = ["predict", "noise.csv", "--model", "weak", "--select", "list,why_not,action"]
    let rows = csvRecords(
      try runner.expect(predict, says: ["A weak model", "--even-if-unreliable"]).text)
    #expect(rows.count > 290)
    #expect(!rows.contains { $0["list"] == "act" })
    #expect(rows.contains { $0["why_not"] == "weak_model" })
    let listed = csvRecords(try runner.expect(predict + ["--even-if-unreliable"]).text)
    #expect(listed.contains { $0["list"] == "act" && $0["why_not"] == "" })
  }
}

/// A model of a target speaks of the target, and takes no option that is about churn.
@Suite struct TargetWordsTests {
  @Test func nothingSpeaksOfWhoLeft() throws {
    let runner = try CommandRunner()
    try runner.write(WeakModelTests.noise, to: "noise.csv")
    let train = [
      "train", "noise.csv", "--target", "orders(30d) > 0", "--horizon", "60d", "--model", "m",
    ]
    let run = try runner.run(train)
    #expect(run.end == .status(1) && run.errors.contains("marked as weak"), "\(run)")
    #expect(!run.errors.contains("list to act on"), "\(run)")
    try runner.expect(train + ["--accept-weak"])
    let card = try runner.text(of: "m/card.md") + runner.text(of: "m/card.json")
    #expect(card.contains("for whom the target held"))
    for word in ["who left", "churn rate", "leave,", "with leaving", "leave by notice"] {
      #expect(!card.contains(word), "\(word)")
    }
    let predict = ["predict", "noise.csv", "--model", "m"]
    try runner.expect(predict)
    for option in [
      ["--save-rate", "0.2"], ["--margin=30%"], ["--lead", "3d"], ["--even-if-unreliable"],
    ] {
      try runner.expect(
        predict + option, status: 64,
        says: [option[0].prefix(while: { $0 != "=" }) + ": it sets values", "orders(30d) > 0"])
    }
    try runner.expect(
      ["export", "sql", "--model", "m", "--dialect", "duckdb"], status: 65,
      says: ["export sql needs one of churn"])
  }
}

/// Who may not be written to is on no list.
@Suite struct ConsentTests {
  @Test func refusalsOfEventsAndOfTheCustomersFile() throws {
    let runner = try CommandRunner()
    try runner.expect(
      ["simulate", "--customers", "400", "--behaviour", "--seed", "3", "--output", "shop"])
    let log = ["shop/orders.csv", "--events", "shop/events.csv"]
    try runner.expect(["train"] + log + ["--horizon", "90d", "--model", "m", "--accept-weak"])
    let predict =
      ["predict"] + log + ["--model", "m", "--select", "customer_id,list,why_not,action"]
    let open = csvRecords(try runner.expect(predict).text)
    let unsubscribed = Set(
      try runner.text(of: "shop/events.csv").split(separator: "\n").filter {
        $0.contains(",unsubscribe")
      }.compactMap { $0.split(separator: ",").first.map(String.init) })
    #expect(!unsubscribed.isEmpty)
    for row in open {
      let id = try #require(row["customer_id"])
      #expect((row["why_not"] == "no_consent") == unsubscribed.contains(id), "\(row)")
    }
    #expect(open.contains { $0["list"] == "act" })

    // The customers file takes another one off.
    let someone = try #require(open.first { $0["list"] == "act" }?["customer_id"])
    try runner.write("customer_id,accepts_marketing\n\(someone),no\n", to: "people.csv")
    let asked = csvRecords(try runner.expect(predict + ["--customers", "people.csv"]).text)
    let row = try #require(asked.first { $0["customer_id"] == someone })
    #expect(row["list"] == "none" && row["why_not"] == "no_consent")
    #expect(row["action"]?.hasPrefix("Send nothing") == true)
    #expect(asked.count { $0["why_not"] == "no_consent" } == unsubscribed.count + 1)
  }
}
