import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// Cells that only the reader of exports understands, behind the beginning by which files are told.
///
/// The oracle is the same file with those rows at its beginning: the order of rows says nothing.
@Suite struct LateCellTests {
  private static let header = "customer_id,date,amount\n"
  /// More than the records that are looked at before a file is read.
  private static let plain = (0..<2_500).map { "k\($0 % 500),2021-0\(1 + $0 % 9)-11,4.\($0 % 10)0" }

  private static func text(_ odd: [String], first: Bool, header: String = header) -> String {
    header + (first ? odd + plain : plain + odd).map { $0 + "\n" }.joined()
  }

  private static var options: ReadOptions {
    var options = ReadOptions(today: today)
    // The odd rows alone may be rejected.
    options.maxRefused = 0.01
    return options
  }

  private func expectEqual(
    _ odd: [String], events: (first: String, last: String)? = nil, customers: Int, net: String
  ) throws {
    // Ledgers name files.
    let folder = try TemporaryFolder()
    func loaded(_ text: String, _ events: String?) throws -> LoadedHistories {
      try loadHistories(
        orders: [try folder.write(text, to: "orders.csv")],
        events: try events.map { [try folder.write($0, to: "events.csv")] } ?? [],
        options: Self.options)
    }
    let first = try loaded(Self.text(odd, first: true), events?.first)
    let last = try loaded(Self.text(odd, first: false), events?.last)
    #expect(last.store.digest() == first.store.digest())
    #expect(last.ledger == first.ledger)
    #expect(last.store.customerCount == customers)
    #expect(last.ledger.net == net)
  }

  /// By hand: 2,500 plain rows of 4.00 to 4.90 are 11125.
  @Test func addressesInCapitalsAreOneCustomer() throws {
    try expectEqual(
      ["Ann@x.example,2021-02-01,1.00", "ann@x.example,2021-02-03,2.00"], customers: 501,
      net: "11128.00")
  }

  @Test func anApostropheIsNoPartOfAnID() throws {
    try expectEqual(
      ["'k7,2021-02-01,1.00", "'0042,2021-02-03,2.00"], customers: 501, net: "11128.00")
  }

  @Test func amountsForPeopleAreRead() throws {
    try expectEqual(
      ["k7,2021-02-01,\"$1,250.00\"", "k8,2021-02-03,(20.00)"], customers: 500, net: "12355.00")
  }

  @Test func guestsAreNoCustomer() throws {
    try expectEqual(
      ["guest,2021-02-01,1.00", "Guest,2021-02-03,2.00"], customers: 500, net: "11125.00")
  }

  @Test func idsThatASpreadsheetRoundedAreAskedFor() throws {
    for odd in [["1.00123E+11,2021-02-01,1.00"], ["1.00123e+11,2021-02-01,1.00"]] {
      for first in [true, false] {
        let error = try failure(Self.text(odd, first: first), Self.options)
        guard case .questions(let questions)? = error, case .mangledID? = questions.first?.subject
        else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
    }
  }

  /// What a time with a zone says beside those without one is asked, wherever it stands.
  @Test func timesOfTwoClocksAreAskedFor() throws {
    let rows = Self.plain.map { $0.replacing("-11,", with: "-11T08:30:00,") }
    for zone in ["Z", "+02:00", " UTC", ".5-0500"] {
      let odd = "k7,2021-02-01T08:30:00\(zone),1.00"
      for all in [[odd] + rows, rows + [odd]] {
        let error = try failure(
          Self.header + all.map { $0 + "\n" }.joined(), Self.options)
        guard case .questions(let questions)? = error,
          case .mixedZones? = questions.first?.subject
        else {
          Issue.record("\(zone): \(String(describing: error))")
          continue
        }
      }
    }
    // Dates alone are the same day on every clock.
    let day = Self.plain + ["k7,2021-02-01T08:30:00Z,1.00"]
    let loaded = try load(
      Self.header + day.map { $0 + "\n" }.joined(), Self.options)
    #expect(loaded.store.customerCount == 500)
  }

  @Test func ordersThatASpreadsheetRoundedAreAskedFor() throws {
    let header = "customer_id,date,amount,order_id\n"
    let rows = (0..<2_500).map { "k\($0 % 500),2021-02-11,4.00,\($0)" }
    for (id, isLast) in [
      ("1.00123E+11", true), ("1.00123E+11", false), ("1.0012345678901E+18", true),
    ] {
      let odd = "k7,2021-02-01,1.00,\(id)"
      let all = isLast ? rows + [odd] : [odd] + rows
      let error = try failure(header + all.map { $0 + "\n" }.joined(), Self.options)
      guard case .questions(let questions)? = error, case .mangledID? = questions.first?.subject
      else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  /// Events of a customer are found whichever file shows first that addresses are folded.
  @Test func eventsAndOrdersAreFoldedAlike() throws {
    let events = (0..<2_500).map { "k\($0 % 500),2021-03-1\($0 % 9),visit" }
    let odd = ["Ann@x.example,2021-02-05,visit"]
    func text(_ rows: [String]) -> String {
      "customer_id,time,event\n" + rows.map { $0 + "\n" }.joined()
    }
    let orders = ["ann@X.example,2021-02-01,1.00", "k1,2021-02-01,1.00"]
    try expectEqual(
      orders, events: (text(odd + events), text(events + odd)), customers: 501, net: "11127.00")
    let loaded = try load(
      Self.text(orders, first: false), events: text(events + odd), Self.options)
    let ann = try #require(loaded.store.customers.strings.firstIndex(of: "ann@x.example"))
    #expect(loaded.store.hasEvents(ann))
  }

  /// Our own columns mean what they say; beside an export their ids are written as its are.
  @Test func ourOwnEventsBesideAnExportAreFoldedAsItIs() throws {
    let events = "customer_id,occurred_at,kind,value\nAnn@x.example,2021-02-05T10:00:00,visit,\n"
    let alone = try load(
      Self.text(["k1,2021-02-01,1.00"], first: true), events: events, Self.lenientOfEvents)
    #expect(alone.store.customers.strings.contains("Ann@x.example"))
    let beside = try load(
      Self.text(["ann@X.example,2021-02-01,1.00"], first: true), events: events,
      Self.lenientOfEvents)
    #expect(beside.store.customers.strings.contains { $0.contains("@") })
    #expect(beside.store.customerCount == 501)
    let ann = try #require(beside.store.customers.strings.firstIndex(of: "ann@x.example"))
    #expect(beside.store.hasEvents(ann))
  }

  private static var lenientOfEvents: ReadOptions {
    var options = options
    options.allowsUnmatched = true
    return options
  }

  @Test func capitalsAreKeptWhereTheUserWantsThem() throws {
    var options = Self.options
    options.keepsCase = true
    let odd = ["Ann@x.example,2021-02-01,1.00", "ann@x.example,2021-02-03,2.00"]
    for first in [true, false] {
      #expect(try load(Self.text(odd, first: first), options).store.customerCount == 502)
    }
  }
}
