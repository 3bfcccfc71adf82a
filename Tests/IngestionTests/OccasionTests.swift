import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

@Suite struct OccasionTests {
  private func prefix(
    _ loaded: LoadedHistories, _ asOf: String, customer: Int = 0
  ) throws -> HistoryPrefix {
    var prefix = HistoryPrefix()
    loaded.store.read(
      customer: customer, asOf: try #require(Day(iso: asOf)), into: &prefix)
    return prefix
  }

  // o1: supplement on a later day, then a part paid back, then the rest. r1: only money back.
  private let withIDs = """
    customer_id,order_id,date,amount
    a,o1,2020-01-01T10:00:00,10
    a,o1,2020-01-01T09:00:00,5
    a,o1,2020-01-03,7
    a,o1,2020-01-05,-2
    a,o1,2020-01-09,-20
    a,r1,2020-01-04,-3
    a,o2,2020-01-04,4
    a,f,2020-01-06,0
    """

  @Test func statusIsEvaluatedAtEachDate() throws {
    let loaded = try load(withIDs)
    let one = try prefix(loaded, "2020-01-02")
    #expect(one.orders.map(\.amount) == [15])
    #expect(one.orders[0].instant.hour == 9)
    #expect(try prefix(loaded, "2020-01-04").orders.map(\.amount) == [22])
    let two = try prefix(loaded, "2020-01-06")
    #expect(two.orders.map(\.amount) == [20, 4])
    #expect(two.refunds.map(\.amount) == [3])
    #expect(two.refunds[0].instant.day == Day(iso: "2020-01-04"))
    let last = try prefix(loaded, "2020-02-01")
    #expect(last.orders.map(\.amount) == [4, 0])
    #expect(last.cancelled == 1)
    #expect(loaded.ledger.orders == 2)
    #expect(loaded.ledger.cancelled == 1)
    #expect(loaded.ledger.refunds == 1)
    #expect(loaded.ledger.net == "1")
  }

  @Test func outcomesAreEvaluatedAtTheEndOfTheWindow() throws {
    let loaded = try load(withIDs)
    var working = HistoryPrefix()
    func outcome(_ day: String, _ horizon: Int) throws -> [Int64] {
      let outcome = loaded.store.outcome(
        customer: 0, asOf: try #require(Day(iso: day)), horizonInDays: horizon, using: &working)
      return [Int64(outcome.orders), Int64(outcome.orderDays), outcome.spend]
    }
    // Orders, days with an order, spend: o1 is an order until the 9th, a cancelled one after it.
    #expect(try outcome("2020-01-01", 4) == [2, 2, 23])
    #expect(try outcome("2020-01-01", 30) == [2, 2, 1])
    #expect(try outcome("2020-01-02", 3) == [1, 1, 8])
  }

  @Test func withoutIDsADayIsAnOrderAndEachMinusARefund() throws {
    let loaded = try load(
      """
      customer_id,date,amount
      a,2020-01-01T10:00,10
      a,2020-01-01T11:00,-4
      a,2020-01-01T12:00,5
      a,2020-01-01T12:00,-1
      a,2020-01-02T00:00,3
      """)
    let all = try prefix(loaded, "2021-01-01")
    #expect(all.orders.map(\.amount) == [15, 3])
    #expect(all.refunds.map(\.amount) == [4, 1])
    let lines = (0..<loaded.store.customerCount).flatMap { loaded.store.allLines(of: $0) }
    #expect(lines.map(\.occasion) == [0, 1, 2, 0, 3])
  }

  @Test func rowsWithEmptyIDsAreJoinedByDay() throws {
    let loaded = try load(
      """
      customer_id,order_id,date,amount
      a,,2020-01-01,10
      a,o1,2020-01-01,1
      a,,2020-01-01,20
      a,,2020-01-02,5
      a,,2020-01-02,-5
      """)
    #expect(try prefix(loaded, "2021-01-01").orders.map(\.amount) == [30, 1, 5])
    #expect(loaded.ledger.refunds == 1)
  }

  @Test func oneIDOfTwoCustomersIsTwoOrders() throws {
    let loaded = try load(
      "customer_id,order_id,date,amount\na,o,2020-01-01,10\nb,o,2020-01-01,20\n")
    #expect(loaded.ledger.orders == 2)
  }

  @Test func totalsOfOrdersCountOnce() throws {
    let text = """
      customer_id,order_id,date,amount
      a,o1,2020-01-01,30
      a,o1,2020-01-01,30
      a,o1,2020-01-02,30
      b,o2,2020-01-01,12
      """
    guard case .repeatedTotal(let order, let lines, let amount, let share)? = try failure(text)
    else {
      Issue.record("the repeated total went unnoticed")
      return
    }
    #expect((order, lines, amount) == ("o1", 3, "30"))
    #expect(share == 1)
    var options = ReadOptions(today: today)
    options.amountPer = .order
    #expect(try load(text, options).ledger.gross == "42")
    options.amountPer = .line
    #expect(try load(text, options).ledger.gross == "102")
  }

  @Test func returnsAreKnownFromTheirOwnTime() throws {
    let text = "customer_id,date,amount,returned%\na,2020-01-01,10,%\na,2020-01-05,10,0%\n"
    func filled(_ parts: [String]) -> String {
      zip(text.split(separator: "%", omittingEmptySubsequences: false), parts + [""])
        .map { $0 + $1 }.joined()
    }
    let dated = try load(filled([",returned_at", "1,2020-01-03", ","]))
    #expect(try prefix(dated, "2020-01-03").orders.map(\.returned) == [false])
    #expect(try prefix(dated, "2020-01-06").orders.map(\.returned) == [true, false])
    var options = ReadOptions(today: today)
    options.knownAfter = DayCount(days: 10)
    let delayed = try load(filled(["", "yes", ""]), options)
    #expect(try prefix(delayed, "2020-01-11").orders.map(\.returned) == [false, false])
    #expect(try prefix(delayed, "2020-01-12").orders.map(\.returned) == [true, false])
    let undated = try load(filled(["", "yes", ""]))
    #expect(!undated.store.lines.hasReturnTimes)
    #expect(undated.notices.contains(.returnedLeftOut(column: "returned")))
  }
}
