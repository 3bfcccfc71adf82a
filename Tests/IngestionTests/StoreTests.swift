import Dense
import Files
import Foundation
import Histories
import Ingestion
import Intake
import Stores
import TestSupport
import Testing
import Units

/// A store on disk holds what reading all its files gives.
///
/// The oracle is `loadHistories` over one file of the union of all batches: of equal rows as many as the
/// batch with most of them has.
@Suite struct StoreTests {
  /// Rows of a small shop in which much coincides: seconds, order ids, amounts, details.
  struct Shop {
    var random: SeededGenerator
    let hasOrderIDs: Bool
    let hasDetails: Bool

    init(seed: UInt64) {
      random = SeededGenerator(seed: seed)
      hasOrderIDs = .random(using: &random)
      hasDetails = .random(using: &random)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

    var orderHeader: String {
      "customer_id,timestamp,amount,category,channel,quantity"
        + (hasOrderIDs ? ",order_id" : "") + (hasDetails ? ",sku" : "")
    }

    mutating func orderRow() -> String {
      let day = number(1...9)
      let time = number(0...2) == 0 ? "T10:00:0\(number(0...1))" : ""
      let amounts = ["5", "5.5", "-5", "0", "12.345", "7.10"]
      var row = "c\(number(0...6)),2020-01-0\(day)\(time),\(amounts[number(0...5)])"
      row += ",\(["", "toys", "books", "Ä"][number(0...3)]),\(["", "web", "app"][number(0...2)])"
      row += ",\(["", "1", "2", "0.5"][number(0...3)])"
      if hasOrderIDs {
        row += ",\(["", "A1", "A2", "a-very-long-order-id-\(number(0...2))"][number(0...3)])"
      }
      if hasDetails { row += ",\(["x", "y"][number(0...1)])" }
      return row
    }

    mutating func eventRow() -> String {
      let kinds = ["visit", "email_open", "cart_add"]
      return "c\(number(0...9)),2020-01-0\(number(1...9))T08:00:00,\(kinds[number(0...2)]),"
        + ["", "1.5", "0.1", "3"][number(0...3)]
    }
  }

  static let histories =
    ProcessInfo.processInfo.environment["PERENNIAL_STORE_HISTORIES"].flatMap(Int.init) ?? 60

  /// How often each row stands in the batch that has it most often.
  static func union(_ batches: [[String]]) -> [String] {
    var most: [String: Int] = [:]
    for batch in batches {
      for (row, count) in Dictionary(grouping: batch, by: { $0 }).mapValues(\.count) {
        most[row] = max(most[row, default: 0], count)
      }
    }
    return most.keys.sorted().flatMap { Array(repeating: $0, count: most[$0, default: 0]) }
  }

  /// Batches of random rows that overlap, in any order, give the store of their union.
  ///
  /// `PERENNIAL_STORE_HISTORIES=10000` tries as many.
  @Test(arguments: 0..<histories) func batchesGiveTheirUnion(seed: Int) throws {
    try Self.checkBatches(seed: UInt64(seed))
  }

  static func checkBatches(seed: UInt64) throws {
    var shop = Shop(seed: seed)
    let folder = try TemporaryFolder()
    let rows = (0..<shop.number(5...60)).map { _ in shop.orderRow() }
    let events = (0..<shop.number(0...60)).map { _ in shop.eventRow() }
    var orderBatches: [[String]] = []
    var eventBatches: [[String]] = []
    let count = shop.number(1...4)
    for number in 0..<count {
      let share = shop.number(1...10)
      var own = rows.filter { _ in shop.number(1...10) <= share }
      if number == 0, own.isEmpty { own = [rows[0]] }
      orderBatches.append(own.shuffled(using: &shop.random))
      eventBatches.append(events.filter { _ in shop.number(1...10) <= share })
    }
    var options = ReadOptions(today: today)
    options.maxRefused = 1
    options.allowsUnmatched = true
    options.amountPer = shop.number(0...2) == 0 ? .order : .line
    options.dropDuplicates = shop.number(0...2) == 0
    options.refundPolicy = shop.number(0...1) == 0 ? .net : .ignore
    options.workers = 2
    let store = folder.path("store")
    for number in 0..<count {
      let orders =
        orderBatches[number].isEmpty
        ? []
        : [
          try folder.write(
            ([shop.orderHeader] + orderBatches[number]).joined(separator: "\n") + "\n",
            to: "o\(number).csv")
        ]
      let log =
        eventBatches[number].isEmpty
        ? []
        : [
          try folder.write(
            (["customer_id,timestamp,kind,value"] + eventBatches[number]).joined(separator: "\n")
              + "\n", to: "e\(number).csv")
        ]
      if number == 0 {
        _ = try buildStore(store, orders: orders, events: log, options: options, reading: [:])
      } else if !orders.isEmpty || !log.isEmpty {
        _ = try appendToStore(
          store, orders: orders, events: log, options: options, keepsChanged: true)
      }
    }
    let found = try loadHistories(store: store, options: options)
    let all = try folder.write(
      ([shop.orderHeader] + union(orderBatches)).joined(separator: "\n") + "\n", to: "all.csv")
    let log = union(eventBatches)
    let logFile =
      log.isEmpty
      ? []
      : [
        try folder.write(
          (["customer_id,timestamp,kind,value"] + log).joined(separator: "\n") + "\n", to: "log.csv"
        )
      ]
    let expected = try loadHistories(orders: [all], events: logFile, options: options)
    #expect(found.store.digest() == expected.store.digest(), "seed \(seed)")
    let (a, b) = (found.ledger, expected.ledger)
    #expect(a.orders == b.orders && a.refunds == b.refunds && a.cancelled == b.cancelled)
    #expect(a.net == b.net && a.gross == b.gross && a.first == b.first && a.last == b.last)
    #expect(a.rowsUsed == b.rowsUsed && a.customers == b.customers)
    #expect(a.rowsRead == a.rowsUsed + a.rowsFiltered + a.rowsRefused)
    if !options.dropDuplicates { #expect(a.duplicates == b.duplicates) }
    #expect(a.events?.kinds == b.events?.kinds && a.events?.rowsUsed == b.events?.rowsUsed)
    for (before, after) in zip(found.store.asRows, expected.store.asRows) {
      #expect(before == after, "seed \(seed)")
    }
  }
}

extension HistoryStore {
  /// All that a customer's histories say, as text.
  fileprivate var asRows: [String] {
    (0..<customerCount).map { customer in
      var prefix = HistoryPrefix()
      read(customer: customer, asOf: Day(number: 30_000), into: &prefix)
      return
        "\(customers[customer]) \(prefix.orders) \(prefix.refunds) \(prefix.categories) \(Array(prefix.events))"
    }
  }
}
