import Dense
import Histories
import Ingestion
import Intake
import Testing
import Units

@Suite struct NoticeTests {
  private let header = "customer_id,date,amount\n"
  private let start = Day(number: 18_000)

  /// `perDay` orders on each of `days` days, each of another customer.
  private func orders(days: Int, perDay: Int) -> String {
    (0..<days).flatMap { day in
      (0..<perDay).map { "c\(day)x\($0),\(start + day),1\n" }
    }.joined()
  }

  @Test func cleanDataGiveNoNotice() throws {
    #expect(try load(header + orders(days: 60, perDay: 12)).notices == [])
  }

  @Test func aStrayLastDay() throws {
    let text = header + orders(days: 30, perDay: 2)
    #expect(
      try load(text + "z,\(start + 300),1\n").notices
        == [.strayLastDay(start + 300, previous: start + 29)])
    #expect(try load(text + "z,\(start + 40),1\n").notices == [])
  }

  @Test func aBusyCustomer() throws {
    let many = (0..<10).map { "shop,\(start + $0),1\n" }.joined()
    let notices = try load(header + orders(days: 20, perDay: 15) + many).notices
    #expect(notices == [.busyCustomer(id: "shop", orders: 10, share: 10.0 / 310)])
    #expect(try load(header + orders(days: 20, perDay: 5) + many).notices == [])
  }

  @Test func idsThatDifferInCaseOrBlanks() throws {
    let notices = try load(
      header + "Anna B,\(start),1\nANNAB,\(start),1\nÉva,\(start),1\néva,\(start),1\nx,\(start),1\n"
    ).notices
    #expect(notices == [.similarIDs(groups: 2, examples: ["ANNAB", "Anna B"])])
  }

  @Test func aPartialLastDay() throws {
    let last = start + 60
    let few = (0..<3).map { "z\($0),\(last),1\n" }.joined()
    #expect(
      try load(header + orders(days: 60, perDay: 12) + few).notices
        == [.partialLastDay(last, orders: 3, usual: 12)])
  }

  @Test func eventsThatEndEarly() throws {
    let events = "customer_id,date,kind\nc0x0,\(start + 10),visit\n"
    #expect(
      try load(header + orders(days: 30, perDay: 2), events: events).notices
        == [.eventsEndEarly(lastEvent: start + 10, lastOrder: start + 29)])
    #expect(try load(header + orders(days: 15, perDay: 2), events: events).notices == [])
  }

  @Test func rowsWithoutCustomerAndCopies() throws {
    let row = "a,\(start),1\n"
    #expect(
      try load(header + row + row + ",\(start),1\n").notices
        == [.rowsWithoutCustomer(1, of: 3), .duplicates(rows: 1, of: .orders, dropped: false)])
  }
}
