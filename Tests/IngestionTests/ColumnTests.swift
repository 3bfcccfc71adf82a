import Expressions
import Files
import Histories
import Ingestion
import Reporting
import Intake
import TestSupport
import Testing
import Units

@Suite struct ColumnTests {
  @Test(arguments: [
    ("customer_id,order_id,ordered_at,amount", "customer = customer_id, time = ordered_at"),
    ("Customer ID,Order No.,Order Date,Grand Total", "amount = Grand Total, order = Order No."),
    ("userId,timestamp,revenue,zip", "not used: zip"),
    ("customer_id,ordered_at,created_at,amount", "time = ordered_at"),
    ("customer_id,date,amount,category,department", "category = category"),
    ("customer_id,date,amount,items,qty", "quantity = qty"),
  ])
  func commonNamesAreRecognised(header: String, expected: String) throws {
    let columns = header.split(separator: ",").count
    let row = ["a", "20200101", "20200101", "5"][..<min(columns, 4)]
    // The second column is a date in every header but two, where it is an order id.
    var cells = Array(row) + Array(repeating: "1", count: max(0, columns - 4))
    if header.contains("evenue") || header.hasPrefix("customer_id,date") { cells[2] = "5" }
    let loaded = try load(header + "\n" + cells.joined(separator: ",") + "\n")
    #expect(loaded.recognition[0].line.contains(expected), "\(loaded.recognition)")
  }

  @Test func severalCandidatesAreAnError() throws {
    guard
      case .ambiguousColumns(_, role: .amount, let candidates, let columns)? = try failure(
        "customer_id,date,revenue,total\n1,2020-01-01,1,2\n")
    else {
      Issue.record("one of two amounts was used")
      return
    }
    #expect(candidates == ["revenue", "total"])
    #expect(columns == ["customer_id", "date", "revenue", "total"])
    let loaded = try load("customer_id,date,amount,source,medium\n1,2020-01-01,1,x,y\n")
    #expect(!loaded.store.lines.columns.channel)
    guard case .undecidedColumn(_, role: .channel, ["source", "medium"])? = loaded.notices.first
    else {
      Issue.record("\(loaded.notices)")
      return
    }
  }

  @Test func aPriceBesideAQuantityIsNoAmount() throws {
    let error = try failure(
      "InvoiceNo,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,2,2020-01-01,3,4\n")
    guard case .unrecognisedColumns(_, [.amount], _, let start)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      start
        == .columns([
          (.customer, "CustomerID"), (.time, "InvoiceDate"), (.amount, "Quantity*UnitPrice"),
        ]))
  }

  /// A likeness of names is no reason to take a number for money.
  @Test func anIDIsNotProposedAsTheAmount() throws {
    let error = try failure("Customer ID,Date,Payment ID\na,2026-01-05,900001\n")
    guard case .unrecognisedColumns(_, [.amount], _, let start)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(start == .columns([(.customer, "`Customer ID`"), (.time, "Date"), (.amount, nil)]))
  }

  /// Swiss and German price tags: a dash stands for decimals that are 0.
  @Test func aDashInPlaceOfDecimalsIsNoSign() throws {
    let loaded = try load(
      "Email,Order,Date,Total\na@x.com,1,2020-01-05,20.-\nb@x.com,2,2020-02-06,15.50\n"
        + "a@x.com,3,2020-03-06,CHF 5.-\nb@x.com,4,2020-03-07,-1.50\n")
    #expect(loaded.ledger.gross == "40.50" && loaded.ledger.refunded == "1.50")
  }

  @Test(arguments: [
    ("custmer=a", IngestionError.unknownRole("custmer", nearest: "customer")),
    ("customer", .malformedColumns("customer", .noEquals)),
    ("customer=a,customer=b", .malformedColumns("customer=b", .repeatedRole(.customer))),
    ("amount=", .malformedColumns("amount=", .required(.amount))),
  ])
  func choicesAreChecked(choice: String, expected: IngestionError) throws {
    let error = try choiceFailure(choice)
    #expect(error == expected)
    #expect(error?.kind == .usage)
  }

  @Test func expressionsAreChecked() throws {
    guard
      case .malformedExpression(.column(.amount, "(a"), _)? = try choiceFailure("amount=(a")
    else {
      Issue.record("a parenthesis was left open")
      return
    }
    guard
      case .unfitExpression(_, .column(.time, "date+1"), _)? = try choiceFailure("time=date+1")
    else {
      Issue.record("a calculation was a time")
      return
    }
    let error = try choiceFailure("customer=custmer_id")
    guard case .unfitExpression(_, .column(.customer, "custmer_id"), _)? = error else {
      Issue.record("a column that is not there was found")
      return
    }
    #expect(error?.kind == .badData)
  }

  private func choiceFailure(_ choice: String) throws -> IngestionError? {
    #expect(throws: IngestionError.self) {
      var options = ReadOptions(today: today)
      options.columns = try ColumnChoices(parsing: choice)
      _ = try load("customer_id,date,amount\na,2020-01-01,1\n", options)
    }
  }

  @Test func conditionsAreCheckedBeforeReading() throws {
    var options = ReadOptions(today: today)
    options.filter = "amonut > 0"
    let error = try failure("customer_id,date,amount\na,bad,1\n", options)
    #expect(error?.kind == .badData)
    guard case .unfitExpression(_, .filter, let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.sentence.contains("'amount'"))
  }

  @Test func eventsAndCustomersHaveTheirOwnColumns() throws {
    let loaded = try load(
      "Buyer Key,date,amount\na,2020-01-01,1\nb,2020-01-01,1\n",
      events: "who,day,what,stars\na,2020-01-02,review,4\nb,2020-01-02,visit,\n,2020-01-02,x,1\n",
      customers: "Buyer Key,city,age\nb,Rome,\nz,Oslo,30\n",
      try lenient(
        "customer=Buyer Key,event.customer=who,event.time=day,event.kind=what,event.value=stars"))
    #expect(loaded.store.events.kinds == ["review", "visit"])
    let events = (0..<loaded.store.customerCount).flatMap { loaded.store.allEvents(of: $0) }
    #expect(events[0].value == 4)
    #expect(events[1].value.isNaN)
    #expect(loaded.ledger.events?.refusedByReason == ["no customer": 1])
    let columns = try #require(loaded.customerColumns)
    #expect(columns.names == ["city", "age"])
    #expect(columns.text(0, ofCustomer: 0) == nil)
    #expect(columns.text(0, ofCustomer: 1) == "Rome")
    #expect(columns.text(1, ofCustomer: 1) == "")
    #expect(loaded.ledger.customersFile?.withoutHistory == 1)
  }
}
