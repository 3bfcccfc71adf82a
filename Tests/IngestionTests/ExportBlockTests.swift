import Dense
import Exports
import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// Exports that are read in blocks, by one worker or several.
///
/// The reader that takes one record after the other is the oracle: it knows no blocks.
@Suite struct ExportBlockTests {
  private static let header =
    "Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Lineitem name,"
    + "Lineitem price,Cancelled at,Refunded Amount,Vendor,Notes\n"

  /// Orders of one to four lines with what real exports have: quotes, line ends within them, blanks,
  /// letters beyond ASCII, lines of blanks, apostrophes, doubled quotes.
  private static func shop(seed: UInt64, orders: Int) -> String {
    var generator = SeededGenerator(seed: seed)
    var text = header
    for number in 0..<orders {
      let email =
        ["ann@x.example", "Bob@x.example", " cy@x.example", "dé@x.example"]
        .randomElement(using: &generator) ?? ""
      let day = Int.random(in: 10...28, using: &generator)
      let time = "2020-0\(Int.random(in: 1...9, using: &generator))-\(day) 10:00:00 -0500"
      let status =
        ["paid", "paid", "paid", "voided", "refunded", "partially_refunded"]
        .randomElement(using: &generator) ?? ""
      let note =
        ["", "\"two\nlines\"", "\"a \"\"word\"\", and more\"", "'007", "café"]
        .randomElement(using: &generator) ?? ""
      let lines = Int.random(in: 1...4, using: &generator)
      let refund = status == "paid" ? "0.00" : "1.50"
      for line in 0..<lines {
        let item = "\(line + 1),\"Mug, large\",2.50"
        text +=
          line == 0
          ? "#\(number),\(email),\(status),\(time),USD,\(lines * 10).25,\(item),,\(refund),Leaf,\(note)\n"
          : "#\(number),\(email),,\(time),,,\(item),,,Stone,\n"
      }
      if number.isMultiple(of: 7) { text += "\n" }
      if number.isMultiple(of: 11) { text += ",,,,,,,,,,,,\n" }
    }
    return text
  }

  private func loaded(
    _ path: String, workers: Workers, blocks: Int?
  ) throws -> (ledger: Ledger, recognition: [Recognition], customers: [String]) {
    var options = ReadOptions(today: today)
    options.workers = workers
    options.readsInBlocks = blocks != nil
    options.bufferSize = blocks ?? 1 << 19
    let loaded = try loadHistories(orders: [path], options: options)
    return (loaded.ledger, loaded.recognition, loaded.store.customers.strings.sorted())
  }

  @Test(arguments: [1, 2, 3]) func blocksChangeNothing(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.shop(seed: seed, orders: 300), to: "orders.csv")
    let whole = try loaded(path, workers: 1, blocks: nil)
    #expect(whole.ledger.orders > 100)
    for blocks in [200, 1_000, 40_000] {
      for workers in [Workers(1), Workers(3)] {
        let found = try loaded(path, workers: workers, blocks: blocks)
        #expect(found.ledger == whole.ledger, "\(blocks) bytes, \(workers.count) workers")
        #expect(found.recognition == whole.recognition)
        #expect(found.customers == whole.customers)
      }
    }
  }

  @Test func endsOfLinesOfTwoBytesChangeNothing() throws {
    let text = Self.shop(seed: 4, orders: 100)
    let pairs = text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "orders.csv")
    let whole = try loaded(path, workers: 1, blocks: nil)
    _ = try folder.write(pairs, to: "orders.csv")
    #expect(try loaded(path, workers: 2, blocks: 500).ledger == whole.ledger)
  }

  /// Line 152 of a file of many blocks.
  @Test func anErrorIsOnItsLine() throws {
    var text = Self.header
    for number in 0..<200 {
      let total = number == 150 ? "many" : "10.00"
      text +=
        "#\(number),ann@x.example,paid,2020-01-05 10:00:00 -0500,USD,\(total),1,Mug,10,,0,Leaf,\n"
    }
    var options = ReadOptions(today: today)
    options.bufferSize = 300
    guard case .tooManyRejected(let rows, _, _, _) = try failure(text, options) else {
      Issue.record("nothing is rejected")
      return
    }
    #expect(rows.map(\.line) == [152])
  }
}
