import Foundation
import TestSupport
import Testing

@Suite struct SimulateCommandTests {
  @Test func writesAFolderThatTheOthersRead() throws {
    let runner = try CommandRunner()
    let arguments = ["simulate", "--customers", "1500", "--season", "20%", "--treatment", "30%"]
    try runner.expect(arguments + ["--output", "shop"], says: ["simulated 1,500 customers"])
    let files = ["events.csv", "orders.csv", "simulation.json", "truth.csv"]
    #expect(try runner.names(in: "shop") == files)
    #expect(try runner.text(of: "shop/simulation.json").contains("\"simulated\" : true"))
    let checked = try runner.expect(
      ["check", "shop/orders.csv", "--events", "shop/events.csv"])
    #expect(checked.errors.contains("0 refused"), "\(checked)")
    #expect(checked.errors.contains("customers with an order: 1,500"), "\(checked)")

    let truth = try csvRecords(runner.text(of: "shop/truth.csv"))
    #expect(truth.count == 1_500)
    #expect(Set(truth.map { $0["treated"] }) == ["", "0", "1"])
    let orders = try csvRecords(runner.text(of: "shop/orders.csv"))
    #expect(truth.compactMap { Int($0["orders"] ?? "") }.reduce(0, +) == orders.count)
    #expect(orders.allSatisfy { ($0["ordered_at"] ?? "") < "2025" })
    #expect(orders.allSatisfy { ($0["returned"] == "1") == !($0["returned_at"] ?? "").isEmpty })

    try runner.expect(arguments + ["--output", "again", "--threads", "1", "--quiet"])
    for file in files {
      #expect(try runner.text(of: "again/\(file)") == runner.text(of: "shop/\(file)"))
    }
    try runner.expect(arguments + ["--output", "other", "--seed", "2", "--quiet"])
    #expect(try runner.text(of: "other/orders.csv") != runner.text(of: "shop/orders.csv"))
  }

  @Test func refusesWhatMakesNoSense() throws {
    let runner = try CommandRunner()
    for (option, value, says) in [
      ("--season", "120%", "season"), ("--until", "2021-01-01", "until"),
      ("--from", "9998-01-01", "9999-12-31"),
      ("--purchase", "1", "two numbers"), ("--spend", "4,0.5,28", "q above 1"),
      ("--customers", "0", "customers"),
    ] {
      try runner.expect(
        ["simulate", "--output", "shop", option, value], status: 64, says: [says])
    }
    try runner.write("mine", to: "shop")
    try runner.expect(["simulate", "--output", "shop"], status: 73)
    #expect(try runner.text(of: "shop") == "mine")
  }
}
