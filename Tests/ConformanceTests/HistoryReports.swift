import TestSupport
import Testing

/// From orders to frequency, recency, tenure and mean value.
@Suite struct HistoryReports {
  private static let columns = "frequency,recency,tenure,orders,gross_spend,monetary_value"

  private func summary(
    _ rows: String, asOf: String, _ customer: String
  ) throws -> [String: String] {
    let runner = try CommandRunner()
    try runner.write(Reported.header + rows, to: "orders.csv")
    let cells = try runner.cells(
      ["features", "orders.csv", "--as-of", asOf, "--select", Self.columns, "--quiet"])
    return try #require(cells[customer])
  }

  /// lifetimes 91: two orders of one day made a repeat purchase at recency 0, which no model allows.
  @Test func lifetimes91OrdersOfOneDayAreOnePurchase() throws {
    let found = try summary("1,2012-01-06,5\n1,2012-01-06,7\n", asOf: "2013-01-01", "1")
    #expect(found["frequency"] == "0")
    #expect(found["recency"] == "0")
    // 2012 was a leap year: 360 days from 6 January to 31 December.
    #expect(found["tenure"] == "360")
    #expect(found["gross_spend"] == "12")
  }

  /// lifetimes 244 and 316: a second order on the evening of the first day is no repeat purchase.
  @Test func lifetimes244TheFirstEveningIsTheFirstDay() throws {
    let found = try summary(
      "4125,2018-04-24T19:19:25,1\n4125,2018-04-24T20:13:28,1\n4125,2018-05-24T04:00:01,1\n",
      asOf: "2019-02-01", "4125")
    #expect(found["frequency"] == "1")
    #expect(found["recency"] == "30")
    #expect(found["tenure"] == "282")
  }

  /// lifetimes 184 and 343: eight rows are four days, of which the last three have 250, 150 and 150.
  @Test func lifetimes184RowsAreAddedByDay() throws {
    let days = ["06-11", "07-24", "07-08", "06-24", "07-24", "06-11", "07-08"]
    let rows = days.map { "1,2017-\($0),75\n" }.joined() + "1,2017-06-24,175\n"
    let found = try summary(rows, asOf: "2018-01-01", "1")
    #expect(found["frequency"] == "3")
    #expect(found["recency"] == "43")
    #expect(found["tenure"] == "203")
    #expect(found["monetary_value"] == "\(550.0 / 3)")
  }

  /// lifetimes 56: money of the first seconds is not lost, though it is no repeat purchase.
  @Test func lifetimes56TheFirstDayKeepsItsMoney() throws {
    let found = try summary(
      """
      1,2016-01-01 00:01:44,0.0
      1,2016-01-01 00:01:55,5.0
      1,2016-01-01 00:01:58,5.0
      2,2016-01-05 00:01:50,1.0

      """, asOf: "2016-04-09", "1")
    #expect(found["frequency"] == "0")
    #expect(found["gross_spend"] == "10")
    #expect(found["monetary_value"] == "")
  }

  /// lifetimes 347, 196, 282, 394 and 429, btyd 56, pymc-marketing 466: which orders the mean value is of.
  @Test func lifetimes347TheMeanValueIsOfRepeatPurchases() throws {
    let runner = try CommandRunner()
    try runner.write(
      Reported.header
        + "john,2024-01-01,236\njohn,2024-02-01,118\njohn,2024-03-01,236\njohn,2024-04-01,99\n",
      to: "orders.csv")
    let john = try #require(
      try runner.cells(
        ["features", "orders.csv", "--select", "monetary_value,average_order_value", "--quiet"])[
          "john"])
    // (118 + 236 + 99) / 3, and all four over four.
    #expect(john["monetary_value"] == "151")
    #expect(john["average_order_value"] == "172.25")
    // The help says which is which.
    let list = try runner.text(["features", "--list"])
    #expect(list.contains("Mean order value of a day with orders after the first such day"))
  }

  /// lifetimes 85 and 95: a log that is not sorted by date gave another mean value.
  @Test func lifetimes85TheOrderOfRowsDoesNotMatter() throws {
    let runner = try CommandRunner()
    let rows = Reported.shop(customers: 60).split(separator: "\n").dropFirst().map { "\($0)\n" }
    var generator = SeededGenerator(seed: 85)
    try runner.write(Reported.header + rows.joined(), to: "sorted.csv")
    try runner.write(Reported.header + rows.reversed().joined(), to: "reversed.csv")
    try runner.write(Reported.header + rows.shuffled(using: &generator).joined(), to: "mixed.csv")
    let texts = try ["sorted", "reversed", "mixed"].map {
      try runner.text(["features", "\($0).csv", "--quiet"])
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0] == texts[2])
  }

  /// lifetimes 67: the default end of the observation was the day on which the program was loaded.
  @Test func lifetimes67TheLogSaysWhenItEnds() throws {
    let runner = try CommandRunner()
    try runner.write(Reported.header + "a,2011-03-01,5\na,2011-03-11,5\n", to: "orders.csv")
    let run = try runner.run(["features", "orders.csv", "--select", "tenure"])
    #expect(run.errors.contains("as of 2011-03-12"), "\(run)")
    #expect(run.text == "customer_id,tenure\na,10\n", "\(run)")
  }

  /// lifetimes 26: rows behind the end of the observation were counted.
  @Test func lifetimes26NothingBehindTheDateCounts() throws {
    let runner = try CommandRunner()
    let all = Reported.shop(customers: 80)
    let end = Reported.date(300)
    let before = all.split(separator: "\n").filter { row in
      row.hasPrefix("customer_id") || row.split(separator: ",")[1] < end
    }
    try runner.write(all, to: "all.csv")
    try runner.write(before.map { "\($0)\n" }.joined(), to: "before.csv")
    #expect(before.count < all.split(separator: "\n").count)
    let texts = try ["all", "before"].map {
      try runner.text(["features", "\($0).csv", "--as-of", end, "--quiet"])
    }
    #expect(texts[0] == texts[1])
  }

  /// pymc-marketing 583 and 469: recency is two quantities, and each has its own name.
  @Test func pymc583TheTwoRecenciesAreTwoColumns() throws {
    let runner = try CommandRunner()
    try runner.write(Reported.header + "a,2024-01-01,5\na,2024-01-31,5\n", to: "orders.csv")
    let a = try #require(
      try runner.cells([
        "features", "orders.csv", "--as-of", "2024-03-01", "--select",
        "recency,tenure,days_since_last_order", "--quiet",
      ])["a"])
    #expect(a["recency"] == "30")
    #expect(a["tenure"] == "59")
    #expect(a["days_since_last_order"] == "30")
  }
}
