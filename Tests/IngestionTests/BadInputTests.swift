import Dense
import Files
import Histories
import Ingestion
import Reporting
import TestSupport
import Testing
import Units

@Suite struct BadInputTests {
  private let header = "customer_id,date,amount\n"

  @Test(arguments: [
    ("", "no rows"),
    ("customer_id,date,amount\n", "no rows"),
    ("a,b\n1,2\n", "no column was recognised as customer, time, amount. Columns: a, b"),
    ("customer_id,date,amount\n1,2020-01-01,\"12,50\"\n", "--decimal-comma"),
    ("customer_id,date,amount\n1,2020-01-01,\"$1,250.00\"\n", "no currency signs"),
    ("customer_id,date,amount\n1,2020-01-01,nan\n", "found 'nan', expected a decimal number"),
    ("customer_id,date,amount\n1,2020-02-31,5\n", "no such day"),
    ("customer_id,date,amount\n1,2999-01-01,5\n", "--allow-future-dates"),
    (
      "customer_id,date,amount,currency\n1,2020-01-01,5,EUR\n2,2020-01-01,5,USD\n",
      "orders.csv:3: column 'currency': found 'USD' after 'EUR'; amounts in two currencies cannot "
        + "be added. Choose one: --where \"currency = 'EUR'\""
    ),
    ("customer_id,client_id,date,amount,total\n1,1,2020-01-01,5,\u{fffd}\n", ""),
  ])
  func isExplained(text: String, expected: String) throws {
    let error = try failure(text)
    if expected.isEmpty {
      #expect(error == nil)
      return
    }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("orders.csv") == true)
    #expect(error?.description.contains(expected) == true, "\(error.map(\.description) ?? "none")")
  }

  @Test(arguments: [
    (["03/04/2020", "05/06/2020"], ["%m/%d/%Y", "%d/%m/%Y"]),
    (["03/04/2020", "25/06/2020"], ["%d/%m/%Y"]),
    (["03/04/2020", "05/16/2020"], ["%m/%d/%Y"]),
    (["9/7/11", "3/14/11"], ["%m/%d/%y"]),
    (["12/1/2010 8:26", "12/13/2010 8:26"], ["%m/%d/%Y %H:%M"]),
    (["1.2.2020 08:26:10", "31.1.2020 08:26:10"], ["%d.%m.%Y %H:%M:%S"]),
    (["12/1/2010 8:26 PM", "12/13/2010 8:26 AM"], ["%m/%d/%Y %I:%M %p"]),
    (["2020/01/31"], ["%Y/%m/%d"]),
  ])
  func datesAskForTheirFormat(dates: [String], formats: [String]) throws {
    let text = header + dates.map { "1,\($0),5\n" }.joined()
    guard case .datesNeedFormat(let place, _, let found, let suggested)? = try failure(text) else {
      Issue.record("no format was asked for")
      return
    }
    #expect(place.line == 2)
    #expect(found == dates[0])
    #expect(suggested == formats)
    for format in suggested {
      var options = ReadOptions(today: today)
      options.dateFormat = try DateFormat(format)
      #expect(try load(text, options).ledger.rowsUsed == dates.count)
    }
  }

  @Test func aDayThatDoesNotExistIsRefusedWithAFormatToo() throws {
    var options = ReadOptions(today: today)
    options.dateFormat = try DateFormat("%d/%m/%Y")
    let error = try failure(header + "1,31/02/2020,5\n", options)
    #expect(error?.description.contains("column 'date': found '31/02/2020'") == true)
    #expect(error?.description.contains("no such day") == true)
  }

  @Test func refusedRowsBeyondTheLimitStop() throws {
    let good = (0..<2_000).map { "c\($0),2020-01-01,5\n" }.joined()
    let two = try load(header + good + "x,2020-01-01,?\ny,2020-01-01,?\n")
    #expect(two.ledger.refusedByReason == ["bad amount": 2])
    #expect(two.firstRefused.map(\.line) == [2_002, 2_003])
    let error = try failure(header + good + String(repeating: "x,2020-01-01,?\n", count: 12))
    guard case .tooManyRefused(let rows, let refused, let read, _)? = error else {
      Issue.record("twelve of 2,012 rows were let pass")
      return
    }
    #expect((rows.count, refused, read) == (10, 12, 2_012))
    #expect(error?.description.contains("orders.csv:2002: column 'amount': found '?'") == true)
    let without = try load(header + good + String(repeating: ",2020-01-01,5\n", count: 500))
    #expect(without.ledger.refusedByReason == ["no customer": 500])
  }

  @Test func refusedRowsAreKeptInAFile() throws {
    let folder = try TemporaryFolder()
    var options = try lenient()
    options.refusedPath = folder.path("refused.csv")
    _ = try load(header + "a,2020-01-01,1\na,\"soon, I hope\",1\n", options)
    var reader = try RecordReader(
      path: folder.path("refused.csv"), delimiter: nil, encoding: .utf8)
    #expect(try reader.next())
    #expect(try reader.next())
    #expect(reader.text(3) == "soon, I hope")
    #expect(reader.text(5) == "bad time")
    #expect(try !reader.next())
  }

  @Test func filesThatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    func error(_ path: String) -> DataError? {
      #expect(throws: DataError.self) {
        try loadHistories(orders: [path], options: ReadOptions(today: today))
      }
    }
    #expect(error(folder.path("none.csv"))?.kind == .missing)
    #expect(error(folder.path("."))?.description.contains("it is a folder") == true)
  }

  @Test func otherEncodingsAreNamed() throws {
    let folder = try TemporaryFolder()
    let bytes = Array("customer,date,amount\nFran".utf8) + [0xe7] + Array(",2020-01-01,5\n".utf8)
    let path = try folder.write(bytes, to: "orders.csv")
    let error = #expect(throws: DataError.self) {
      try loadHistories(orders: [path], options: ReadOptions(today: today))
    }
    #expect(error?.description.contains("--encoding latin1") == true)
    var options = ReadOptions(today: today)
    options.encoding = .latin1
    #expect(
      try loadHistories(orders: [path], options: options).store.customers[0] == "Franç")
  }

  @Test func totalsBeyondTheIntegersAreRefused() throws {
    let text = header + "a,2020-01-01,99999999999999999\nb,2020-01-01,0.000001\n"
    guard case .amountsTooLarge? = try failure(text) else {
      Issue.record("sums of such amounts would overflow")
      return
    }
  }
}
