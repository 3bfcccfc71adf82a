import Files
import Foundation
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

@Suite struct LedgerTests {
  /// Fader & Hardie's 1/10 sample; figures of the data's authors and of pandas.
  @Test func reconcilesCDNOWSample() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var options = ReadOptions(today: today)
    options.hasHeader = false
    options.delimiter = .blanks
    options.columns = try ColumnChoices(parsing: "customer=2,time=3,amount=5")
    let loaded = try loadHistories(
      orders: [root.appendingPathComponent("datasets/cdnow/CDNOW_sample.txt").path],
      options: options)
    let ledger = loaded.ledger
    #expect(ledger.rowsRead == 6_919)
    #expect(ledger.rowsUsed == 6_919)
    #expect(ledger.customers == 2_357)
    #expect(ledger.orders == 6_696)
    #expect(ledger.refunds == 0)
    #expect(ledger.net == "244091.94")
    #expect(ledger.first == Day(iso: "1997-01-01"))
    #expect(ledger.last == Day(iso: "1998-06-30"))
    #expect(loaded.store.customers[0] == "0001")
  }

  @Test func readIsUsedAndFilteredAndRefused() throws {
    var options = try lenient()
    options.filter = "amount < 100"
    let ledger = try load(
      """
      customer_id,date,amount
      a,2020-01-01,10
      a,2020-01-02,100
      ,2020-01-02,5
      b,2020-02-30,5
      b,2020-02-28,5,6
      b,2020-02-28,x
      b,2020-02-28,
      b,2020-02-28,-2.5
      """, options
    ).ledger
    #expect(ledger.rowsRead == 8)
    #expect(ledger.rowsUsed == 2)
    #expect(ledger.rowsFiltered == 1)
    #expect(ledger.rowsRefused == 5)
    #expect(
      ledger.refusedByReason == [
        "no customer": 1, "bad time": 1, "wrong number of fields": 1, "bad value in filter": 2,
      ])
    #expect(ledger.gross == "10.0")
    #expect(ledger.refunded == "2.5")
    #expect(ledger.net == "7.5")
    #expect(ledger.customers == 1)
  }

  @Test func writesTheContractsKeys() throws {
    let ledger = try load(
      "customer_id,date,amount\na,2020-01-01,10\n",
      events: "customer_id,date,kind\na,2020-01-01,visit\n",
      customers: "customer_id,city\na,Rome\nz,Oslo\n"
    ).ledger
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(ledger))
    let object = try #require(json as? [String: Any])
    #expect(
      Set(object.keys) == [
        "rows_read", "rows_used", "rows_filtered", "rows_refused", "refused_by_reason", "orders",
        "refunds", "cancelled", "duplicates", "customers", "first", "last", "gross", "refunded",
        "net", "events", "customers_file",
      ])
    #expect(object["gross"] as? String == "10")
    #expect((object["events"] as? [String: Any])?["kinds"] as? [String: Int] == ["visit": 1])
    #expect((object["customers_file"] as? [String: Any])?["without_history"] as? Int == 1)
  }

  @Test func copiesAreCountedAndDroppedOnRequest() throws {
    let text = """
      customer_id,date,amount,note
      a,2020-01-01,10,x
      b,2020-01-01,10,x
      a,2020-01-01,10,x
      a,2020-01-01,10,y
      """
    #expect(try load(text).ledger.duplicates == 1)
    #expect(try load(text).ledger.gross == "40")
    var options = ReadOptions(today: today)
    options.dropDuplicates = true
    let dropped = try load(text, options).ledger
    #expect(dropped.duplicates == 1)
    #expect(dropped.rowsUsed == 3)
    #expect(dropped.rowsFiltered == 1)
    #expect(dropped.gross == "30")
  }

  @Test func calculatedAmountsAreExact() throws {
    let loaded = try load(
      "customer_id,date,Quantity,UnitPrice\na,2020-01-01,3,0.105\nb,2020-01-01,-7,2.1\n",
      try lenient("amount=(Quantity*UnitPrice)"))
    #expect(loaded.ledger.gross == "0.315")
    #expect(loaded.ledger.refunded == "14.700")
    #expect(loaded.store.moneyScale == 3)
  }
}
