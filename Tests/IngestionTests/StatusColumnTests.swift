import Exports
import Files
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// Columns that say what became of orders, in files of no known profile.
@Suite struct StatusColumnTests {
  private func questions(
    _ text: String, _ options: ReadOptions = ReadOptions(today: today)
  ) throws -> [ReadingQuestion] {
    guard case .questions(let found) = try failure(text, options) else { return [] }
    return found
  }

  private func isAsked(_ column: String, _ values: [String]) throws -> Bool {
    var text = "customer_id,order_date,amount,\(column)\n"
    for (place, value) in values.enumerated() {
      text += "c\(place % 3),2020-01-\(10 + place % 9),\(place + 1),\(value)\n"
    }
    return try questions(text).contains {
      if case .statuses(column, _) = $0.subject { true } else { false }
    }
  }

  @Test func aKnownValueMakesAStatus() throws {
    // A value of its own on every row.
    #expect(
      try isAsked("Status", ["Abgeschlossen", "Storniert", "In Bearbeitung", "Rückerstattet"]))
    #expect(try isAsked("state", ["completed", "void", "pending", "returned", "x"]))
    #expect(try isAsked("Status", (0..<80).map { "note \($0)" } + ["cancelled"]))
    for name in ["Zahlungsstatus", "Fulfilment status", "Shipping status", "Stage"] {
      #expect(try isAsked(name, ["paid", "paid", "cancelled"]), "\(name)")
    }
  }

  @Test func aStateOfAnAddressIsNone() throws {
    #expect(try !isAsked("state", ["CA", "NY", "TX", "CA", "NY"]))
    #expect(try !isAsked("Status", (0..<80).map { "note \($0)" }))
  }

  @Test func manyUnknownValuesAreNotListed() throws {
    let rows = (0..<200).map { "a,2020-01-10,\($0 + 1),note \($0)\n" }.joined()
    let asked = try questions(
      "customer_id,order_date,amount,Status\n" + rows + "a,2020-01-11,1,paid\n")
    let question = try #require(asked.first)
    guard case .statuses(_, let values) = question.subject else {
      Issue.record("another question")
      return
    }
    // One known, 20 listed, and the rest in one.
    #expect(values.count == 22)
    #expect(values.reduce(0) { $0 + $1.rows } == 201)
    #expect(question.choose == [.init(.countStatus, "Status=paid")])
  }

  /// 12 + 1000 − 12, by hand.
  @Test func aNegativeRefundedRowIsARefund() throws {
    var options = ReadOptions(today: today)
    options.countStatus(["paid"], in: "Status")
    let ledger = try load(
      """
      Date,Customer,Receipt,Total,Status
      2020-01-05,ann,1,12.00,paid
      2020-01-06,bob,2,1000.00,paid
      2020-01-07,ann,3,12.00,void
      2020-01-08,ann,4,-12.00,refunded
      """, options
    ).ledger
    #expect(ledger.net == "1000.00")
    #expect(ledger.refunded == "12.00")
    #expect(ledger.exports?.leftOut.mapValues(\.rows) == ["cancelled": 1])
  }

  @Test func refundColumnsAreAskedOf() throws {
    for name in ["Refunds", "Refund", "Total Refunds", "Returns"] {
      let asked = try questions(
        "customer,order,date,total,\(name)\na,1,2020-01-05,100,0\nb,2,2020-01-06,50,20\n")
      #expect(asked.contains { !$0.use.isEmpty }, "\(name)")
    }
  }

  /// 100 + 50 of two orders, 10 given back; the third was given back whole and is none.
  @Test func anOrderRefundedWholeIsNone() throws {
    var options = ReadOptions(today: today)
    options.columns = try ColumnChoices(parsing: "amount=total - (refund_amount ?? 0)")
    let ledger = try load(
      """
      customer,order,date,total,refund_amount
      ann,1,2020-01-05,100.00,0
      bob,2,2020-02-05,50.00,50
      ann,3,2020-03-05,50.00,10
      """, options
    ).ledger
    #expect(ledger.orders == 2)
    #expect(ledger.gross == "200.00")
    #expect(ledger.refunded == "60.00")
    #expect(ledger.net == "140.00")
  }

  @Test func aTotalOfAnotherSumIsToldAsItIs() throws {
    let loaded = try load(
      "Customer,Order,Date,Total\nann,1,2020-01-05,10\nbob,2,2020-02-05,15\nTotal,,,30\n")
    #expect(loaded.ledger.net == "25")
    #expect(
      loaded.recognition.contains {
        guard case .remark(_, let remark) = $0 else { return false }
        return remark == .otherTotal(line: 4, amount: "30", sum: "25")
      })
  }

  @Test func whatOneRowCountsSeveralTimesIsNoCopy() throws {
    var options = ReadOptions(today: today)
    options.dropDuplicates = true
    let header = "Date,Email Address,Sender,Subject,Status,Tags,Opens,Clicks,Bounce Detail\n"
    let row = "2020-01-12 08:00:00,ann@x.com,shop@x.com,News,sent,news,3,1,\n"
    func events(_ rows: String) throws -> EventLedger {
      let orders = "customer_id,order_date,amount\nann@x.com,2020-01-10,8\n"
      return try #require(try load(orders, events: header + rows, options).ledger.events)
    }
    #expect(try events(row).duplicates == 0)
    // A message, three opens and a click, twice.
    #expect(try events(row + row).duplicates == 5)
  }
}
