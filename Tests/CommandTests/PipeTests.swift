import Foundation
import TestSupport
import Testing

/// Pipes and standard input give what the same bytes give as a file, in each form of compression.
@Suite struct PipeTests {
  /// By hand, of completed orders: 20 + 30 + 20 + 30 = 100.
  private static let shop = """
    order_id,order_date,status,order_total,order_currency,customer_id,customer_user,billing_email
    1,2026-01-02 10:00:00,completed,20.00,EUR,0,0,g1@example.com
    2,2026-01-09 10:00:00,completed,30.00,EUR,11,11,r1@example.com
    3,2026-02-02 10:00:00,completed,20.00,EUR,0,0,g1@example.com
    4,2026-02-09 10:00:00,failed,30.00,EUR,11,11,r1@example.com
    5,2026-02-10 10:00:00,cancelled,30.00,EUR,0,0,g3@example.com
    6,2026-03-09 10:00:00,completed,30.00,EUR,11,11,r1@example.com

    """

  /// A plain table of more than a first look, whose last line sums the others: 9,000 orders of 2.
  private static let totalled =
    "customer_id,date,amount\n"
    + (0..<9_000).map { "c\($0 % 300),2024-0\(1 + $0 % 9)-01,2.00\n" }.joined()
    + "Total,,18000.00\n"

  @Test(arguments: [("cat", "100.00"), ("gzip -c", "100.00")])
  func guestsAreLeftOut(packing: String, net: String) throws {
    try check(Self.shop, packing, net)
  }

  @Test(arguments: ["xz -c"])
  func aTotalAtTheEndIsLeftOut(packing: String) throws {
    try check(Self.totalled, packing, "18000.00")
  }

  private func check(_ text: String, _ packing: String, _ net: String) throws {
    let runner = try CommandRunner()
    try runner.write(text, to: "shop.csv")
    try runner.expect(["check", "shop.csv", "--ledger", "file.json"])
    let ledger = try amounts(runner, "file.json")
    #expect(ledger["net"] == net)
    let tool = packing.prefix { $0 != " " }
    guard try runner.runShell("command -v \(tool)").end == .status(0) else { return }
    let ways = [
      "\(packing) shop.csv > packed; \"$PERENNIAL\" check packed",
      "\(packing) shop.csv | \"$PERENNIAL\" check -",
      "\"$PERENNIAL\" check <(\(packing) shop.csv)",
      "rm -f pipe; mkfifo pipe; \(packing) shop.csv > pipe & \"$PERENNIAL\" check pipe",
    ]
    for way in ways {
      let run = try runner.runShell("bash -c '\(way) --ledger pipe.json'")
      #expect(run.end == .status(0), "\(way)\n\(run.errors)")
      #expect(try amounts(runner, "pipe.json") == ledger, "\(way)")
    }
  }

  /// The lines of a ledger that say how many orders and how much money there are.
  private func amounts(_ runner: CommandRunner, _ name: String) throws -> [String: String] {
    var found: [String: String] = [:]
    for line in try runner.text(of: name).split(separator: "\n") {
      let parts = line.split(separator: ":").map { part in
        part.filter { $0 != "\"" && $0 != "," && $0 != " " }
      }
      guard parts.count == 2, ["net", "gross", "orders", "customers"].contains(parts[0]) else {
        continue
      }
      found[parts[0]] = parts[1]
    }
    return found
  }

  /// Customers come from a pipe as they come from a file, though they are read more than once.
  @Test func customersMayComeFromAPipe() throws {
    let runner = try CommandRunner()
    try runner.write(Self.shop, to: "shop.csv")
    try runner.write("mail,id,city\nR1@example.com,9,Rome\n", to: "people.csv")
    let columns = "shop.csv --columns customer=billing_email --customers"
    let file = try runner.runShell("\"$PERENNIAL\" check \(columns) people.csv --ledger a.json")
    let pipe = try runner.runShell(
      "bash -c '\"$PERENNIAL\" check \(columns) <(cat people.csv) --ledger b.json'")
    #expect(file.end == .status(0), "\(file.errors)")
    #expect(pipe.end == .status(0), "\(pipe.errors)")
    #expect(try runner.text(of: "a.json") == runner.text(of: "b.json"))
  }
}
