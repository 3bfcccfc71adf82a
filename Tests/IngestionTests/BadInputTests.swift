import Dense
import Expressions
import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

@Suite struct BadInputTests {
  private let header = "customer_id,date,amount\n"

  @Test(arguments: ["", "customer_id,date,amount\n"])
  func emptyFilesHaveNoRows(text: String) throws {
    guard case .noRows(let files)? = try failure(text) else {
      Issue.record("rows were found")
      return
    }
    #expect(files.map { $0.hasSuffix("orders.csv") } == [true])
  }

  @Test func unknownColumnsAreNamed() throws {
    guard
      case .unrecognisedColumns(let file, let missing, let columns, let start)? = try failure(
        "a,b\n1,2\n")
    else {
      Issue.record("a and b were recognised")
      return
    }
    #expect(file.hasSuffix("orders.csv"))
    #expect(missing == [.customer, .time, .amount] && columns == ["a", "b"])
    #expect(start == .columns([(.customer, nil), (.time, nil), (.amount, nil)]))
  }

  @Test(arguments: [
    (
      "2020-01-01,5 apples", "5 apples",
      RejectedRow.Expectation.cell(.number(decimalComma: false), .plainNumbers)
    ),
    ("2020-01-01,1.2.3", "1.2.3", .cell(.number(decimalComma: false), .plainNumbers)),
    ("2020-01-01,nan", "nan", .cell(.number(decimalComma: false), nil)),
    ("2020-02-31,5", "2020-02-31", .existingDay),
    ("soon,5", "soon", .date(pattern: nil)),
  ])
  func rejectedCellsSayWhatWasExpected(
    cells: String, found: String, expected: RejectedRow.Expectation
  ) throws {
    guard case .tooManyRejected(let rows, 1, 1, _)? = try failure(header + "1,\(cells)\n") else {
      Issue.record("the row was not rejected")
      return
    }
    #expect(rows.map(\.line) == [2] && rows.map(\.found) == [found])
    #expect(rows.map(\.expected) == [expected])
  }

  @Test func datesAfterTodayStop() throws {
    guard
      case .futureDate(let place, "date", "2999-01-01", today)? = try failure(
        header + "1,2999-01-01,5\n")
    else {
      Issue.record("a date in the future was used")
      return
    }
    #expect(place.line == 2 && place.file.hasSuffix("orders.csv"))
  }

  @Test func twoCurrenciesStop() throws {
    guard
      case .questions(let questions)? = try failure(
        "customer_id,date,amount,currency\n1,2020-01-01,5,EUR\n2,2020-01-01,5,USD\n")
    else {
      Issue.record("two currencies were added")
      return
    }
    #expect(
      questions.map(\.subject) == [.currencies(column: "currency", cells: ["EUR", "USD"])])
    #expect(questions[0].choose.map(\.value) == ["currency = 'EUR'", "currency = 'USD'"])
  }

  @Test func unusedColumnsMayHoldAnyBytes() throws {
    #expect(
      try failure("customer_id,client_id,date,amount,total\n1,1,2020-01-01,5,\u{fffd}\n") == nil)
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
  func datesHaveTheFormThatFitsAll(dates: [String], formats: [String]) throws {
    let text = header + dates.map { "1,\($0),5\n" }.joined()
    if formats.count == 1 {
      #expect(try load(text, ReadOptions(today: today)).ledger.rowsUsed == dates.count)
    } else {
      guard case .questions(let questions)? = try failure(text) else {
        Issue.record("the order of day and month was guessed")
        return
      }
      #expect(questions.map(\.subject) == [.dateOrder(column: "date", cell: dates[0])])
      #expect(questions[0].choose.map(\.value) == formats)
    }
    for format in formats {
      var options = ReadOptions(today: today)
      options.dateFormat = try DateFormat(format)
      #expect(try load(text, options).ledger.rowsUsed == dates.count)
    }
  }

  @Test func aDayThatDoesNotExistIsRefusedWithAFormatToo() throws {
    var options = ReadOptions(today: today)
    options.dateFormat = try DateFormat("%d/%m/%Y")
    guard
      case .tooManyRejected(let rows, _, _, _)? = try failure(header + "1,31/02/2020,5\n", options)
    else {
      Issue.record("a day was made up")
      return
    }
    #expect(rows.map(\.column) == ["date"] && rows.map(\.found) == ["31/02/2020"])
    #expect(rows.map(\.expected) == [.existingDay])
  }

  @Test func refusedRowsBeyondTheLimitStop() throws {
    let good = (0..<2_000).map { "c\($0),2020-01-01,5\n" }.joined()
    let two = try load(header + good + "x,2020-01-01,?\ny,2020-01-01,?\n")
    #expect(two.ledger.refusedByReason == ["bad amount": 2])
    #expect(two.firstRefused.map(\.line) == [2_002, 2_003])
    let error = try failure(header + good + String(repeating: "x,2020-01-01,?\n", count: 12))
    guard case .tooManyRejected(let rows, let refused, let read, _)? = error else {
      Issue.record("twelve of 2,012 rows were let pass")
      return
    }
    #expect((rows.count, refused, read) == (10, 12, 2_012))
    #expect(rows[0].line == 2_002 && rows[0].column == "amount" && rows[0].found == "?")
    let without = try load(header + good + String(repeating: ",2020-01-01,5\n", count: 500))
    #expect(without.ledger.refusedByReason == ["no customer": 500])
  }

  @Test func refusedRowsAreKeptInAFile() throws {
    let folder = try TemporaryFolder()
    var options = try lenient()
    options.rejectedRows = RejectedRowsOutput(path: folder.path("refused.csv")) {
      $0 == .date(pattern: nil) ? "the caller's words" : "other words"
    }
    _ = try load(header + "a,2020-01-01,1\na,\"soon, I hope\",1\n", options)
    var reader = try RecordReader(
      path: folder.path("refused.csv"), delimiter: nil, encoding: .utf8)
    #expect(try reader.next())
    #expect(try reader.next())
    #expect(reader.text(3) == "soon, I hope")
    #expect(reader.text(4) == "the caller's words")
    #expect(reader.text(5) == "bad time")
    #expect(try !reader.next())
  }

  @Test func filesThatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    func error(_ path: String) -> IngestionError? {
      #expect(throws: IngestionError.self) {
        try loadHistories(orders: [path], options: ReadOptions(today: today))
      }
    }
    #expect(error(folder.path("none.csv"))?.kind == .missing)
    let path = folder.path(".")
    #expect(error(path) == .file(.unreadableFile(path, .isFolder)))
  }

  @Test func otherEncodingsAreNamed() throws {
    let folder = try TemporaryFolder()
    let bytes = Array("customer,date,amount\nFran".utf8) + [0xe7] + Array(",2020-01-01,5\n".utf8)
    let path = try folder.write(bytes, to: "orders.csv")
    let error = #expect(throws: IngestionError.self) {
      try loadHistories(orders: [path], options: ReadOptions(today: today))
    }
    #expect(
      error == .file(.notUTF8(FileError.Place(file: path, line: 2), column: "customer")))
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
