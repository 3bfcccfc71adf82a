import Dense
import Exports
import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// Customers and event files beside orders.
///
/// What joins them, in which zone they are written, and which of their rows count; all figures by hand.
@Suite struct JoinedFilesTests {
  private static let orders = """
    customer_id,date,amount
    a1,2024-03-01,10
    b2,2024-03-02,20
    c3,2024-03-03,30
    d4,2024-03-04,40

    """
  private static let club = """
    id,Code,Alias,City
    1,a1,a1,Rome
    2,b2,b2,Bonn
    3,x9,c3,Oslo

    """
  private static let profile = """
    name: club
    title: Members of a club
    kind: customers
    columns:
      code: [Code]
      alias: [Alias]
    matches:
      all: [code, alias]
    keys: [code]
    means:
      text: members of a club

    """

  private func joined(_ loaded: LoadedHistories) -> [String] {
    loaded.recognition.compactMap { line in
      guard case .joinedBy(_, let column, let matches, let customers) = line else { return nil }
      return "\(column) \(matches)/\(customers)"
    }
  }

  /// Without a profile the column that has most customers joins: Alias has a1, b2 and c3.
  @Test func theColumnOfMostCustomersJoins() throws {
    let loaded = try load(Self.orders, customers: Self.club)
    #expect(joined(loaded) == ["Alias 3/4"])
    #expect(loaded.ledger.customersFile?.withoutHistory == 0)
  }

  /// The profile says that Code is the customer: a1 and b2 are in it, x9 has no order.
  @Test func theProfileOfCustomersNamesTheColumn() throws {
    let folder = try TemporaryFolder()
    var options = ReadOptions(today: today)
    options.customersOnly.profile = try folder.write(Self.profile, to: "club.yaml")
    let loaded = try load(Self.orders, customers: Self.club, options)
    #expect(joined(loaded) == ["Code 2/4"])
    #expect(loaded.ledger.customersFile?.withoutHistory == 1)
    #expect(loaded.ledger.net == "100")
  }

  /// The condition holds for joined files too: Bonn's row is left out.
  @Test func theConditionHoldsOfAJoinedFile() throws {
    var options = ReadOptions(today: today)
    options.customersOnly.filter = "City != 'Bonn'"
    let loaded = try load(Self.orders, customers: Self.club, options)
    #expect(joined(loaded) == ["Alias 3/4"])
    #expect(loaded.ledger.customersFile?.rowsFiltered == 1)
    #expect(loaded.ledger.customersFile?.rowsUsed == 2)
  }

  /// In Berlin, 23:30 of UTC is half past midnight of the next day; a date alone is that date.
  @Test func customersFilesHaveAZone() throws {
    let customers = """
      id,signup
      a1,2024-01-31 23:30
      b2,2024-02-01 10:00
      c3,2024-01-31
      d4,2024-01-31T23:30+02:00

      """
    var options = ReadOptions(today: today)
    options.timeZone = "Europe/Berlin"
    options.customersOnly.filter = "signup >= '2024-02-01'"
    #expect(
      try load(Self.orders, customers: customers, options).ledger.customersFile?.rowsUsed == 1)
    options.customersOnly.timeZone = "UTC"
    #expect(
      try load(Self.orders, customers: customers, options).ledger.customersFile?.rowsUsed == 2)
  }

  /// What the user says of a file's zone holds of plain events too, with a header or without.
  @Test(arguments: [true, false]) func eventFilesHaveAZone(hasHeader: Bool) throws {
    let orders = hasHeader ? Self.orders : String(Self.orders.split(separator: "\n")[1])
    let header = hasHeader ? "customer_id,time,event\n" : ""
    var options = ReadOptions(today: today)
    options.hasHeader = hasHeader
    if !hasHeader {
      options.columns = try ColumnChoices(
        parsing: "customer=$1,time=$2,amount=$3,event.customer=$1,event.time=$2,event.kind=$3")
    }
    options.timeZone = "Europe/Berlin"
    options.eventsOnly.timeZone = "UTC"
    let loaded = try load(
      orders + (hasHeader ? "" : "\n"), events: header + "a1,2024-01-31T23:30,visit\n", options)
    #expect(loaded.ledger.events?.first == Day(iso: "2024-02-01"))
  }

  private static let strangers = """
    customer_id,time,event
    x,2024-03-01,visit
    x,2024-03-02,click
    y,2024-03-02,visit

    """

  /// No customer of the events has an order: that is asked, with the flag that goes on.
  @Test func eventsOfNobodyAreAsked() throws {
    guard
      case .questions(let questions)? = try failure(Self.orders, events: Self.strangers)
    else {
      Issue.record("read, but must stop")
      return
    }
    #expect(questions.flatMap(\.choose) == [.init(.allowUnmatched)])
    #expect(questions.flatMap(\.use).isEmpty)
  }

  @Test func eventsOfNobodyAreReadWhereAllowed() throws {
    var options = ReadOptions(today: today)
    options.allowsUnmatched = true
    let loaded = try load(Self.orders, events: Self.strangers, options)
    #expect(loaded.ledger.events?.rowsUsed == 3)
    #expect(loaded.ledger.customers == 4)
    #expect(loaded.ledger.net == "100")
    #expect(
      loaded.recognition.contains { line in
        guard case .eventsMatched(_, let matched, let customers) = line else { return false }
        return matched == 0 && customers == 2
      })
  }

  private static let twice = """
    Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Lineitem price,Total
    #1,ann@x.example,paid,2024-03-01 10:00:00 +0000,EUR,12.50,1,12.50,99
    #2,bob@x.example,paid,2024-03-02 10:00:00 +0000,EUR,7.50,1,7.50,99

    """

  /// The profile reads the first column of a name, and that there are two is told.
  @Test func twoColumnsOfOneNameAreTold() throws {
    let loaded = try load(Self.twice)
    #expect(loaded.ledger.net == "20.00")
    let remarks = loaded.recognition.compactMap { line -> Recognition.Remark? in
      guard case .remark(_, let remark) = line else { return nil }
      return remark
    }
    #expect(remarks.contains(.columnsOfOneName("Total", count: 2)))
  }

  /// Names in other case, and columns by their place, are kept where no role of the profile has them.
  @Test(arguments: ["`lineitem NAME` = 'Mug'", "$7 = 'Mug'"])
  func theConditionReadsAnyColumnOfAProfile(_ condition: String) throws {
    let text = """
      Name,Email,Financial Status,Created at,Currency,Total,Lineitem name,Lineitem price
      #1,ann@x.example,paid,2024-03-01 10:00:00 +0000,EUR,12.50,Mug,12.50
      #2,bob@x.example,paid,2024-03-02 10:00:00 +0000,EUR,7.50,Pot,7.50

      """
    var options = ReadOptions(today: today)
    options.filter = condition
    #expect(try load(text, options).ledger.net == "12.50")
  }
}
