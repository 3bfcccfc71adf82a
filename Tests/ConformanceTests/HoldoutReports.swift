import Foundation
import TestSupport
import Testing

/// What models are judged on, and what is kept of them.
@Suite struct HoldoutReports {
  private struct Output: Decodable {
    struct Model: Decodable {
      struct Holdout: Decodable {
        let actual: Double
        let expected: Double
      }
      let name: String
      let holdout: Holdout?
    }
    let customers: Int
    let models: [Model]
    let baselines: [Model]
  }

  private func output(_ runner: CommandRunner, _ arguments: [String]) throws -> Output {
    try JSONDecoder().decode(
      Output.self,
      from: Data(try runner.text(["clv", "orders.csv", "--json", "--quiet"] + arguments).utf8))
  }

  /// lifetimes 310: who comes first after the date is no customer that the model was to foresee.
  @Test func lifetimes310LaterCustomersAreNotJudged() throws {
    let runner = try CommandRunner()
    try runner.write(
      Reported.header
        + (0..<40).map { "old\($0),2023-0\(1 + $0 % 6)-11,5\nold\($0),2023-07-2\($0 % 9),5\n" }
        .joined()
        + (0..<40).map { "new\($0),2023-09-02,5\nnew\($0),2023-10-03,5\n" }.joined()
        // Two orders of a customer from before, and one of a day that has another already.
        + "old1,2023-09-05,5\nold2,2023-10-05,5\nold2,2023-10-05,7\n", to: "orders.csv")
    let found = try output(runner, ["--evaluate-at", "2023-09-01"])
    #expect(found.customers == 40)
    #expect(found.models.map { $0.holdout?.actual } == Array(repeating: 2, count: 6))
  }

  /// lifetimes 281: the days of a holdout were taken for weeks, 41 of them from 30 April to 10 June.
  ///
  /// As many orders as in the last 41 days before are those of 20 March, not of 19 March; equal customers with
  /// 70 orders in 40 times 394 days have 70 · 41 ÷ 394 in all of them.
  @Test func lifetimes281AHoldoutIsAsLongAsItsDays() throws {
    let runner = try CommandRunner()
    let days = (0..<40).map { customer in
      let count = customer < 30 ? "c\(customer),2019-03-20,5\n" : ""
      return
        "c\(customer),2018-04-01,5\nc\(customer),2019-03-19,5\n\(count)c\(customer),2019-05-0\(1 + customer % 9),5\n"
    }
    try runner.write(
      Reported.header + days.joined() + "c1,2019-06-09,5\n", to: "orders.csv")
    let found = try output(runner, ["--evaluate-at", "2019-04-30"])
    let last = try #require(found.baselines.first { $0.name == "last period" }?.holdout)
    #expect(last.expected == 30 && last.actual == 41)
    let expected = try #require(found.models.first { $0.name == "nbd" }?.holdout?.expected)
    #expect(relativeDifference(expected, 70.0 * 41 / 394) < 0.01, "\(expected)")
  }

  /// lifetimes 439: a fit to all orders, shown beside the orders that it was fitted to.
  @Test func lifetimes439AFitAloneHasNoFiguresOfAHoldout() throws {
    let runner = try CommandRunner()
    try runner.write(Reported.shop(customers: 50), to: "orders.csv")
    #expect(try output(runner, []).models.allSatisfy { $0.holdout == nil })
  }

  /// CLVTools 292, lifetimes 26: an end of the estimation after which there is nothing.
  @Test(arguments: ["2025-01-01", "2020-01-01"])
  func clvTools292AnEmptyHoldoutIsRefused(date: String) throws {
    let runner = try CommandRunner()
    try runner.write(Reported.shop(customers: 50), to: "orders.csv")
    try runner.refusal(
      ["clv", "orders.csv", "--evaluate-at", date], status: 64,
      says: ["--evaluate-at \(date): expected a date from", "(a day after the first order)"])
  }

  /// lifetimes 97 and 124: saved models of hundreds of megabytes, as all customers were in them.
  @Test func lifetimes124AModelHoldsNoCustomers() throws {
    let runner = try CommandRunner()
    try runner.write(Reported.shop(ids: { "someone-\($0)@example.org" }), to: "orders.csv")
    _ = try runner.text([
      "train", "orders.csv", "--horizon", "90d", "--model", "model", "--accept-weak", "--quiet",
    ])
    let names = try runner.names(in: "model")
    #expect(names.contains("model.json"))
    for name in names {
      #expect(!(try runner.text(of: "model/\(name)")).contains("@example.org"), "\(name)")
    }
    // And a model that was copied elsewhere says the same.
    let scores = try runner.text(["predict", "orders.csv", "--model", "model", "--quiet"])
    let copied = try runner.runShell(
      "cp -R model elsewhere && rm -R model && \"$PERENNIAL\" predict orders.csv --model elsewhere --quiet"
    )
    #expect(copied.text == scores, "\(copied)")
  }
}
