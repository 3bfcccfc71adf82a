import Exports
import Files
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// What is asked of exports, and that the answers answer it.
///
/// All totals are worked out by hand.
@Suite struct ExportQuestionTests {
  private func question(
    _ text: String, _ options: ReadOptions = ReadOptions(today: today)
  ) throws -> ReadingQuestion {
    guard case .questions(let found) = try failure(text, options) else {
      throw MissingQuestion()
    }
    return try #require(found.first)
  }

  private struct MissingQuestion: Error {}

  /// 30 + 12: the amount stands on one line of each order.
  @Test func anAmountOnTheFirstLineIsTheOrders() throws {
    let text = """
      order_id,customer_id,order_date,amount,sku,status
      1,ann,2020-01-05,30.00,mug,paid
      1,ann,2020-01-05,,tea,paid
      2,bob,2020-01-07,12.00,mug,paid
      1,ann,2020-01-05,,card,paid

      """
    let asked = try question(text)
    #expect(asked.subject == .totalOnOneLine(column: "amount", orders: 1, line: 3))
    #expect(asked.use == [.init(.amountPer, "order")])
    var options = ReadOptions(today: today)
    options.amountPer = .order
    let ledger = try load(text, options).ledger
    #expect(ledger.net == "42.00")
    #expect(ledger.orders == 2)
    #expect(ledger.rowsUsed == 4)
  }

  @Test func aBlankAmountAmongLinesIsNoTotal() throws {
    let text = """
      order_id,customer_id,order_date,amount,status
      1,ann,2020-01-05,30.00,paid
      1,ann,2020-01-05,20.00,paid
      1,ann,2020-01-05,,paid

      """
    guard case .tooManyRejected(let rows, _, _, _) = try failure(text) else {
      Issue.record("the blank amount is taken for something")
      return
    }
    #expect(rows.map(\.line) == [4])
  }

  @Test func eachCurrencyOfACalculatedColumnIsAChoice() throws {
    let text = """
      order_id,customer_id,order_date,amount,money,status
      1,ann,2020-01-05,30.00,usd,paid
      2,bob,2020-01-07,12.00,eur,paid
      3,bob,2020-01-08,13.00,EUR,paid

      """
    var options = ReadOptions(today: today)
    options.columns = try ColumnChoices(parsing: "currency=money ?? 'USD'")
    let asked = try question(text, options)
    #expect(
      asked.choose == [
        .init(.filter, "(money ?? 'USD') in ('EUR', 'eur')"),
        .init(.filter, "(money ?? 'USD') = 'usd'"),
      ])
    for (answer, net) in zip(asked.choose, ["25.00", "30.00"]) {
      options.filter = answer.value
      #expect(try load(text, options).ledger.net == net)
    }
  }

  @Test func ambiguousAmountsAreToldWithTheirLines() throws {
    let text = """
      order_id,customer_id,order_date,amount,status
      1,ann,2020-01-05,"1,234",paid
      2,bob,2020-01-07,"1,234",paid
      3,bob,2020-01-08,"5,678",paid

      """
    #expect(
      try question(text).subject
        == .moneyForm(column: "amount", cells: ["1,234", "5,678"], lines: [2, 4]))
  }

  /// 69.98 on the row of the order, 57.99 + 11.99 of its items agree; 70.98 does not.
  @Test func aSumOfItemsThatIsAnotherIsTold() throws {
    func remarks(_ total: String) throws -> [Recognition] {
      try load(
        """
        Sales Record Number,Order Number,Buyer Username,Item Number,Quantity,Total Price,Sale Date,Paid On Date
        1,12-1,ann,,2,$\(total),Jul-21-19,Jul-21-19
        1,12-1,ann,335001,1,$57.99,Jul-21-19,Jul-21-19
        1,12-1,ann,335002,1,$11.99,Jul-21-19,Jul-21-19

        """
      ).recognition
    }
    let told = { (found: [Recognition]) in
      found.contains {
        if case .remark(_, .sumsDiffer(orders: 1, sum: "70.98", lines: "69.98")) = $0 {
          true
        } else {
          false
        }
      }
    }
    #expect(try !told(remarks("69.98")))
    #expect(try told(remarks("70.98")))
  }

  @Test func aFirstDayLongBeforeAllOthersIsTold() throws {
    var text = "customer_id,order_date,amount\nann,1970-01-01,5\n"
    for day in 10...29 { text += "bob,2020-01-\(day),5\n" }
    let first = Day(number: 0)
    let next = try #require(Day(year: 2020, month: 1, day: 10))
    #expect(try load(text).notices.contains(.strayFirstDay(first, next: next, orders: 1)))
    let without = text.replacing("ann,1970-01-01,5\n", with: "")
    #expect(
      try !load(without).notices.contains {
        if case .strayFirstDay = $0 { true } else { false }
      })
  }

  @Test func halfAUnitOfUTF16IsAnError() throws {
    let units = Array("customer_id,order_date,amount\nann,2020-01-10,5\n".utf16)
    let bytes: [UInt8] = [0xff, 0xfe] + units.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    let folder = try TemporaryFolder()
    let options = ReadOptions(today: today)
    let whole = try folder.write(bytes, to: "whole.csv")
    #expect(try loadHistories(orders: [whole], options: options).ledger.net == "5")
    let cut = try folder.write(bytes + [0x35], to: "cut.csv")
    #expect(throws: IngestionError.file(.cutUTF16(file: cut, bytes: bytes.count + 1))) {
      try loadHistories(orders: [cut], options: options)
    }
  }
}
