import Foundation
import TestSupport
import Testing

/// Broken logs: exit 65, a message with file, line, column, found, expected and what to do, and
/// never a model folder.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let says: [String]

    init(_ name: String, _ rows: String, header: String = Logs.header, says: [String]) {
      self.init(name, bytes: Array((header + rows).utf8), says: says)
    }

    init(_ name: String, bytes: [UInt8], says: [String]) {
      self.name = name
      self.bytes = bytes
      self.says = says
    }

    var testDescription: String { name }
    var file: String { "\(name).csv" }
  }

  static let cases = [
    Case(
      "columns", "1,2\n", header: "a,b\n",
      says: [
        "columns.csv: no column was recognised as customer, time, amount", "a, b", "--columns",
      ]),
    Case(
      "comma", "1,2020-01-01,\"12,50\"\n2,2020-01-02,5.25\n",
      says: [
        "comma.csv: column 'amount': found '5.25' (line 3) and '12,50' (line 2), written in two ways",
        "expected one form in the whole column",
      ]),
    Case(
      "february", "1,31/02/2020,5\n2,2020-01-02,5\n",
      says: [
        "february.csv:2: column 'date': found '31/02/2020', expected yyyy-mm-dd",
        "use: --date-format",
      ]),
    Case(
      "leap", "1,2019-02-29,5\n2,2020-02-29,5\n",
      says: ["leap.csv:2: column 'date': found '2019-02-29', expected a day that exists"]),
    Case(
      "ambiguous", "1,03/04/2020,5\n2,05/06/2020,7\n",
      says: [
        "ambiguous.csv: column 'date': found '03/04/2020', and no row tells which part is the day",
        "choose: --date-format %m/%d/%Y", "choose: --date-format %d/%m/%Y",
      ]),
    Case(
      "future", "1,2020-01-01,5\n2,2099-01-01,5\n",
      says: [
        "future.csv:3: column 'date': found '2099-01-01', a date in the future",
        "choose: --allow-future-dates", "choose: --where \"date <= '",
      ]),
    Case(
      "quote", "\"1,2020-01-01,5\n2,2020-01-02,5\n",
      says: ["quote.csv:2:1: found a quote that opens a field and is never closed. Close it"]),
    Case("nul", "1,2020-01-01,5\0\n", says: ["nul.csv:2", "found a NUL byte, expected text"]),
    Case(
      "empty", "", header: "", says: ["empty.csv: no rows, expected at least one below the header"]),
    Case("header", "", says: ["header.csv: no rows, expected at least one below the header"]),
    Case(
      "one", "1,2020-01-01,5\n1,2020-06-01,5\n",
      says: ["found 1 customer with an order, expected at least", "--columns customer="]),
    Case(
      "never", (0..<200).map { "\($0),\(Logs.date($0)),10\n" }.joined(),
      says: ["none has an order in the 30 days", "expected some with and some", "--horizon"]),
    Case(
      "always",
      (0..<50).flatMap { id in (0..<20).map { "\(id),\(Logs.date(10 * $0)),10\n" } }.joined(),
      says: ["every one has an order in the 30 days", "some with and some without", "--horizon"]),
    Case(
      "total",
      (0..<40).flatMap { order in
        (0..<3).map { _ in "c\(order % 20),\(Logs.date(order)),30,o\(order)\n" }
      }
      .joined(),
      header: "customer_id,date,amount,order_id\n",
      says: [
        "each of its 3 lines has the amount 30", "choose: --amount-per order",
        "choose: --amount-per line",
      ]),
    Case(
      "currencies", "1,2020-01-01,5,EUR\n2,2020-01-02,5,USD\n",
      header: "customer_id,date,amount,currency\n",
      says: [
        "currencies.csv: column 'currency': found 'EUR' and 'USD'",
        "choose: --where \"currency = 'EUR'\"", "choose: --where \"currency = 'USD'\"",
      ]),
    Case(
      "longid", String(repeating: "x", count: 1 << 20) + ",2020-01-01,5\n2,2020-01-02,5\n",
      says: ["longid.csv:2", "found a field longer than 64 KiB"]),
    Case(
      "wide", "1\n", header: (0..<10_000).map { "c\($0)" }.joined(separator: ",") + "\n",
      says: ["wide.csv:1", "found more than 4,096 columns", "--delimiter"]),
    Case("random", bytes: randomBytes(300_000), says: ["random.csv"]),
    Case("zeros", bytes: [UInt8](repeating: 0, count: 100_000), says: ["zeros.csv:1", "NUL byte"]),
    Case(
      "latin",
      bytes: Array(Logs.header.utf8) + Array("M".utf8) + [0xFC] + Array("ller,2020-01-01,5\n".utf8),
      says: ["latin.csv:2", "bytes that are not UTF-8", "--encoding latin1"]),
    Case(
      "wordy", "1,2020-01-01,5 apples\n2,2020-01-02,5\n",
      says: ["wordy.csv:2: column 'amount': found '5 apples', expected a decimal number"]),
    Case(
      "ragged", "1,2020-01-01,12,50\n2,2020-01-02,5\n",
      says: ["ragged.csv:2: found '4 fields', expected 3 fields"]),
    Case(
      "span", "1,2020-01-01,5\n2,2020-01-20,5\n",
      says: ["too short for a horizon of 30 days", "use: --horizon 9d"]),
    Case(
      "day", "1,2020-01-01,5\n2,2020-01-01,5\n",
      says: ["1 day, which is too short", "Pass a longer log."]),
    Case(
      "refunds", (0..<50).map { "\($0),\(Logs.date($0)),-5\n" }.joined(),
      says: ["found no customer with an order"]),
    Case(
      "money", (0..<50).map { "\($0 % 9),\(Logs.date($0)),900000000000000000\n" }.joined(),
      says: ["add up to more than", "--where"]),
  ]

  private static func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: 65)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  @Test(arguments: cases)
  func isRefused(_ bad: Case) throws {
    let runner = try CommandRunner()
    try runner.write(bad.bytes, to: bad.file)
    let run = try runner.expect(
      ["train", bad.file, "--horizon", "30d", "--model", "model"], status: 65, says: bad.says)
    #expect(run.errors.contains(bad.file), "\(run)")
    #expect(try runner.names() == [bad.file], "a failed run left files behind")
  }

  @Test func aTruncatedGzipIsRefused() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let packed = try runner.runShell("gzip orders.csv && head -c 700 orders.csv.gz > cut.csv.gz")
    #expect(packed.end == .status(0), "\(packed)")
    try runner.expect(["check", "orders.csv.gz"])
    try runner.expect(
      ["check", "cut.csv.gz"], status: 65,
      says: ["cut.csv.gz: the gzip data are damaged", "gzip -t"])
  }

  /// A few bad rows among many are told and passed; the file of refused rows keeps them.
  @Test func fewBadRowsPass() throws {
    let runner = try CommandRunner()
    let shop = Logs.shop()
    let rows = shop.split(separator: "\n").count
    try runner.write(shop + "c1,2024-13-01,5\nc2,=1+1,5\n", to: "orders.csv")
    try runner.expect(
      ["check", "orders.csv"], status: 65, says: ["orders.csv:\(rows + 1): column 'date'"])
    try runner.expect([
      "check", "orders.csv", "--max-rejected", "1%", "--rejected", "refused.csv", "--ledger",
      "ledger.json",
    ])
    let refused = try csvRecords(runner.text(of: "refused.csv"))
    #expect(refused.map { $0["line"] } == ["\(rows + 1)", "\(rows + 2)"])
    // As in all our tables, a spreadsheet runs nothing of it.
    #expect(refused.map { $0["found"] } == ["2024-13-01", "'=1+1"])
    let ledger = try #require(
      JSONSerialization.jsonObject(with: Data(runner.text(of: "ledger.json").utf8))
        as? [String: Any])
    #expect(ledger["rows_read"] as? Int == rows + 1)
    #expect(ledger["rows_refused"] as? Int == 2)
    #expect(ledger["rows_used"] as? Int == rows - 1)
  }

  @Test func missingInputIs66() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let missing = ["nowhere.csv: there is no such file"]
    try runner.expect(["check", "nowhere.csv"], status: 66, says: missing)
    try runner.expect(
      ["check", "orders.csv", "--events", "nowhere.csv"], status: 66, says: missing)
    try runner.expect(
      ["check", "orders.csv", "--customers", "nowhere.csv"], status: 66, says: missing)
    try runner.expect(["check", "--config", "nowhere.csv"], status: 66, says: missing)
    try runner.expect(["check", "."], status: 66, says: ["it is a folder"])
    for command in [["predict"], ["compare"], ["segment"], ["export", "notebook"]] {
      try runner.expect(
        command + ["orders.csv", "--model", "nowhere"], status: 66,
        says: ["nowhere: found no model there", "perennial train"])
    }
    try runner.expect(
      ["inspect", "--model", "nowhere"], status: 66, says: ["found no model there"])
    #expect(try runner.names() == ["orders.csv"])
  }
}
