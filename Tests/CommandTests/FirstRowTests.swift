import Experiments
import Foundation
import Ingestion
import Intake
import Reporting
import Scoring
import TestSupport
import Testing
import perennial

/// A file without a header has a customer's row where its columns are listed: no message quotes it.
@Suite struct FirstRowTests {
  private static let row = ["Ann.Lee", "2024-01-05", "19.90", "ann@x.de"]
  private static let forms = "Aaa.Aaa, 9999-99-99, 99.99, aaa@a.aa"

  /// Every error that lists the columns of a file.
  private static let errors: [any Worded & Sendable] = [
    SheetError.noID(file: "f", columns: row, fits: []),
    SheetError.noColumn(file: "f", column: "date", columns: row),
    TableError.column(.absent("id", file: "f", .id, found: row)),
    TableError.column(.neededByModel(["plan"], file: "f", found: row)),
    ContractError.column(.absent("id", file: "f", .id, found: row)),
    ContractError.column(.neededByModel(["plan"], file: "f", found: row)),
    IngestionError.unrecognisedColumns(
      file: "f", missing: [.customerID], columns: row, start: .columns([])),
    IngestionError.unrecognisedColumns(
      file: "f", missing: [.customerID], columns: [row.joined(separator: " ")],
      start: .blanksAsDelimiter),
    IngestionError.ambiguousColumns(file: "f", role: .time, candidates: [], columns: row),
    IngestionError.missingFeatures(file: "f", missing: ["tenure"], found: row),
    IngestionError.noSuchColumn(file: "f", column: "x", columns: row),
    ExperimentError.noShares(column: "x", columns: row),
    PreviousScoresError.noColumn(file: "f", column: "rank", columns: row),
    PreviousScoresError.notAllColumns(file: "f", column: "why_not", columns: row),
    AudienceError.neitherPlanNorScores(file: "f", columns: row),
    AudienceError.noColumn(.email, file: "f", columns: row, fits: []),
    AudienceError.noConsentColumn(file: "f", columns: row, fits: []),
    AudienceError.otherExport(file: "f", columns: row, expected: ["Email"]),
    PlanningError.noColumn(.plan(key: "margin"), column: "x", file: "f", columns: row),
    MeasuredUpliftError.noColumn(file: "f", expected: ["uplift"], columns: row),
    TriggerError.noColumn(trigger: 0, column: "x", columns: row),
  ]

  @Test(arguments: errors.indices)
  func errorsShowItsForm(of index: Int) {
    let text = Self.errors[index].sentence.onCommandLine
    #expect(!Self.row.contains(where: text.contains), "\(text)")
    let isShown = text.contains(Self.forms.replacing(", ", with: " ")) || text.contains(Self.forms)
    #expect(isShown && text.contains("--no-header") && text.contains("--verbose shows"), "\(text)")
  }

  /// Where two cells of it are alike, they are taken for two columns of one name.
  @Test func equalCellsAreNotShown() {
    let text = IngestionError.repeatedColumn(file: "f", column: "ann@x.de").sentence.plain
    #expect(!text.contains("ann") && text.contains("'aaa@a.aa"), "\(text)")
  }

  /// No name is proposed that is a cell of the row.
  @Test func aCellIsNotProposed() {
    let errors: [any Worded] = [
      IngestionError.noSuchColumn(file: "f", column: "Ann.Leo", columns: Self.row),
      TableError.column(.absent("Ann.Leo", file: "f", .id, found: Self.row)),
    ]
    for error in errors {
      let text = error.sentence.onCommandLine
      #expect(!text.contains("Did you mean") && !text.contains("Ann.Lee"), "\(text)")
    }
  }

  /// Columns that the user names by their positions are told by them, and the row that is lost is told.
  @Test func positionsAreTold() throws {
    let runner = try CommandRunner()
    try runner.write(
      "Ann.Lee,2024-01-05,19.90\nBea.Ott,2024-02-06,5.00\nCid.Uhl,2024-02-07,6.00\n",
      to: "rows.csv")
    let columns = "customer=$1,time=$2,amount=$3"
    let read = try runner.run(["check", "rows.csv", "--columns", columns])
    #expect(read.end == .status(0), "\(read)")
    #expect(read.errors.contains("customer = $1, time = $2, amount = $3"), "\(read)")
    #expect(read.errors.contains("looks like a row") && read.errors.contains("--no-header"))
    try runner.write("Ann.Lee,2024-01-05,19.90\nBea.Ott,soon,5.00\n", to: "bad.csv")
    for command in [
      ["check", "bad.csv", "--columns", columns],
      ["check", "rows.csv", "--columns", "customer=Ann.Leo,time=$2,amount=$3"],
    ] {
      for switches in [[], ["--mask"], ["--verbose"]] {
        let run = try runner.run(command + switches)
        #expect(run.end != .status(0), "\(run)")
        #expect(!run.errors.contains("Ann.Lee") && !run.errors.contains("2024-01-05"), "\(run)")
      }
    }
    // Common names stay what they are, beside one that looks like a cell.
    try runner.write(
      "customer_id,date,amount,2023-01\na,2024-01-05,1,x\nb,2024-01-06,1,x\n", to: "o.csv")
    let named = try runner.run(["check", "o.csv"])
    #expect(
      named.errors.contains("customer = customer_id") && !named.errors.contains("looks like a row"))
  }

  /// Names of columns, with the few digits that names have, are what cures the fault.
  @Test(arguments: [
    ["customer_id", "orders_365", "Lineitem name"], ["sales_2023", "Umsatz 2024"], ["$1", "$2"],
    ["", "a b"],
  ])
  func namesAreShown(names: [String]) { #expect(listedColumns(names) == (listed(names), false)) }

  private func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

  @Test(arguments: ["a@b", "C0017", "12", "-3,5", " 7 ", "1e3", "+49 30 1234", "c_20231"])
  func cellsOfRowsAreNot(cell: String) {
    let told = listedColumns(["Ann", cell])
    #expect(told.isRow && told.text.hasPrefix("Aaa, "), "\(told)")
  }

  /// As commands say it, whatever they read.
  @Test(arguments: [
    ["check", "rows.csv"],
    ["table", "train", "rows.csv", "--label", "l", "--id", "i", "--model", "m"],
    ["contracts", "train", "rows.csv", "--id", "i", "--start", "s", "--end", "e", "--model", "m"],
    ["check", "orders.csv", "--customers", "rows.csv"],
    ["segment", "crosstab", "orders.csv", "--customers", "rows.csv", "--by", "x"],
    ["store", "forget", "s", "--ids", "rows.csv"],
    ["uplift", "rows.csv", "--treatment", "t", "--outcome", "o", "--output", "u.csv"],
  ])
  func commandsShowItsForm(command: [String]) throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write("Ann.Lee,2024-01-05,19.90\nBea.Ott,2024-02-06,5.00\n", to: "rows.csv")
    if command[0] == "store" {
      #expect(try runner.run(["store", "build", "s", "orders.csv"]).end == .status(0))
    }
    for switches in [[], ["--mask"], ["--mask", "--verbose"]] {
      let run = try runner.run(command + switches)
      #expect(run.end == .status(65) || run.end == .status(64), "\(run)")
      #expect(!run.errors.contains("Ann") && run.errors.contains("Aaa.Aaa"), "\(run)")
      #expect(run.errors.contains("--verbose shows") == switches.isEmpty, "\(run)")
    }
    let run = try runner.run(command + ["--verbose"])
    #expect(run.errors.contains("Ann.Lee"), "\(run)")
  }
}
