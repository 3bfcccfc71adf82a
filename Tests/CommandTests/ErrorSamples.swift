import Comparison
import Dense
import Expressions
import Files
import Ingestion
import Intake
import Interventions
import Learning
import Lifetime
import Models
import Reporting
import Segments
import Snapshots
import Training
import Units

// One sample of every error, as a chain from each case to the next: a `switch` over all cases, so that
// a new case does not compile until it has its place in the chain.

/// Something of which there is a sample for each case.
protocol Sampled: Worded {
  /// The first sample, for nil; nil behind the last.
  static func sample(after previous: Self?) -> Self?
}

extension Sampled {
  static var samples: [Self] {
    var samples: [Self] = []
    while let next = sample(after: samples.last) { samples.append(next) }
    return samples
  }
}

private let day = Day(number: 20_000)
private let place = FileError.Place(file: "orders.csv", line: 7, column: 3)
private let line = FileError.Place(file: "orders.csv", line: 7)
private let row = RejectedRow(
  file: "orders.csv", line: 9, column: "amount", found: "12,50",
  expected: .cell(.number(decimalComma: false), .decimalComma), reason: .amount)

extension FileError: Sampled {
  static func sample(after previous: FileError?) -> FileError? {
    switch previous {
    case nil: .missingFile("orders.csv")
    case .missingFile: .unreadableFile("orders.csv", .system("Permission denied"))
    case .unreadableFile(let path, .system): .unreadableFile(path, .isFolder)
    case .unreadableFile: .unwritableFile("rejected.csv", .system("No space left on device"))
    case .unwritableFile(let path, .system): .unwritableFile(path, .isNoFile)
    case .unwritableFile:
      .damagedCompression("orders.csv.gz", .gzip, offset: 1_234, .otherBytesFollow)
    case .damagedCompression(_, _, _, .otherBytesFollow):
      .damagedCompression("orders.csv.gz", .gzip, offset: 1_234, .endsEarly)
    case .damagedCompression(_, _, _, .endsEarly):
      .damagedCompression("orders.csv.gz", .gzip, offset: 1_234, .message("invalid block type"))
    case .damagedCompression(_, .gzip, _, .message):
      .damagedCompression("orders.csv.zst", .zstd, offset: 1_234, .wrongChecksum)
    case .damagedCompression(_, _, _, .wrongChecksum):
      .damagedCompression("orders.csv.zst", .zstd, offset: 6, .needsMemory(bytes: nil))
    case .damagedCompression(_, .zstd, _, _):
      .damagedCompression("orders.csv.xz", .xz, offset: 24, .needsMemory(bytes: 1_577 << 20))
    case .damagedCompression: .expandsTooFar("orders.csv.gz", limitInBytes: 512 << 20)
    case .expandsTooFar: .utf16(file: "orders.csv")
    case .utf16: .cutUTF16(file: "orders.csv", bytes: 1_001)
    case .cutUTF16: .notUTF8(line, column: "name")
    case .notUTF8: .unclosedQuote(place)
    case .unclosedQuote: .textAfterQuote(place)
    case .textAfterQuote: .nulByte(place)
    case .nulByte: .fieldTooLong(place, isQuoted: true)
    case .fieldTooLong(_, isQuoted: true): .fieldTooLong(place, isQuoted: false)
    case .fieldTooLong: .tooManyColumns(place)
    case .tooManyColumns: .malformedDateFormat("%Q", .unknownLetter("Q"))
    case .malformedDateFormat(_, .unknownLetter): .malformedDateFormat("%m/%d", .yearMissing)
    case .malformedDateFormat(_, .yearMissing): .malformedDateFormat("%Y-%d", .monthMissing)
    case .malformedDateFormat(_, .monthMissing): .malformedDateFormat("%Y-%m", .dayMissing)
    case .malformedDateFormat: .unknownTimeZone("Mars/Olympus")
    case .unknownTimeZone: .source(.noSubject("duckdb:shop.duckdb"))
    case .source: .workbook("orders.xlsx", .noFile)
    case .workbook(let file, .noFile): .workbook(file, .oldForm)
    case .workbook(let file, .oldForm): .workbook(file, .noArchive)
    case .workbook(let file, .noArchive): .workbook(file, .damaged("xl/workbook.xml"))
    case .workbook(let file, .damaged):
      .workbook(file, .tooLarge("xl/worksheets/sheet1.xml", most: 64 << 20))
    case .workbook(let file, .tooLarge):
      .workbook(
        file,
        .malformed(part: "xl/worksheets/sheet1.xml", line: 3, reason: "unclosed token"))
    case .workbook(let file, .malformed): .workbook(file, .noSheet("Orders", ["January", "May"]))
    case .workbook(let file, .noSheet(_?, _)): .workbook(file, .noSheet(nil, []))
    case .workbook(let file, .noSheet): .workbook(file, .noExpat)
    case .workbook: nil
    }
  }
}

extension SourceError: Sampled {
  private static let server = "postgresql://shop@db/shop?table=orders"

  static func sample(after previous: SourceError?) -> SourceError? {
    switch previous {
    case nil: .noFile("parquet:")
    case .noFile: .noSubject("duckdb:shop.duckdb")
    case .noSubject: .noTable("json:scores.json")
    case .noTable: .passingTable("duckdb::memory:?table=scores")
    case .passingTable: .noDatabase("duckdb:shop.csv?table=scores", file: "shop.csv")
    case .noDatabase: .noDates("sqlite:shop.db?append=features")
    case .noDates: .passwordInAddress("postgresql://shop:……")
    case .passwordInAddress: .commandMissing("orders.parquet", .duckDB)
    case .commandMissing(_, .duckDB): .commandMissing("sqlite:shop.db?table=orders", .sqlite)
    case .commandMissing(_, .sqlite): .commandMissing(server, .postgreSQL)
    case .commandMissing:
      .oldCommand("orders.parquet", .duckDB, found: "v1.4.4 (Andium) 6ddac802ff")
    case .oldCommand: .notStarted("orders.parquet", .duckDB, reason: "Exec format error")
    case .notStarted: .noAnswer("orders.parquet", .duckDB, seconds: 20)
    case .noAnswer:
      .failed(server, .postgreSQL, .status(1), said: "ERROR:  relation \"orders\" does not exist")
    case .failed(_, .postgreSQL, .status, _):
      .failed(
        "orders.parquet", .duckDB, .status(1),
        said: "Conversion Error:\nCould not convert string 'ann' to INT64")
    case .failed(_, _, .status, _): .failed("orders.parquet", .duckDB, .signal(9), said: "")
    case .failed:
      .notWritten(
        "sqlite:shop.db?table=scores", .sqlite, .status(1), said: "Error: database is locked")
    case .notWritten: nil
    }
  }
}

extension OutputError: Sampled {
  static func sample(after previous: OutputError?) -> OutputError? {
    switch previous {
    case nil: .emptyPath
    case .emptyPath: .cannotWrite(path: "out.csv", reason: "No space left on device")
    case .cannotWrite: .cannotPrint(reason: "Bad file descriptor")
    case .cannotPrint: .inTheWay(path: "out", expected: .file)
    case .inTheWay(let path, .file):
      .inTheWay(path: path, expected: .freshPath(marker: "model.json"))
    case .inTheWay(let path, .freshPath): .inTheWay(path: path, expected: .notAroundCurrentFolder)
    case .inTheWay(let path, .notAroundCurrentFolder):
      .inTheWay(path: "\(path)/notes.txt", expected: .ownFiles(marker: "model.json"))
    case .inTheWay(_, .ownFiles):
      .inTheWay(path: "out", expected: .modelFolder(file: "model.json"))
    case .inTheWay: .engine(.commandMissing("scores.parquet", .duckDB))
    case .engine: .noRows(path: "summary.xlsx")
    case .noRows: .tooManyRows(path: "scores.xlsx", most: 1_048_575)
    case .tooManyRows:
      .cellTooLong(path: "scores.xlsx", row: 7, column: "segments", most: 32_767)
    case .cellTooLong: nil
    }
  }
}

extension IngestionError: Sampled {
  private static let columns = ["id", "date", "total", "sum"]
  private static let fault = expressionFault("(Quantity")

  private static func expressionFault(_ text: String) -> ExpressionError? {
    do {
      _ = try Expression(parsing: text)
      return nil
    } catch { return error }
  }

  static func sample(after previous: IngestionError?) -> IngestionError? {
    switch previous {
    case nil: .file(.missingFile("orders.csv"))
    case .file: .noRows(files: ["orders.csv"])
    case .noRows: .noRowsUsed(files: ["orders.csv"], read: 12_345, filtered: 12_000, rejected: 345)
    case .noRowsUsed: .unknownRole("custmer", nearest: "customer")
    case .unknownRole(_, nearest: _?): .unknownRole("x", nearest: nil)
    case .unknownRole: .malformedColumns("customer", .noEquals)
    case .malformedColumns(_, .noEquals):
      .malformedColumns("customer=b", .repeatedRole(.customer))
    case .malformedColumns(_, .repeatedRole): .malformedColumns("amount=", .required(.amount))
    case .malformedColumns: fault.map { .malformedExpression(.filter, $0) }
    case .malformedExpression(.filter, let fault):
      .malformedExpression(.column(.amount, "(Quantity"), fault)
    case .malformedExpression: .needsBareColumn(role: .time, expression: "date+1")
    case .needsBareColumn: fault.map { .unfitExpression(file: "orders.csv", .filter, $0) }
    case .unfitExpression:
      unrecognised(
        .columns([(.customer, "id"), (.time, "date"), (.amount, "Quantity*`Unit Price`")]))
    case .unrecognisedColumns(_, _, _, start: .columns(let roles)):
      roles.contains { $0.expression == nil }
        ? unrecognised(.positions([.customer, .time, .amount]))
        : unrecognised(.columns([(.customer, "id"), (.amount, nil)]))
    case .unrecognisedColumns(_, _, _, start: .positions): unrecognised(.blanksAsDelimiter)
    case .unrecognisedColumns:
      .ambiguousColumns(
        file: "orders.csv", role: .amount, candidates: ["total", "sum"], columns: columns)
    case .ambiguousColumns:
      .missingFeatures(file: "f.csv", missing: ["tenure"], found: ["customer_id", "recency"])
    case .missingFeatures: .repeatedColumn(file: "orders.csv", column: "total")
    case .repeatedColumn:
      .noSuchColumn(file: "crm.csv", column: "teir", columns: ["id", "tier"])
    case .noSuchColumn(_?, _, _): .noSuchColumn(file: nil, column: "x", columns: ["id", "tier"])
    case .noSuchColumn:
      .noStatusColumn(files: ["orders.csv"], column: "stat", columns: ["id", "state"])
    case .noStatusColumn:
      .noStatusCounted(
        files: ["orders.csv"], column: "state", values: ["payd"], found: ["paid", "void"])
    case .noStatusCounted: .tooManyGroups(file: "crm.csv", column: "name", count: 12_345)
    case .tooManyGroups: dates(.only("%d/%m/%Y"))
    case .datesNeedFormat(_, _, _, .only): dates(.either(["%m/%d/%Y", "%d/%m/%Y"]))
    case .datesNeedFormat(_, _, _, .either): dates(.unknown)
    case .datesNeedFormat: .futureDate(line, column: "Order Date", found: "2999-01-01", today: day)
    case .futureDate: .twoCurrencies(line, column: "currency", first: "EUR", second: "USD")
    case .twoCurrencies: .tooManyKinds
    case .tooManyKinds: .tooManyChannels
    case .tooManyChannels: .tooManyRows(3_000_000_000)
    case .tooManyRows: .pseudonymBesideID("p_88bd0cae66d8c2e57f3ac10f5a2fb2e7")
    case .pseudonymBesideID: .repeatedTotal(order: "1001", lines: 3, amount: "19.90", share: 0.995)
    case .repeatedTotal: .amountsTooLarge(scale: 6)
    case .amountsTooLarge: .tooManyRejected([row], rejected: 12, read: 2_012, limit: 0.001)
    case .tooManyRejected: .unusableRows([row], count: 1, read: 30)
    case .unusableRows: .malformedJSON(line)
    case .malformedJSON:
      .malformedProfile(file: "shop.yaml", line: 3, reason: "the key 'name' stands twice")
    case .malformedProfile: .unknownProfile("shopify-order", nearest: "shopify-orders")
    case .unknownProfile:
      .questions([
        ReadingQuestion(
          file: "orders.csv",
          .statuses(
            column: "status",
            values: [.init(value: "blue", group: nil, rows: 2, sum: "12.50")]),
          choose: [.init(.countStatus, "status=paid,blue"), .init(.countStatus, "status=paid")]),
        ReadingQuestion(
          file: "orders.csv", .guests(column: "id", value: "0", rows: 3, other: "email"),
          use: [.init(.columns, "customer=email ?? id")]),
      ])
    case .questions: nil
    }
  }

  private static func unrecognised(_ start: ColumnsStart) -> IngestionError {
    .unrecognisedColumns(
      file: "orders.csv", missing: [.customer, .amount], columns: columns, start: start)
  }

  private static func dates(_ formats: DateFormats) -> IngestionError {
    .datesNeedFormat(line, column: "date", found: "03/04/2020", formats)
  }
}

extension RejectedRow.Expectation: Sampled {
  static func sample(after previous: RejectedRow.Expectation?) -> RejectedRow.Expectation? {
    switch previous {
    case nil: .fields(3)
    case .fields: .customer
    case .customer: .utf8
    case .utf8: .oneRow(.every)
    case .oneRow(.every): .oneRow(.firstIsUsed)
    case .oneRow(.firstIsUsed): .oneRow(.undated)
    case .oneRow(.undated): .cell(.number(decimalComma: false), nil)
    case .cell(.number(decimalComma: false), nil):
      .cell(.number(decimalComma: false), .decimalComma)
    case .cell(.number(decimalComma: false), .decimalComma):
      .cell(.number(decimalComma: true), .plainNumbers)
    case .cell(.number, _): .cell(.divisor, nil)
    case .cell(.divisor, _): .cell(.date, nil)
    case .cell(.date, _): .cell(.smallResult, nil)
    case .cell(.smallResult, _): .eventValue(.number(decimalComma: false), nil)
    case .eventValue: .eventKind
    case .eventKind: .date(pattern: nil)
    case .date(pattern: nil): .date(pattern: "%d/%m/%Y %H:%M")
    case .date: .existingDay
    case .existingDay: .label
    case .label: .splitDate
    case .splitDate: .dateOrNothing
    case .dateOrNothing: .numberOrNothing
    case .numberOrNothing: .feature(.number, nil)
    case .feature(.number, _): .feature(.count, nil)
    case .feature(.count, _): .feature(.positiveCount, nil)
    case .feature: .atMost(column: "tenure")
    case .atMost: .amount
    case .amount: .orderAmount
    case .orderAmount: .time(form: "iso")
    case .time(form: "iso"): .time(form: "%d.%m.%Y")
    case .time: .orderAbove
    case .orderAbove: .count(atMost: 1_000)
    case .count: .arm([])
    case .arm(let arms): arms.isEmpty ? .arm(["control", "offer"]) : .oneArm("control")
    case .oneArm: .armShare
    case .armShare: .outcomeNotBefore("2026-05-01")
    case .outcomeNotBefore: .outcome
    case .outcome: nil
    }
  }
}

extension TableError: Sampled {
  static func sample(after previous: TableError?) -> TableError? {
    let file = "table.csv"
    return switch previous {
    case nil:
      .column(
        .absent("lable", file: file, .label, found: ["id", "label"]))
    case .column(.absent): .column(.inTwoRoles("id", first: .id, second: .ignore))
    case .column(.inTwoRoles):
      .column(.neededByModel(["age", "plan"], file: file, found: ["id", "spend"]))
    case .column: .directionOfText(file: file, column: "plan", found: "basic")
    case .directionOfText: .unknownLabels(column: "label", found: ["gone", "here"], file: file)
    case .unknownLabels:
      .tooManyLabels(
        column: "label", positive: "gone", found: ["gone", "here", "maybe"], file: file)
    case .tooManyLabels:
      .noPositive(column: "label", positive: "left", found: ["gone", "here"], file: file)
    case .noPositive:
      .nothingToLearnFrom(file: file, notices: [UnusedColumn(name: "name", reason: .empty)])
    case .nothingToLearnFrom:
      .datesInTwoForms(
        file: file, line: 7, column: "since", read: "2025-01-31", readRows: 900,
        unread: "31/01/2025", unreadRows: 50)
    case .datesInTwoForms: nil
    }
  }
}
