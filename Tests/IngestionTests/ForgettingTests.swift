import Dense
import Files
import Foundation
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// A store without some customers, beside one that was built from files without their rows.
@Suite struct ForgettingTests {
  private struct Row {
    let customer: String
    let text: String
  }

  private static let orderHeader = "customer,order,date,amount,category,channel,quantity"
  private static let eventHeader = "customer,date,kind,value"

  private static func day(_ number: Int) -> String {
    Day(number: 19_000 + Int32(number)).description
  }

  /// Rows of a random shop: orders of several lines, copies, refunds, names that few have.
  private func shop(_ random: inout SeededGenerator) -> (orders: [Row], events: [Row]) {
    var (orders, events) = ([Row](), [Row]())
    let customers = Int.random(in: 2...40, using: &random)
    for number in 0..<customers {
      let id = ["c\(number)", "=\(number)", "ü\(number)"][number % 3]
      for order in 0..<Int.random(in: 1...6, using: &random) {
        let day = Self.day(Int.random(in: 0..<400, using: &random))
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let cents = Int.random(in: -200...5_000, using: &random)
          let amount = "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(abs(cents) % 100 / 10)0"
          let category = "k\(Int.random(in: 0..<4 + number, using: &random))"
          let channel = Bool.random(using: &random) ? "web" : "shop\(number)"
          let text =
            "\(id),\(number)-\(order),\(day),\(amount),\(category),\(channel),\(Int.random(in: 1...3, using: &random))"
          orders.append(Row(customer: id, text: text))
          if Int.random(in: 0..<10, using: &random) == 0 {
            orders.append(Row(customer: id, text: text))
          }
        }
      }
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let kind = ["visit", "referral:c\(number)", "own\(number)"][
          Int.random(in: 0..<3, using: &random)]
        events.append(
          Row(
            customer: id,
            text: "\(id),\(Self.day(Int.random(in: 0..<400, using: &random))),\(kind),\(number)"))
      }
    }
    return (orders.shuffled(using: &random), events.shuffled(using: &random))
  }

  private func write(_ header: String, _ rows: [Row], _ name: String, in folder: TemporaryFolder)
    throws -> String
  {
    try folder.write(
      ([header] + rows.map(\.text)).joined(separator: "\n") + "\n", to: name)
  }

  /// Makes a store of rows in some batches.
  private func store(
    _ path: String, _ orders: [Row], _ events: [Row], batches: Int, _ folder: TemporaryFolder,
    _ options: ReadOptions
  ) throws {
    for batch in 0..<batches {
      func some(_ rows: [Row]) -> [Row] {
        // Copies of a row go together: of equal rows a store has as many as one batch.
        rows.filter { $0.text.utf8.reduce(0) { $0 + Int($1) } % batches == batch }
      }
      let files = (
        try write(Self.orderHeader, some(orders), "o.csv", in: folder),
        try write(Self.eventHeader, some(events), "e.csv", in: folder)
      )
      if batch == 0 {
        _ = try buildStore(
          path, orders: [files.0], events: [files.1], options: options, reading: [:])
      } else {
        _ = try appendToStore(
          path, orders: [files.0], events: [files.1], options: options, keepsChanged: true)
      }
    }
  }

  private func digest(_ path: String) throws -> String {
    try #require(try StoreSummary(verifying: path, workers: 2).digest)
  }

  @Test(arguments: 0..<30) func isAStoreBuiltWithoutThem(round: Int) throws {
    var random = SeededGenerator(seed: UInt64(round))
    let (orders, events) = shop(&random)
    let folder = try TemporaryFolder()
    var options = try lenient(
      "customer=customer,order=order,time=date,amount=amount,category=category,channel=channel,"
        + "quantity=quantity,event.customer=customer,event.time=date,event.kind=kind,event.value=value"
    )
    options.allowsUnmatched = true
    options.amountPer = .line
    if round % 3 == 0 { options.pseudonyms = Pseudonyms(key: Array("a key of sixteen".utf8)) }
    let ids = Set(orders.map(\.customer)).sorted()
    let gone = Set(ids.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }.dropFirst(0))
    guard gone.count < ids.count else { return }
    let path = folder.path("all.store")
    try store(path, orders, events, batches: 1 + round % 3, folder, options)
    let before = try StoreSummary(store: path, workers: 2)
    let list = try folder.write(
      (["customer_id"] + gone.sorted() + ["nobody"]).joined(separator: "\n") + "\n", to: "ids.csv")
    let wanted = try ForgottenIDs(path: list, column: nil, pseudonyms: options.pseudonyms)
    let report = try forget(
      wanted, in: path, needsDigest: true, namesCustomer: { $0.hasPrefix("referral") }, workers: 2)
    #expect(report.customersForgotten == gone.count)
    #expect(report.notThere.count == 1)
    let stay = (
      orders.filter { !gone.contains($0.customer) }, events.filter { !gone.contains($0.customer) }
    )
    let fresh = folder.path("less.store")
    try store(fresh, stay.0, stay.1, batches: 1, folder, options)
    #expect(try digest(path) == digest(fresh))
    let (found, expected) = (
      try StoreSummary(store: path, workers: 2), try StoreSummary(store: fresh, workers: 2)
    )
    #expect(found.customers == expected.customers)
    #expect(found.orderRows == expected.orderRows && found.eventRows == expected.eventRows)
    #expect(report.orderRowsForgotten == before.orderRows - expected.orderRows)
    #expect(report.eventRowsForgotten == before.eventRows - expected.eventRows)
    // What is appended joins as it would have, and brings back whom it names.
    for store in [path, fresh] {
      let files = (
        try write(Self.orderHeader, orders, "o.csv", in: folder),
        try write(Self.eventHeader, events, "e.csv", in: folder)
      )
      _ = try appendToStore(
        store, orders: [files.0], events: [files.1], options: options, keepsChanged: true)
    }
    #expect(try digest(path) == digest(fresh))
    let loaded = try loadHistories(store: path, options: options)
    #expect(
      loaded.ledger.rowsRead == loaded.ledger.rowsUsed + loaded.ledger.rowsFiltered
        + loaded.ledger.rowsRefused)
  }

  /// No file of the store holds what only the forgotten had.
  @Test func leavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    let log = try folder.write(
      "customer_id,date,amount,category\nann,2024-01-01,5,gifts for ann\nbob,2024-01-02,6,tea\n",
      to: "o.csv")
    let events = try folder.write(
      "customer_id,date,kind\nann,2024-01-01,note:of ann\nbob,2024-01-01,referral:ann\n",
      to: "e.csv")
    let options = try lenient()
    let path = folder.path("s")
    _ = try buildStore(path, orders: [log], events: [events], options: options, reading: [:])
    let list = try folder.write("customer_id\nann\n", to: "ids.csv")
    let report = try forget(
      try ForgottenIDs(path: list, column: nil, pseudonyms: nil), in: path, needsDigest: false,
      namesCustomer: { $0.hasPrefix("referral") }, workers: 1)
    #expect(report.eventRowsNamingThem == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(files == ["lock", "manifest", "rows-2"])
    let manifest = try String(contentsOfFile: "\(path)/manifest", encoding: .utf8)
    #expect(!manifest.contains("gifts") && !manifest.contains("note:of ann"))
  }

  @Test func nobodyLeftIsRefused() throws {
    let folder = try TemporaryFolder()
    let log = try folder.write("customer_id,date,amount\nann,2024-01-01,5\n", to: "o.csv")
    let path = folder.path("s")
    _ = try buildStore(path, orders: [log], events: [], options: try lenient(), reading: [:])
    let before = try digest(path)
    #expect(throws: StoreUseError.self) {
      try forget(
        try ForgottenIDs(path: log, column: nil, pseudonyms: nil), in: path, needsDigest: false,
        namesCustomer: { _ in false }, workers: 1)
    }
    #expect(try digest(path) == before)
  }
}

/// Where customers are named in files.
@Suite struct IDSearchTests {
  @Test func findsRowsAndWords() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("f"), withIntermediateDirectories: true)
    _ = try folder.write("customer_id,x\nann,1\nann,2\nbob,3\n'=1,4\n", to: "f/rows.csv")
    _ = try folder.write("{\"customer\": \"ann\", \"other\": \"joanne\"}", to: "f/a.json")
    _ = try folder.write("to bob: hello (ann)", to: "f/notes.txt")
    _ = try folder.write("joanne", to: "f/none.txt")
    let search = IDSearch(["ann", "bob", "=1"], pseudonyms: nil)
    let found = search.findings(at: folder.path("f"))
    #expect(
      found.map { ($0.file as NSString).lastPathComponent } == [
        "a.json", "none.txt", "notes.txt", "rows.csv",
      ])
    #expect(found.map(\.customers) == [1, 0, 2, 3])
    #expect(found.map(\.rows) == [nil, nil, nil, 4])
    #expect(found.map(\.isRead) == [true, true, true, true])
    // With the key, a file of ids and a file of pseudonyms are alike.
    let pseudonyms = Pseudonyms(key: Array("a key of sixteen".utf8))
    let hidden = IDSearch([pseudonyms.name(of: "ann")], pseudonyms: pseudonyms)
    #expect(hidden.findings(at: folder.path("f")).map(\.customers) == [1, 0, 1, 1])
  }

  /// What cannot be looked through is not said to be clean.
  @Test func compressedTextIsNotSaidToBeClean() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.bin")
    try Data([0x1f, 0x8b, 8, 0, 1, 2]).write(to: URL(fileURLWithPath: path))
    #expect(IDSearch(["ann"], pseudonyms: nil).findings(at: path).map(\.isRead) == [false])
  }
}
