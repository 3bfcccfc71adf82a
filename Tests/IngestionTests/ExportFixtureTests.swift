import Exports
import Files
import Foundation
import Ingestion
import Intake
import Reporting
import Testing
import Units

/// Exports in their true shape, with totals worked out by hand (`Tests/Golden/formats`).
struct ExportFixtureTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String]?
    var events: String?
    var customersFile: String?
    var orders: Int?
    /// Customers with an order; of events, a count by customer, which is not read here.
    var customers: Int?
    var gross: String?
    var refunded: String?
    var net: String?
    var leftOut: [String: Int]?
    var refused: Bool?
    var stops: Bool?
    var use: [String]?
    var choose: [String]?
    var folder = ""

    var testDescription: String { "\(folder)/\(name)" }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      name = try values.decode(String.self, forKey: .name)
      files = try values.decodeIfPresent([String].self, forKey: .files)
      events = try values.decodeIfPresent(String.self, forKey: .events)
      customersFile = try values.decodeIfPresent(String.self, forKey: .customersFile)
      orders = try values.decodeIfPresent(Int.self, forKey: .orders)
      customers = files == nil ? nil : try values.decodeIfPresent(Int.self, forKey: .customers)
      gross = try values.decodeIfPresent(String.self, forKey: .gross)
      refunded = try values.decodeIfPresent(String.self, forKey: .refunded)
      net = try values.decodeIfPresent(String.self, forKey: .net)
      leftOut = try values.decodeIfPresent([String: Int].self, forKey: .leftOut)
      refused = try values.decodeIfPresent(Bool.self, forKey: .refused)
      stops = try values.decodeIfPresent(Bool.self, forKey: .stops)
      use = try values.decodeIfPresent([String].self, forKey: .use)
      choose = try values.decodeIfPresent([String].self, forKey: .choose)
    }

    enum CodingKeys: String, CodingKey {
      case name, files, events, orders, customers, gross, refunded, net, refused, stops, use, choose
      case customersFile = "customers_file"
      case leftOut = "left_out"
    }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/formats").path

  static func cases() throws -> [Case] {
    struct File: Decodable { var cases: [Case] }
    var all: [Case] = []
    for folder in try FileManager.default.contentsOfDirectory(atPath: root).sorted() {
      let path = "\(root)/\(folder)/expected.json"
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      for var one in try JSONDecoder().decode(File.self, from: data).cases {
        one.folder = folder
        all.append(one)
      }
    }
    return all
  }

  static var options: ReadOptions {
    var options = ReadOptions(today: Day(iso: "2030-01-01") ?? Day(number: 0))
    options.allowFutureDates = true
    options.maxRefused = 1
    return options
  }

  @Test(arguments: try cases().filter { $0.files != nil && $0.events == nil })
  func ordersAreRead(_ one: Case) throws {
    let files = try #require(one.files).map { "\(Self.root)/\(one.folder)/\($0)" }
    let customers = one.customersFile.map { ["\(Self.root)/\(one.folder)/\($0)"] } ?? []
    switch Self.read(files, customers) {
    case .success(let ledger): check(ledger, one)
    case .failure(let error): check(error, one)
    }
  }

  private static func read(
    _ files: [String], _ customers: [String]
  ) -> Result<Ledger, IngestionError> {
    do {
      return .success(
        try loadHistories(orders: files, customers: customers, options: options).ledger)
    } catch {
      return .failure(error)
    }
  }

  private func check(_ ledger: Ledger, _ one: Case) {
    #expect(one.refused != true && one.stops != true, "read, but must stop")
    if let orders = one.orders { #expect(ledger.orders == orders) }
    if let customers = one.customers { #expect(ledger.customers == customers) }
    for (found, expected) in [
      (ledger.gross, one.gross), (ledger.refunded, one.refunded), (ledger.net, one.net),
    ] {
      guard let expected else { continue }
      #expect(Decimal(string: found) == Decimal(string: expected), "\(found), not \(expected)")
    }
    if let leftOut = one.leftOut {
      #expect(ledger.exports?.leftOut.mapValues(\.rows) == leftOut)
    }
    // To the cent, whatever the totals are.
    #expect(money(ledger.gross) - money(ledger.refunded) == money(ledger.net))
    // Every row is somewhere.
    let left = ledger.exports?.leftOut.values.reduce(0) { $0 + $1.rows } ?? 0
    #expect(
      ledger.rowsRead == ledger.rowsUsed + ledger.rowsFiltered + ledger.rowsRefused + left)
    #expect(ledger.refusedByReason.values.reduce(0, +) == ledger.rowsRefused)
    if let people = ledger.customersFile {
      #expect(people.rowsRead == people.rowsUsed + people.rowsFiltered + people.rowsRefused)
    }
  }

  private func money(_ text: String) -> Decimal { Decimal(string: text) ?? .nan }

  private func check(_ error: IngestionError, _ one: Case) {
    guard case .questions(let questions) = error else {
      Issue.record("\(error.sentence.plain)")
      return
    }
    #expect(one.refused == true || one.stops == true, "\(error.sentence.plain)")
    if one.refused == true {
      #expect(questions.allSatisfy { $0.use.isEmpty && $0.choose.isEmpty })
    }
    if let use = one.use { #expect(questions.flatMap(\.use).count == use.count) }
    if let choose = one.choose { #expect(questions.flatMap(\.choose).count == choose.count) }
  }

  @Test(arguments: try cases().filter { $0.events != nil })
  func eventsAreRead(_ one: Case) throws {
    struct Expected: Decodable {
      struct One: Decodable {
        var name: String
        var read: Int
        var used: Int
        var left_out: [String: Int]?
      }
      var cases: [One]
    }
    let data = try #require(
      FileManager.default.contents(atPath: "\(Self.root)/\(one.folder)/expected.json"))
    let expected = try #require(
      try JSONDecoder().decode(Expected.self, from: data).cases.first { $0.name == one.name })
    var options = Self.options
    options.allowsUnmatched = true
    let loaded = try loadHistories(
      orders: ["\(Self.root)/general/swiss.csv"],
      events: ["\(Self.root)/\(one.folder)/\(try #require(one.events))"], options: options)
    let events = try #require(loaded.ledger.events)
    #expect(events.rowsRead == expected.read)
    #expect(events.rowsUsed == expected.used)
    let left = events.exports?.leftOut.values.reduce(0) { $0 + $1.rows } ?? 0
    #expect(
      events.rowsRead == events.rowsUsed + events.rowsFiltered + events.rowsRefused + left)
    if let leftOut = expected.left_out {
      #expect(events.exports?.leftOut.mapValues(\.rows) == leftOut)
    }
  }
}
