import TestSupport
import Testing

/// At most five notes, the most important first; the others are counted, and `--verbose` shows them.
@Suite struct NotesTests {
  /// A log with seven oddities: ids alike, copies, one busy customer, a day far after all others, a row
  /// without a customer, a row without a date, and events that end early.
  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    var rows = Logs.shop()
    for day in 0..<400 { rows += "busy,\(Logs.date(day)),5\nbusy,\(Logs.date(day)),5\n" }
    rows += "C1,\(Logs.date(5)),3\n,\(Logs.date(6)),3\nc2,never,3\nc3,\(Logs.date(700)),3\n"
    try runner.write(rows, to: "o.csv")
    try runner.write("customer_id,date,kind\nc1,\(Logs.date(9)),visit\n", to: "e.csv")
    return runner
  }

  private let check = ["check", "o.csv", "--events", "e.csv", "--max-rejected", "5%"]

  private func notes(_ run: CommandRun) -> [String] {
    run.errors.split(separator: "\n").filter { $0.hasPrefix("note: ") }.map(String.init)
  }

  @Test func fiveAreShown() throws {
    let runner = try runner()
    let usual = try runner.expect(check)
    let verbose = try runner.expect(check + ["--verbose"])
    let (few, all) = (notes(usual), notes(verbose))
    #expect(few.count == 5 && all.count > 5, "\(verbose)")
    #expect(few == Array(all.prefix(5)))
    let rest = "and \(all.count - 5) more: --verbose shows them all"
    #expect(usual.errors.contains(rest), "\(usual)")
    #expect(!verbose.errors.contains("--verbose"))
    // What decides the as-of date comes first, what may be as it should comes last.
    #expect(few.first?.contains("stands alone") ?? false, "\(usual)")
    #expect(all.last?.contains("differ") ?? false, "\(verbose)")
    #expect(usual.output == verbose.output)
  }

  @Test func quietShowsNone() throws {
    let runner = try runner()
    #expect(try runner.expect(check + ["--quiet"]).errors.isEmpty)
    try runner.expect(check + ["--quiet", "--verbose"], status: 64, says: ["--quiet"])
  }

  /// Notes help most where the run then fails.
  @Test func areShownBeforeAnError() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.header + "a,2024-01-01,5\nA,2024-01-02,5\n", to: "o.csv")
    try runner.expect(
      ["features", "o.csv", "--as-of", "2020-01-01"], status: 65,
      says: ["note: 1 group of ids differs", "no customer has an order"])
  }
}
