import Foundation
import TestSupport
import Testing

/// `campaigns` on four customers; every figure by hand.
@Suite struct CampaignsCommandTests {
  /// From 2025-01-01 on, in days: `again` and `gone` fall silent from day 20 to day 80, `late` to day 110, and
  /// `steady` orders every ten days.
  private static let orders: String = {
    var rows = ["customer_id,ordered_at,amount"]
    func add(_ id: String, _ days: [Int], _ amount: (Int) -> Int) {
      for day in days {
        let date = Date(timeIntervalSince1970: 1_735_689_600 + Double(day) * 86_400)
        rows.append("\(id),\(date.formatted(.iso8601.year().month().day())),\(amount(day))")
      }
    }
    add("again", [0, 10, 20, 80, 90, 100]) { _ in 50 }
    add("gone", [0, 10, 20, 80]) { $0 == 80 ? 20 : 50 }
    add("late", [0, 10, 20, 110]) { _ in 50 }
    add("steady", Array(stride(from: 0, through: 110, by: 10))) { _ in 50 }
    return rows.joined(separator: "\n") + "\n"
  }()

  private static let events = """
    customer_id,occurred_at,kind
    again,2025-04-05T09:00:00,mailing
    again,2025-04-05T10:00:00,email_open
    again,2025-04-05T10:01:00,email_click
    again,2025-04-20T09:00:00,mailing
    gone,2025-04-01T09:00:00,email_open
    gone,2025-04-05T09:00:00,mailing
    gone,2025-04-06T09:00:00,unsubscribe
    steady,2025-04-05T09:00:00,mailing
    late,2025-03-05T09:00:00,mailing

    """

  private func document(_ arguments: [String]) throws -> [String: Any] {
    let runner = try CommandRunner()
    try runner.write(Self.orders, to: "orders.csv")
    try runner.write(Self.events, to: "events.csv")
    let run = try runner.expect(
      ["campaigns", "orders.csv", "--as-of", "2025-05-01", "--json", "--quiet"] + arguments)
    return try #require(JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
  }

  @Test func countsAMonth() throws {
    let document = try document(["--events", "events.csv", "--months", "1"])
    let campaigns = try #require(document["campaigns"] as? [String: Any])
    let rows = try #require(campaigns["rows"] as? [[String: Any]])
    let all = try #require(rows.first)
    #expect(all["month"] as? String == "2025-04" && all["segment"] == nil)
    for (key, count) in [
      ("mailings", 4), ("reached", 3), ("opened", 1), ("clicked", 1), ("ordered", 2),
      ("complained", 0), ("unsubscribed", 1),
    ] {
      #expect(all[key] as? Int == count, "\(key): \(all)")
      let parts = rows.dropFirst().reduce(0) { $0 + ($1[key] as? Int ?? 0) }
      #expect(parts == count, "\(key) by segment: \(rows)")
    }
    #expect(campaigns["missing"] as? [String] == ["spam_complaint"])
    // Two days after a mailing nobody had ordered.
    let soon = try self.document(
      ["--events", "events.csv", "--months", "1", "--order-within", "2d"])
    let first = ((soon["campaigns"] as? [String: Any])?["rows"] as? [[String: Any]])?.first
    #expect(first?["ordered"] as? Int == 0)
  }

  /// In two quarters.
  ///
  /// First one: `again` ordered ten days after coming back, `gone` never; their orders since are 1 and 0.4 of
  /// before. `late` came back ten days ago, and its own gap is ten.
  @Test func tellsWhoTookUpTheirOwnRhythm() throws {
    let document = try document([])
    #expect(document["campaigns"] == nil)
    let recovery = try #require(document["recovery"] as? [String: Any])
    let quarters = try #require(recovery["quarters"] as? [[String: Any]])
    #expect(quarters.map { $0["quarter"] as? String } == ["2025-Q1", "2025-Q2"])
    for (quarter, returned, seen, rhythm, basket, ratio) in [
      (0, 2, 2, 1, 1, 0.7), (1, 1, 0, 0, 1, 1.0),
    ] {
      let found = quarters[quarter]
      #expect(found["returned"] as? Int == returned && found["seen_long_enough"] as? Int == seen)
      #expect(
        found["rhythm_recovered"] as? Int == rhythm && found["basket_recovered"] as? Int == basket)
      #expect(abs((found["basket_ratio"] as? Double ?? .nan) - ratio) < 1e-9, "\(found)")
    }
  }

  @Test func printsTables() throws {
    let runner = try CommandRunner()
    try runner.write(Self.orders, to: "orders.csv")
    try runner.write(Self.events, to: "events.csv")
    let text = try runner.expect([
      "campaigns", "orders.csv", "--events", "events.csv", "--as-of", "2025-05-01", "--quiet",
    ]).text
    #expect(text.contains("2025-03") && text.contains("2025-Q1") && text.contains("spam_complaint"))
    try runner.expect(["campaigns", "orders.csv", "--months", "0"], status: 64, says: ["--months"])
  }
}
