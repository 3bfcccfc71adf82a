import Foundation
import TestSupport
import Testing

/// `export sql` and `verify`; `.ci/warehouses` runs the queries on engines.
@Suite struct WarehouseCommandTests {
  private func trained() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--quiet", "--model", "shop",
    ])
    return runner
  }

  @Test func ourOwnRowsAgree() throws {
    let runner = try trained()
    try runner.expect(["predict", "orders.csv", "--model", "shop", "--output", "scores.csv"])
    let run = try runner.expect([
      "verify", "orders.csv", "--model", "shop", "--against", "scores.csv",
    ])
    #expect(run.text.hasPrefix("customers: 120 in both, 0 missing, 0 unknown\n"), "\(run)")
  }

  @Test func aChangedCellAMissingAndAnUnknownCustomerAreFound() throws {
    let runner = try trained()
    try runner.expect([
      "predict", "orders.csv", "--model", "shop", "--select", "customer_id,orders,as_of",
      "--output", "scores.csv",
    ])
    var lines = try runner.text(of: "scores.csv").split(separator: "\n").map(String.init)
    let cells = lines[1].split(separator: ",")
    lines[1] = "\(cells[0]),\((Int(cells[1]) ?? 0) + 1),\(cells[2])"
    lines[2] = "nobody,1,\(cells[2])"
    try runner.write(lines.joined(separator: "\n") + "\n", to: "changed.csv")
    let run = try runner.run([
      "verify", "orders.csv", "--model", "shop", "--against", "changed.csv",
    ])
    #expect(run.end == .status(1), "\(run)")
    #expect(run.text.contains("119 in both, 1 missing, 1 unknown"), "\(run)")
    #expect(run.text.contains("orders: 1 cell differs\n  \(cells[0]): ours"), "\(run)")
  }

  @Test func aCustomerTwiceIsRefused() throws {
    let runner = try trained()
    try runner.write("customer_id,orders\nc1,1\nc1,1\n", to: "twice.csv")
    try runner.expect(
      ["verify", "orders.csv", "--model", "shop", "--against", "twice.csv"], status: 65,
      says: ["twice.csv:3", "one row a customer"])
  }

  @Test func namesThatAreNoNamesAreRefused() throws {
    let runner = try trained()
    for (option, value) in [
      ("--table", "orders; DROP TABLE orders"), ("--columns", "customer=a,time=b,amount=c*d"),
      ("--columns", "customer=a"), ("--columns", "customer=a,time=b,amount=c,channel=d"),
    ] {
      try runner.expect(
        ["export", "sql", "--dialect", "duckdb", "--model", "shop", option, value], status: 64,
        says: [option, "expected"])
    }
  }

  @Test func theTableIsNamedAsItIs() throws {
    let runner = try trained()
    let run = try runner.expect([
      "export", "sql", "--dialect", "postgres", "--model", "shop", "--quiet", "--as-of",
      "2025-01-31", "--table", "shop.sales", "--columns", "customer=buyer,time=at,amount=total",
    ])
    #expect(run.text.contains("FROM shop.sales\n"))
    #expect(run.text.contains("CAST(buyer AS TEXT) AS customer_id"))
    #expect(run.text.contains("DATE '2025-01-31' AS as_of_date"))
  }

  /// Else a rate that was given would be left out in silence.
  @Test func rowsToLearnFromRestOnNoAssumptions() throws {
    try CommandRunner().expect(
      [
        "export", "sql", "--dialect", "duckdb", "--training", "--horizon", "30d", "--save-rate",
        "0.2",
      ], status: 64, says: ["--training: found --save-rate beside it", "expected none"])
  }
}
