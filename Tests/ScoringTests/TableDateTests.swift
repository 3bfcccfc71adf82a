import Dense
import Files
import Foundation
import Ingestion
import Models
import Scoring
import TestSupport
import Testing
import Training
import Units

/// Columns of dates in labelled tables.
@Suite struct TableDateTests {
  /// Rows of a start on one of 700 days to 2025-12-31; who began lately leaves more often, and who began in
  /// a winter month.
  private static func lines(
    _ count: Int, seed: UInt64 = 4, written: (Day) -> String = { "\($0)" }
  ) -> [String] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let age = Int32.random(in: 0..<700, using: &generator)
      let day = Day(number: last.number - (number == 0 ? 0 : age))
      let winter = [12, 1, 2].contains(day.civil.month)
      let churned =
        Double.random(in: 0..<1, using: &generator) < (age < 200 ? 0.6 : 0.1) + (winter ? 0.3 : 0)
      return "c\(10_000 + number),\(written(day)),\(number % 7),\(churned ? "yes" : "no")"
    }
  }

  private static let last = Day(number: 20_453)  // 2025-12-31

  private static func text(_ lines: [String]) -> String {
    "id,since,other,churned\n" + lines.joined(separator: "\n") + "\n"
  }

  private static func rows(
    _ text: String, _ change: (inout TableSchema) -> Void = { _ in }
  ) throws -> TableRows {
    var roles = TableSchema(label: "churned", id: "id")
    change(&roles)
    return try TableRows(learning: TableTests.table(text), as: roles)
  }

  /// The oracle counts days by the calendar.
  @Test func datesAreDaysToTheLatestOrToADay() throws {
    let text = Self.text([
      "a,2025-12-31,1,yes", "b,2025-12-01,1,no", "c,,1,no", "d,2024-12-31,1,no",
    ])
    func ages(_ change: (inout TableSchema) -> Void = { _ in }) throws -> [Double] {
      let column = try #require(try Self.rows(text, change).columns.first { $0.name == "since" })
      guard case .numbers(let ages) = column.cells else { return [] }
      return ages
    }
    func same(_ found: [Double], _ expected: [Double]) -> Bool {
      found.map { $0.isNaN ? -1e9 : $0 } == expected.map { $0.isNaN ? -1e9 : $0 }
    }
    #expect(same(try ages(), [0, 30, .nan, 365]))
    #expect(same(try ages { $0.asOf = Day(iso: "2026-01-10") }, [10, 40, .nan, 375]))
    #expect(try Self.rows(text).datesTo == .day(Self.last))
  }

  /// Each row's own date, where a column splits rows by time.
  @Test func datesAreDaysToTheSplitColumn() throws {
    let text =
      "id,since,seen,churned\na,2025-01-01,2025-01-11,yes\nb,2025-01-01,2025-03-01,no\n"
    let rows = try Self.rows(text) { $0.splitColumn = "seen" }
    guard case .numbers(let ages)? = rows.columns.first?.cells else { throw Missing() }
    #expect(ages == [10, 59] && rows.datesTo == .column("seen"))
  }

  struct Missing: Error {}

  @Test func tenureAndSeasonAreLearnedAndScored() throws {
    let lines = Self.lines(1_200)
    let trained = try TableTests.trained(Self.text(lines))
    let model = trained.model
    #expect(model.columns.first?.kind == .date && model.datesToDay == Self.last)
    #expect(
      model.columns.first?.features == [
        "since", "since:month:sine", "since:month:cosine", "since:weekday:sine",
        "since:weekday:cosine",
      ])
    let withoutDates = try TableTests.trained(Self.text(lines)) { $0.ignored = ["since"] }
    let area = try #require(trained.evaluation.all?.model.auc.value)
    #expect(area > 0.75 && area > (withoutDates.evaluation.all?.model.auc.value ?? 1) + 0.2)
    // Later, by as many days: the same ages, and so the same risk but for the seasons.
    func probability(_ day: String, asOf: String) throws -> Double {
      try model.scores(
        of: TableTests.table("id,since,other\nz,\(day),3\n"), id: nil, value: nil,
        asOf: Day(iso: asOf), cells: CellFormat(), workers: 1
      ).churnProbability[0]
    }
    #expect(
      try probability("2025-06-18", asOf: "2025-12-31")
        == probability("2031-06-18", asOf: "2031-12-31"))
    #expect(
      try probability("2025-06-18", asOf: "2025-12-31")
        > 2 * probability("2024-06-18", asOf: "2025-12-31"))
    // The reason shows the date.
    let scores = try TableTests.scores(Self.text(lines), by: model)
    #expect(scores.datesTo == .day(Self.last))
    #expect(
      scores.reasons(of: 0, count: 3).contains {
        $0.column == "since" && $0.cell == .text("2025-12-31")
      })
    let contributions = scores.contributions
    for row in 0..<scores.count {
      let sum = contributions.families.indices.reduce(contributions.intercept) {
        $0 + contributions.value(ofRow: row, family: $1)
      }
      #expect(abs(1 / (1 + exp(-sum)) - scores.churnProbability[row]) <= 1e-15)
    }
  }

  /// ISO dates, times, eight digits and a pattern give the same days.
  @Test func theFormsOfTheLogReader() throws {
    func days(_ written: (Day) -> String, _ format: String? = nil) throws -> [Double] {
      let rows = try Self.rows(Self.text(Self.lines(60, written: written))) {
        $0.cells.dateFormat = format.flatMap { try? DateFormat($0) }
      }
      return rows.columns.first?.dates ?? []
    }
    let expected = try days { "\($0)" }
    #expect(expected.count == 60)
    #expect(try days { "\($0)T10:20:30Z" } == expected)
    #expect(try days { "\($0)".replacingOccurrences(of: "-", with: "") } == expected)
    func dayFirst(_ day: Day) -> String {
      String(format: "%02d/%02d/%d", day.civil.day, day.civil.month, day.civil.year)
    }
    #expect(try days(dayFirst, "%d/%m/%Y") == expected)
    // A format that this column does not have leaves it as it is written.
    #expect(try days({ "\($0)" }, "%d/%m/%Y") == expected)
    // Which of them is the day is not guessed.
    let unused = try Self.rows(Self.text(Self.lines(60, written: dayFirst))).notices
    guard case .datesNeedFormat(let formats)? = unused.first?.reason else { throw Missing() }
    #expect(formats.contains("%d/%m/%Y"))
    let notice = TableNotice.unused(unused[0])
    #expect(TableNotice(notice.fact) == notice)
  }

  @Test func datesInTwoFormsAreRefused() throws {
    var lines = Self.lines(60)
    lines[7] = "c10007,31/12/2024,0,no"
    lines[9] = "c10009,30/12/2024,2,no"
    let error = try failure(TableError.self) { _ = try Self.rows(Self.text(lines)) }
    guard
      case .datesInTwoForms(_, line: 9, column: "since", _, 58, unread: "31/12/2024", 2)? = error
    else {
      Issue.record("\(String(describing: error))")
      return
    }
    // As categories, or left out, they are no dates.
    #expect(try Self.rows(Self.text(lines)) { $0.categories = ["since"] }.datesTo == nil)
    #expect(try Self.rows(Self.text(lines)) { $0.ignored = ["since"] }.datesTo == nil)
  }

  /// Eight digits that are no dates, a few of them, and texts beside dates are what they were.
  @Test func otherNumbersAndTextsAreNoDates() throws {
    let numbers = Self.lines(60) { "\(20_000_000 + $0.number)" }
    #expect(try Self.rows(Self.text(numbers)).datesTo == nil)
    var lines = Self.lines(60)
    for index in 0..<30 { lines[index] = "c\(10_000 + index),never,0,no" }
    #expect(try Self.rows(Self.text(lines)).datesTo == nil)
  }

  /// A date that is there only for those who left is named.
  @Test func aDateOfLeavingIsNamed() throws {
    let lines = Self.lines(400).map { line in
      line.hasSuffix("yes") ? line : line.replacing(/20\d\d-\d\d-\d\d/, with: "")
    }
    let trained = try TableTests.trained(Self.text(lines))
    #expect(trained.model.notices.compactMap { $0.finding?.leakingColumn } == ["since"])
  }

  @Test func rowsInAnyOrderGiveTheSameModel() throws {
    let lines = Self.lines(400)
    let model = try TableTests.trained(Self.text(lines)).model
    let again = try TableTests.trained(Self.text(lines.reversed()), workers: 2).model
    #expect(try ModelDocument.bytes(of: model) == ModelDocument.bytes(of: again))
    let folder = try TemporaryFolder()
    try Data(ModelDocument.bytes(of: model)).write(
      to: URL(fileURLWithPath: folder.path("model.json")))
    #expect(try ModelFolder.readTable(folder.path(".")) == model)
  }
}
