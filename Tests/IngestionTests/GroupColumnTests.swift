import Dense
import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

@Suite struct GroupColumnTests {
  private static let orders = """
    customer_id,date,amount
    007,2021-01-01,1
    b,2021-01-02,2
    a,2021-01-03,3
    d,2021-01-04,4

    """

  private func groups(
    _ text: String, column: String = "tier", _ change: (inout ReadOptions) -> Void = { _ in }
  ) throws -> (column: GroupColumn, ids: [String]) {
    let folder = try TemporaryFolder()
    let store = try load(Self.orders).store
    var options = ReadOptions(today: today)
    change(&options)
    let found = try GroupColumn(
      path: try folder.write(text, to: "groups.csv"), column: column, customers: store.customers,
      options: options)
    return (found, (0..<store.customerCount).map { store.customers[$0] })
  }

  private func names(_ found: (column: GroupColumn, ids: [String]), asOf: String) -> [String] {
    guard let day = Day(iso: asOf) else { return [] }
    return found.ids.indices.map {
      found.column.groups[found.column.group(ofCustomer: $0, asOf: day)]
    }
  }

  private func fault(
    _ text: String, column: String = "tier", _ change: (inout ReadOptions) -> Void = { _ in }
  ) throws -> IngestionError? {
    do {
      _ = try groups(text, column: column, change)
      return nil
    } catch let error as IngestionError {
      return error
    }
  }

  /// What a file's only rejected row should have had.
  private func expectation(_ text: String) throws -> RejectedRow.Expectation? {
    guard case .tooManyRejected(let rows, _, _, _)? = try fault(text) else { return nil }
    return rows.first?.expected
  }

  @Test func groupsAreInTheOrderOfTheirBytes() throws {
    let found = try groups("id,tier\nb,silver\n007,gold\nx,gold\na,\n")
    #expect(found.column.groups == ["gold", "silver", "(unknown)"])
    #expect(found.ids == ["007", "a", "b", "d"])
    // An empty cell and a missing row say the same: nothing.
    #expect(names(found, asOf: "2020-01-01") == ["gold", "(unknown)", "silver", "(unknown)"])
    #expect(!found.column.isDated)
    #expect(found.column.withoutHistory == 1)
    #expect(found.column.source.hasPrefix("column 'tier' of "))
  }

  /// One name in two spellings, é composed and decomposed, is one group, of one name in any order of rows.
  @Test(arguments: [["caf\u{e9}", "cafe\u{301}"], ["cafe\u{301}", "caf\u{e9}"]])
  func theNameOfAGroupDoesNotDependOnTheOrderOfRows(spellings: [String]) throws {
    let found = try groups("id,tier\na,\(spellings[0])\nb,\(spellings[1])\n")
    #expect(found.column.groups.count == 2)
    #expect(Array(found.column.groups[0].utf8) == Array("cafe\u{301}".utf8))
    #expect(names(found, asOf: "2021-01-01")[1] == names(found, asOf: "2021-01-01")[2])
  }

  @Test func rowsHoldFromTheirDay() throws {
    for rows in [
      ["a,new,2021-01-03", "a,gold,2021-03-01", "a,lapsed,2021-06-01T15:00", "b,new,2021-02-01"],
      ["b,new,2021-02-01", "a,lapsed,2021-06-01T15:00", "a,gold,2021-03-01", "a,new,2021-01-03"],
    ] {
      let found = try groups("id,tier,valid_from\n" + rows.joined(separator: "\n") + "\n")
      #expect(found.column.isDated)
      func group(_ id: String, _ day: String) -> String {
        names(found, asOf: day)[found.ids.firstIndex(of: id) ?? 0]
      }
      #expect(group("a", "2021-01-03") == "(unknown)")
      #expect(group("a", "2021-01-04") == "new")
      // What holds from a day on is not known at its start.
      #expect(group("a", "2021-03-01") == "new")
      #expect(group("a", "2021-03-02") == "gold")
      #expect(group("a", "2021-06-02") == "lapsed")
      #expect(group("b", "2021-06-02") == "new")
      #expect(group("d", "2021-06-02") == "(unknown)")
    }
  }

  @Test func aColumnOfTheCustomersFile() throws {
    let loaded = try load(Self.orders, customers: "id,tier,land\na,gold,DE\nb,,DE\nz,tin,FR\n")
    let columns = try #require(loaded.customerColumns)
    let found = try GroupColumn(0, of: columns)
    #expect(found.groups == ["gold", "(unknown)"])
    #expect(names((found, ["007", "a", "b", "d"]), asOf: "2021-01-01").count { $0 == "gold" } == 1)
  }

  @Test func faultsSayWhatToDo() throws {
    guard case .noSuchColumn(_, "tier", ["id", "teir"])? = try fault("id,teir\na,x\n"),
      case .unrecognisedColumns(_, [.customerID], ["tier"], _)? = try fault("tier\nx\n")
    else {
      Issue.record("columns that are not there were found")
      return
    }
    #expect(try expectation("id,tier\na,x\na,y\n") == .oneRow(.undated))
    #expect(try expectation("id,tier,valid_from\na,x,yesterday\n") == .date(pattern: nil))
    let many = (0..<1_001).map { "u\($0),g\($0)\n" }.joined()
    // Only groups that customers are in count.
    #expect(try fault("id,tier\n" + many) == nil)
    let everyone = (0..<1_001).map { "a,g\($0),2021-01-01\n" }.joined()
    guard case .tooManyGroups(_, "tier", 1_001)? = try fault("id,tier,valid_from\n" + everyone)
    else {
      Issue.record("1,001 groups were taken")
      return
    }
  }

  /// Up to the limit bad rows are left out.
  @Test func badRowsWithinTheLimitAreLeftOut() throws {
    let found = try groups("id,tier\na,x\nb\n,x\nd,y\n") { $0.maxRefused = 0.5 }
    #expect(names(found, asOf: "2021-01-01") == ["(unknown)", "x", "(unknown)", "y"])
  }
}
