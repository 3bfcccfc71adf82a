import Files
import Foundation
import Ingestion
import Intake
import Stores
import TestSupport
import Testing

/// Damaged, foreign and locked stores are refused, and what was there stays.
@Suite struct StoreFaultTests {
  private static let header = "customer_id,date,amount,order_id\n"
  private static let first =
    header + "a,2020-01-01,5.00,A1\na,2020-01-09,7.50,A2\nb,2020-01-03,1.00,B1\n"
  private static let second = header + "b,2020-01-05,2.25,B2\nc,2020-01-06,9.00,C1\n"

  private let folder: TemporaryFolder
  private let options = ReadOptions(today: today)
  private var store: String { folder.path("shop.store") }

  init() throws {
    folder = try TemporaryFolder()
    let orders = try folder.write(Self.first, to: "first.csv")
    _ = try buildStore(
      folder.path("shop.store"), orders: [orders], events: [], options: options,
      reading: ["time-zone": ["UTC"]])
  }

  private func append(_ text: String, keepsChanged: Bool = false) throws -> StoreUpdateReport {
    let orders = try folder.write(text, to: "more.csv")
    return try appendToStore(
      store, orders: [orders], events: [], options: options, keepsChanged: keepsChanged)
  }

  private func failure(_ body: () throws -> Void) -> StoreUseError? {
    do {
      try body()
      return nil
    } catch { return error as? StoreUseError }
  }

  /// Whatever bit of whatever byte is turned, the file is named.
  @Test func everyFlippedByteIsRefused() throws {
    _ = try append(Self.second)
    for name in try FileManager.default.contentsOfDirectory(atPath: store) where name != "lock" {
      let path = "\(store)/\(name)"
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      for place in bytes.indices {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8(place % 8)
        try Data(damaged).write(to: URL(fileURLWithPath: path))
        let failure = failure { _ = try loadHistories(store: store, options: options) }
        switch failure {
        case .store(.damaged(_, let file, _)): #expect(file == name, "\(name) \(place)")
        case .store(.notAStore), .store(.otherVersion):
          #expect(name == "manifest" && place < 18, "\(name) \(place)")
        default: Issue.record("\(name) \(place): \(String(describing: failure))")
        }
      }
      for end in bytes.indices {
        try Data(bytes[..<end]).write(to: URL(fileURLWithPath: path))
        #expect(failure { _ = try loadHistories(store: store, options: options) } != nil)
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
    _ = try loadHistories(store: store, options: options)
  }

  @Test func aSecondWriterIsRefused() throws {
    let writer = try StoreWriter(store)
    guard case .store(.locked) = failure({ _ = try append(Self.second) }) else {
      Issue.record("a second writer came in")
      return
    }
    withExtendedLifetime(writer) {}
  }

  /// What a killed run leaves behind is no part of the store, and gone after the next.
  @Test func draftsAreRemoved() throws {
    try folder.write("half", to: "shop.store/rows-9")
    try folder.write("half", to: "shop.store/.rows-3.77.partial")
    let before = try loadHistories(store: store, options: options)
    #expect(before.ledger.rowsUsed == 3)
    _ = try append(Self.second)
    let names = try FileManager.default.contentsOfDirectory(atPath: store).sorted()
    #expect(
      names == ["lock", "manifest", "rows-2"] || names == ["lock", "manifest", "rows-1", "rows-2"])
    #expect(try loadHistories(store: store, options: options).ledger.rowsUsed == 5)
  }

  /// Known rows count once; the ledger has them as filtered, and tells both batches apart.
  @Test func overlapsCountOnce() throws {
    let report = try append(Self.first + "b,2020-01-05,2.25,B2\n")
    #expect(report.batch.orders.known == 3 && report.batch.orders.new == 1)
    let ledger = try loadHistories(store: store, options: options).ledger
    #expect(ledger.rowsRead == 7 && ledger.rowsUsed == 4 && ledger.rowsFiltered == 3)
    #expect(ledger.net == "15.75")
    #expect(ledger.batches?.count == 2)
  }

  /// A2 has another amount; the row before and the one now would both count.
  @Test func aChangedRowIsRefused() throws {
    let changed = Self.header + "a,2020-01-09,8.50,A2\n"
    guard case .changedRows(_, 1, "a", "A2") = failure({ _ = try append(changed) }) else {
      Issue.record("a changed row came in")
      return
    }
    #expect(try loadHistories(store: store, options: options).ledger.net == "13.50")
    let report = try append(changed, keepsChanged: true)
    #expect(report.batch.orders.changed == 1)
    #expect(try loadHistories(store: store, options: options).ledger.net == "22.00")
  }

  /// A later row of an order, and all of an order with one more row, change nothing that was there.
  @Test func supplementsAreNoChanges() throws {
    _ = try append(Self.header + "a,2020-01-10,1.00,A2\n")
    _ = try append(Self.header + "a,2020-01-09,7.50,A2\na,2020-01-09,2.00,A2\n")
    #expect(try loadHistories(store: store, options: options).ledger.orders == 3)
  }

  @Test func whatIsNoStoreIsRefused() throws {
    guard
      case .store(.missing) = failure({
        _ = try loadHistories(store: folder.path("none"), options: options)
      })
    else {
      Issue.record("found a store where there is none")
      return
    }
    try FileManager.default.createDirectory(
      atPath: folder.path("other"), withIntermediateDirectories: false)
    let orders = try folder.write(Self.first, to: "other/notes.csv")
    guard
      case .store(.notAStore) = failure({
        _ = try loadHistories(store: folder.path("other"), options: options)
      })
    else {
      Issue.record("found a store in a folder of other files")
      return
    }
    guard
      case .store(.inTheWay) = failure({
        _ = try buildStore(
          folder.path("other"), orders: [orders], events: [], options: options, reading: [:])
      })
    else {
      Issue.record("wrote a store between other files")
      return
    }
  }

  /// Rows that are all known change no file of rows, and count as a batch all the same.
  @Test func knownRowsWriteNoFile() throws {
    let files = { try FileManager.default.contentsOfDirectory(atPath: store).sorted() }
    let before = try files()
    let report = try append(Self.first)
    #expect(report.batch.orders.new == 0 && report.number == 2)
    #expect(try files() == before)
    _ = try append(Self.second)
    #expect(try files() != before)
  }

  /// A build that fails leaves nothing where nothing was.
  @Test func aFailedBuildLeavesNoFolder() throws {
    let bad = try folder.write(Self.header + "a,never,5.00,A1\n", to: "bad.csv")
    let empty = folder.path("empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
    for path in [folder.path("none"), empty] {
      #expect(throws: StoreUseError.self) {
        _ = try buildStore(path, orders: [bad], events: [], options: options, reading: [:])
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
  }

  /// A link that leads nowhere yet is followed, as it is for files.
  @Test func aLinkMayLeadToANewStore() throws {
    let (link, target) = (folder.path("link"), folder.path("target"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    let orders = try folder.write(Self.first, to: "orders.csv")
    _ = try buildStore(link, orders: [orders], events: [], options: options, reading: [:])
    _ = try loadHistories(store: target, options: options)
  }

  /// A store whose manifest leads into another is none, and nothing is written through it.
  @Test func aLinkedManifestIsRefused() throws {
    let other = folder.path("other")
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: "\(other)/manifest", withDestinationPath: "\(store)/manifest")
    #expect(failure { _ = try loadHistories(store: other, options: options) } != nil)
    let orders = try folder.write(Self.second, to: "orders.csv")
    let before = try Data(contentsOf: URL(fileURLWithPath: "\(store)/manifest"))
    let found = failure {
      _ = try buildStore(other, orders: [orders], events: [], options: options, reading: [:])
    }
    guard case .store(.inTheWay(_, found: "manifest")) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(store)/manifest")) == before)
  }
}
