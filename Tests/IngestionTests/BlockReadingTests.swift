import Dense
import Files
import Foundation
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// Reading in blocks against reading one record after the other, which is the oracle: the same
/// store, ledger, notices, refused rows and errors.
@Suite struct BlockReadingTests {
  /// All that a load says, or why it fails.
  private struct Outcome: Equatable {
    var digest = ""
    var ledger: Ledger?
    var notices: [Notice] = []
    var firstRefused: [RejectedRow] = []
    var refusedRows = ""
    var failure: IngestionError?
  }

  private struct Files {
    var orders: [String]
    var events: [String]
    let folder: TemporaryFolder
  }

  private func outcome(
    _ files: Files, _ options: ReadOptions, workers: Workers, blockSize: Int?
  ) throws -> Outcome {
    var options = options
    options.workers = workers
    options.readsInBlocks = blockSize != nil
    if let blockSize { options.bufferSize = blockSize }
    let refusedPath = files.folder.path("refused.csv")
    try? FileManager.default.removeItem(atPath: refusedPath)
    options.rejectedRows = RejectedRowsOutput(path: refusedPath) { "\($0)" }
    var outcome = Outcome()
    do {
      let loaded = try loadHistories(orders: files.orders, events: files.events, options: options)
      outcome.digest = loaded.store.digest()
      outcome.ledger = loaded.ledger
      outcome.notices = loaded.notices
      outcome.firstRefused = loaded.firstRefused
    } catch {
      outcome.failure = error
    }
    outcome.refusedRows = (try? String(contentsOfFile: refusedPath, encoding: .utf8)) ?? "none"
    return outcome
  }

  private func expectSame(
    _ files: Files, _ options: ReadOptions, blockSizes: some Sequence<Int>,
    workers: [Workers] = [1, 2, 3], _ note: Comment
  ) throws {
    let expected = try outcome(files, options, workers: 1, blockSize: nil)
    for blockSize in blockSizes {
      for workers in workers {
        let found = try outcome(files, options, workers: workers, blockSize: blockSize)
        #expect(found == expected, "\(note), blocks of \(blockSize), \(workers.count) threads")
      }
    }
  }

  private func files(_ orders: [[UInt8]], events: [[UInt8]] = []) throws -> Files {
    let folder = try TemporaryFolder()
    func written(_ contents: [[UInt8]], _ name: String) throws -> [String] {
      try contents.enumerated().map { index, bytes in
        let path = folder.path("\(name)\(index).csv")
        try Data(bytes).write(to: URL(filePath: path))
        return path
      }
    }
    return Files(
      orders: try written(orders, "orders"), events: try written(events, "events"),
      folder: folder)
  }

  private static let quoted = """
    customer_id,order_id,date,amount,category
    a,1,2020-01-01T08:00:00,5.25,tea
    "b ""the"" buyer",2,"2020-01-02 09:10:11",7,"jam, red"
     c ,3,2020-01-03,8.5,"two
    lines, and ""quotes""
    "

    a,4,2020-01-01T08:00:00,1e2,"tea"
    a,4,2020-01-01T08:00:00,1e2,"tea"
    a,5,2020-01-01T07:00:00,-3,te"a
    ,6,2020-01-05,1,tea
    é,7,2020-01-06T10:00:00Z,.5,tea
    d,8,2020-02-31,1,tea
    d,9,2020-02-28,x,tea
    d,10,2020-02-28,1
    d,11,20200229,12.125,
    """

  @Test(arguments: ["\n", "\r\n", "\r"])
  func everyCutGivesTheSame(lineEnd: String) throws {
    let text = Self.quoted.replacingOccurrences(of: "\n", with: lineEnd)
    let bytes = Array(text.utf8)
    for contents in [bytes, bytes + Array(lineEnd.utf8), [0xef, 0xbb, 0xbf] + bytes] {
      try expectSame(
        try files([contents]), try lenient(), blockSizes: 6...contents.count + 2, workers: [1, 2],
        "line end \(lineEnd.utf8.map { $0 })")
    }
  }

  @Test(arguments: [
    "a,1,2020-01-02,1,x\"", "a,1,2020-01-02,1,\"x", "a,1,2020-01-02,1,\"x\"y", "a,1,3/4/2020,1,x",
    "a,1,2020-01-02,1,\0", "a,1,2090-01-02,1,x", "a,1,2020-01-02,99999999999999999,x",
  ])
  func everyFaultIsToldTheSame(row: String) throws {
    let lines = Self.quoted.split(separator: "\n", omittingEmptySubsequences: false)
    for position in [1, 2, 7, lines.count] {
      var faulty = lines
      faulty.insert(row[...], at: position)
      try expectSame(
        try files([Array(faulty.joined(separator: "\n").utf8)]), try lenient(),
        blockSizes: [6, 16, 33, 64, 1 << 18], "fault \(row) before line \(position)")
    }
  }

  /// Of many rows that cannot be used all are counted, and the first ten of the file shown, whatever blocks
  /// they lie in and whether all of them are written too.
  @Test func refusedRowsAreCounted() throws {
    var text = "customer_id,order_id,date,amount,category\n"
    let bad = [",1,2020-01-02,1,x", "a,1,2020-01-02,x,x", "a,1,2020-02-31,1,x", "a,1"]
    for number in 0..<3_000 {
      text += number % 7 == 3 ? "a,\(number),2020-01-02,1,x\n" : bad[number % 4] + "\n"
    }
    let files = try files([Array(text.utf8)])
    let expected = try outcome(files, try lenient(), workers: 1, blockSize: nil)
    #expect(expected.firstRefused.map(\.line) == [3, 4, 7, 8, 9, 11, 13, 15, 16, 17])
    for blockSize in [64, 4_096, 1 << 19] {
      var options = try lenient()
      options.bufferSize = blockSize
      options.workers = 3
      let found = try loadHistories(orders: files.orders, events: [], options: options)
      #expect(found.ledger == expected.ledger && found.firstRefused == expected.firstRefused)
      #expect(found.ledger.refusedByReason.values.reduce(0, +) == found.ledger.rowsRefused)
      #expect(
        try outcome(files, try lenient(), workers: 3, blockSize: blockSize) == expected)
    }
  }

  @Test func aByteThatIsNoTextIsToldTheSame() throws {
    let bytes = Array(Self.quoted.utf8) + Array("\nz,1,2020-01-02,1,".utf8) + [0xff, 0x0a]
    try expectSame(try files([bytes]), try lenient(), blockSizes: [6, 40, 1 << 18], "not UTF-8")
    var latin1 = try lenient()
    latin1.encoding = .latin1
    try expectSame(try files([bytes]), latin1, blockSizes: [6, 7, 40, 1 << 18], "Latin-1")
  }

  @Test func tooManyRefusedRowsAreToldTheSame() throws {
    try expectSame(
      try files([Array(Self.quoted.utf8)]), ReadOptions(today: today),
      blockSizes: [6, 50, 1 << 18], "limit of refused rows")
  }

  @Test func conditionsCalculationsAndCurrenciesAreTheSame() throws {
    let rows = (0..<200).map { index in
      "c\(index % 7),2020-01-\(10 + index % 17),\(index % 5 - 1),2.\(index % 100),"
        + (index % 3 == 0 ? "" : "EUR") + (index % 50 == 49 ? ",?" : "")
    }
    var options = try lenient("customer=who,time=day,amount=pieces*price,quantity=pieces")
    let header = "who,day,pieces,price,currency"
    for filter in [nil, "pieces > 0", "pieces > 0 and price < 'x'", "price != 2.5"] {
      options.filter = filter
      let text = ([header] + rows).joined(separator: "\n")
      try expectSame(
        try files([Array(text.utf8)]), options, blockSizes: [16, 100, 1_000],
        "condition \(filter ?? "none")")
      let twice = text.replacingOccurrences(
        of: "c6,2020-01-26,3,2.83,EUR", with: "c6,2020-01-26,3,2.83,USD")
      try expectSame(
        try files([Array(twice.utf8)]), options, blockSizes: [16, 100, 1_000], "two currencies")
    }
    var headless = try lenient("customer=1,time=2,amount=4")
    headless.hasHeader = false
    try expectSame(
      try files([Array(rows.joined(separator: "\n").utf8)]), headless,
      blockSizes: [6, 30, 1_000], "no header")
  }

  /// Cells as real files have them, mostly good.
  private func cell(_ kind: Int, using generator: inout SeededGenerator) -> String {
    let isOdd = Int.random(in: 0..<40, using: &generator) == 0
    func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    switch kind {
    case 0:
      return isOdd
        ? pick(from: ["", " ", "ä", "x y", "longer than eight bytes"], using: &generator)
        : "c\(number(0..<30))"
    case 1: return isOdd ? "" : "o\(number(0..<400))"
    case 2:
      let day = "2020-0\(number(1..<10))-\(number(10..<29))"
      if isOdd {
        return pick(
          from: ["", "x", "2020-02-30", "2020-1-1", day + "T25:00:00", day + "T10:00:00+02:00"],
          using: &generator)
      }
      return pick(
        from: [day, day + "T0\(number(0..<10)):30:1\(number(0..<10))"], using: &generator)
    case 3:
      return isOdd
        ? pick(from: ["", "-", "1,5", "1e1", "+2", "1.2345678", "0x1", "."], using: &generator)
        : "\(number(-2..<50)).\(number(0..<1000))"
    default:
      return isOdd
        ? pick(from: ["", "a\"b", "né", "\t", "a long category indeed"], using: &generator)
        : pick(from: ["tea", "jam", "bread and butter"], using: &generator)
    }
  }

  private func quoted(
    _ cell: String, delimiter: String, _ lineEnd: String, breaksLines: Bool,
    using generator: inout SeededGenerator
  ) -> String {
    var cell = cell
    if breaksLines, Int.random(in: 0..<60, using: &generator) == 0 { cell += lineEnd + "x" }
    let mustQuote =
      cell.contains(delimiter) || cell.contains(lineEnd) || cell.hasPrefix("\"")
    guard mustQuote || Int.random(in: 0..<15, using: &generator) == 0 else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  private func table(
    _ header: [String], kinds: [Int], rows: Int, delimiter: String, lineEnd: String,
    breaksLines: Bool = true, using generator: inout SeededGenerator
  ) -> [UInt8] {
    var lines = [header.joined(separator: delimiter)]
    for _ in 0..<rows {
      var cells: [String] = []
      for kind in kinds {
        let plain = cell(kind, using: &generator)
        cells.append(
          quoted(
            plain, delimiter: delimiter, lineEnd, breaksLines: breaksLines, using: &generator))
      }
      switch Int.random(in: 0..<80, using: &generator) {
      case 0: cells.removeLast()
      case 1: cells.append("more")
      case 2: cells = [pick(from: ["", "  ", "\t"], using: &generator)]
      default: break
      }
      lines.append(cells.joined(separator: delimiter))
    }
    let isEnded = Bool.random(using: &generator)
    return Array((lines.joined(separator: lineEnd) + (isEnded ? lineEnd : "")).utf8)
  }

  @Test(arguments: 0..<40)
  func randomFilesGiveTheSame(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let delimiter = pick(from: [",", ";", "\t", "|"], using: &generator)
    let lineEnd = pick(from: ["\n", "\n", "\r\n", "\r"], using: &generator)
    let rows = pick(from: [1, 20, 400], using: &generator)
    var orders: [[UInt8]] = []
    var events: [[UInt8]] = []
    for _ in 0..<Int.random(in: 1...2, using: &generator) {
      orders.append(
        table(
          ["customer_id", "order_id", "date", "amount", "category"], kinds: [0, 1, 2, 3, 4],
          rows: rows, delimiter: delimiter, lineEnd: lineEnd, using: &generator))
      events.append(
        table(
          ["kind", "customer_id", "value", "date"], kinds: [4, 0, 3, 2], rows: rows,
          delimiter: delimiter, lineEnd: lineEnd, using: &generator))
    }
    var options = try lenient()
    options.dropDuplicates = Bool.random(using: &generator)
    options.amountPer = .line
    try expectSame(
      try files(orders, events: events), options,
      blockSizes: [6, 61, Int.random(in: 6..<5_000, using: &generator), 1 << 18], "seed \(seed)")
  }

  /// PERENNIAL_FUZZ_ROWS=2000000 makes a long test of it.
  @Test(arguments: [true, false]) func manyRowsGiveTheSame(breaksLines: Bool) throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["PERENNIAL_FUZZ_ROWS"].flatMap { Int($0) } ?? 60_000
    var generator = SeededGenerator(seed: UInt64(count))
    let orders = table(
      ["customer_id", "order_id", "date", "amount", "category"], kinds: [0, 1, 2, 3, 4],
      rows: count, delimiter: ",", lineEnd: "\n", breaksLines: breaksLines, using: &generator)
    let events = table(
      ["kind", "customer_id", "value", "date"], kinds: [4, 0, 3, 2], rows: count, delimiter: ",",
      lineEnd: "\n", breaksLines: breaksLines, using: &generator)
    var options = try lenient()
    options.amountPer = .line
    try expectSame(
      try files([orders], events: [events]), options, blockSizes: [1 << 12, 1 << 16, 1 << 18],
      "\(count) rows")
  }
}
