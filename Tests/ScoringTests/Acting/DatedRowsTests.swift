import Ingestion
import Scoring
import TestSupport
import Testing
import Units

/// What runs know of each other: a file that cannot be trusted is refused, never taken for an empty one.
@Suite struct DatedRowsTests {
  private let folder: TemporaryFolder
  private let day: Day

  init() throws {
    folder = try TemporaryFolder()
    day = try #require(Day(year: 2026, month: 3, day: 1))
  }

  private func fault(_ text: String) throws -> SheetError? {
    let path = try folder.write(text, to: "state.csv")
    return try failure(SheetError.self) { _ = try ContactState(path: path) }
  }

  @Test func rowsComeBackInTheOrderOfDaysAndCustomers() throws {
    let rows = ["c2", "c10", "c1"].map {
      PlannedContact(customer: $0, day: day, offer: "mail", arm: .treat)
    }
    let earlier = PlannedContact(customer: "c9", day: day - 1, offer: "call", arm: .holdOut)
    let path = try folder.write(ContactState(rows + [earlier]).csv(), to: "state.csv")
    let read = try ContactState(path: path)
    #expect(read.rows.map(\.customer) == ["c9", "c1", "c10", "c2"])
    #expect(read.rows.first == earlier)
    // A run on the same day takes the place of the first.
    #expect(read.recording([rows[0]], on: day).rows == [earlier, rows[0]])
  }

  @Test func aHeaderAloneIsAFileBeforeTheFirstRow() throws {
    let path = try folder.write(TriggerState().csv(), to: "state.csv")
    #expect(try TriggerState(path: path).rows.isEmpty)
  }

  /// Each was taken for a file without rows once, and written over.
  @Test func damagedFilesAreRefused() throws {
    guard case .unreadable? = try fault("") else {
      Issue.record("an empty file is no file of rows")
      return
    }
    guard case .noColumn(_, "date", _)? = try fault("customer_id,offer,arm\n") else {
      Issue.record("a header of other columns is no file of rows")
      return
    }
    let header = "customer_id,date,offer,arm\n"
    guard case .otherFields(_, 2, _)? = try fault(header + "c1,2026-03-01,ma") else {
      Issue.record("a row that is cut is no row")
      return
    }
    for (row, column, expected) in [
      (",2026-03-01,mail,treat", "customer_id", SheetError.Expectation.id),
      ("c1,soon,mail,treat", "date", .date),
      ("c1,2026-03-01,mail,hold_o", "arm", .oneOf(["treat", "hold_out"])),
    ] {
      guard case .badCell(_, 2, column, _, expected)? = try fault(header + row + "\n") else {
        Issue.record("\(row): \(String(describing: try fault(header + row + "\n")))")
        return
      }
    }
  }
}
