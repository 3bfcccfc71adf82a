import Foundation
import TestSupport
import Testing

/// What models are judged on, and what is kept of them.
@Suite struct HoldoutReports {
  private struct Output: Decodable {
    struct Model: Decodable {
      struct Holdout: Decodable {
        let actual: Double
      }
      let holdout: Holdout?
    }
    let customers: Int
    let models: [Model]
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
