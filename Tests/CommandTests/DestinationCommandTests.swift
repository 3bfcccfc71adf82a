import Foundation
import TestSupport
import Testing

/// Rows that a program of a database writes for us, by scripts in place of the program: what the real ones make
/// of them is checked by `.ci/sinks`.
@Suite struct DestinationCommandTests {
  private static let orders =
    "customer_id,date,amount\n007,2024-01-02,3.50\n007,2024-02-03,4.25\n\"=1,\"\"x\",2024-03-01,1\n"

  /// A folder whose `bin` has programs that say their version and then do what a script says.
  private func runner(_ script: String) throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Self.orders, to: "orders.csv")
    try runner.write(
      """
      #!/bin/sh
      case $1 in
        -version) case $0 in */sqlite3) echo 3.40.1;; *) echo v1.5.6;; esac; exit 0;;
        -V) echo 'psql (PostgreSQL) 15.1'; exit 0;;
      esac
      \(script)

      """, to: "program")
    _ = try runner.runShell(
      "mkdir bin; chmod +x program; for name in duckdb sqlite3 psql; do cp program bin/$name; done")
    return runner
  }

  private func write(_ runner: CommandRunner, _ output: String, _ rest: String = "") throws
    -> CommandRun
  {
    try runner.runShell(
      "PATH=$PWD/bin:/usr/bin:/bin; \"$PERENNIAL\" features orders.csv --select orders,gross_spend "
        + "--quiet --output '\(output)' \(rest)")
  }

  /// Names the pipe that the statements tell of, and keeps those that were said before the rows.
  private static let finds =
    "while read -r line; do printf '%s\\n' \"$line\" >> script.before; case $line in *perennial-*/rows*) break;; esac; done; "
    + "pipe=$(sed -n \"s|.*'\\\\([^']*perennial-[^/']*/rows\\\\)'.*|\\\\1|p\" script.before | tail -n 1); "
  private let takesAll = Self.finds + "cat \"$pipe\" > rows; cat > script"

  /// Texts are as they are: nothing is guarded, for no spreadsheet reads them, and numbers have all digits.
  @Test(arguments: ["duckdb:a.duckdb?table=t", "postgresql://h/d?table=t"])
  func rowsComeThroughAPipeOfTheirOwn(output: String) throws {
    let runner = try runner(takesAll)
    let run = try write(runner, output)
    #expect(run.end == .status(0), "\(run)")
    #expect(
      try runner.text(of: "rows")
        == "customer_id,orders,gross_spend\n007,2,7.75\n\"=1,\"\"x\",1,1\n")
    let script = try runner.text(of: "script")
    #expect(
      try runner.text(of: "script.before").contains("BEGIN") && script.hasSuffix("COMMIT;\n"),
      "\(script)")
    #expect(!script.contains("=1"))
  }

  /// SQLite reads few decimals to the last bit, so that it is told the bits: 7.75 is 31 · 2⁻².
  @Test func sqliteIsToldTheBits() throws {
    let runner = try runner(takesAll)
    let run = try write(runner, "sqlite:a.db?table=t")
    #expect(run.end == .status(0), "\(run)")
    let row = try #require(try runner.text(of: "rows").split(separator: "\n").dropFirst().first)
    let parts = try #require(row.split(separator: ",").last).split(separator: ":")
    let mantissa = try #require(Double(parts[0]))
    let exponent = try #require(Int(parts[1]))
    #expect(Double(sign: .plus, exponent: exponent, significand: mantissa) == 7.75)
  }

  /// What makes rows count is said behind them, so that a run that dies leaves what was.
  @Test func aRunThatDiesSaysNothingMore() throws {
    let runner = try runner(Self.finds + "kill -9 $PPID; cat > script; touch done")
    let run = try write(runner, "duckdb:a.duckdb?table=t")
    #expect(run.end != .status(0))
    _ = try runner.runShell("while [ ! -e done ]; do sleep 0.05; done")
    #expect(!(try runner.text(of: "script")).contains("COMMIT"))
  }

  @Test(arguments: [
    (
      DestinationCommandTests.finds
        + "cat $pipe > rows; cat > script; echo 'IO Error: no room' >&2; exit 5",
      "IO Error: no room"
    ),
    ("kill -9 $$", "signal 9"), ("exec <&-; exit 3", "status 3"),
  ])
  func aProgramThatFails(script: String, says: String) throws {
    let runner = try runner(script)
    try runner.write("old", to: "scores.parquet")
    for output in ["duckdb:a.duckdb?table=t", "scores.parquet"] {
      let run = try write(runner, output)
      #expect(run.end == .status(73), "\(run)")
      #expect(run.errors.contains(says) && run.errors.contains("nothing is changed"), "\(run)")
    }
    #expect(try runner.text(of: "scores.parquet") == "old")
    #expect(try runner.names().filter { $0.hasSuffix(".partial") }.isEmpty)
  }

  /// Comments of a table that is there are its own.
  @Test func commentsAreGivenToColumnsWithoutOne() throws {
    let runner = try runner(
      "case \"$*\" in *duckdb_columns*) echo orders; exit 0;; esac; " + takesAll)
    try runner.write("DUCKDUCKDUCK", to: "a.duckdb")
    let run = try write(runner, "duckdb:a.duckdb?table=t")
    #expect(run.end == .status(0), "\(run)")
    let script = try runner.text(of: "script.before")
    #expect(script.contains("COMMENT ON COLUMN \"t\".\"gross_spend\""), "\(script)")
    #expect(!script.contains("COMMENT ON COLUMN \"t\".\"orders\""), "\(script)")
  }

  /// SQLite waits for others, and says which way is out where they do not end.
  @Test func aDatabaseThatOthersUse() throws {
    let runner = try runner(
      "case \"$*\" in *'.timeout 10000'*) echo 'Error: database is locked' >&2;; esac; exit 5")
    try runner.write("", to: "s.db")
    let read = try runner.runShell(
      "PATH=$PWD/bin:/usr/bin:/bin; \"$PERENNIAL\" check 'sqlite:s.db?table=t'")
    #expect(read.end == .status(66), "\(read)")
    let written = try write(runner, "sqlite:s.db?table=t")
    #expect(written.end == .status(73), "\(written)")
    for run in [read, written] {
      #expect(
        run.errors.contains("locked by another program for 10 s") && run.errors.contains("again"))
    }
  }

  @Test(arguments: [
    ("json:scores.json", "found no table that rows could be written to"),
    ("duckdb:a.duckdb", "found no table that rows could be written to"),
    ("sqlite:s.db", "expected ?table=NAME, or ?append=NAME"), ("xlsx:", "expected one: xlsx:FILE"),
    ("sqlite:a.db?query=SELECT 1", "found no table that rows could be written to"),
    ("sqlite:a.db?append=t", "found rows without a column as_of"),
    ("postgresql://me:secret@h/d?table=t", "found a password"),
    ("postgresql://me:secret@h/d?append=t", "found a password"), ("xlsx:", "found no file"),
  ])
  func addressesThatTakeNoRows(output: String, says: String) throws {
    let runner = try runner(takesAll)
    let run = try write(runner, output)
    #expect(run.end == .status(64), "\(run)")
    #expect(run.errors.contains(says), "\(run)")
    #expect(!run.errors.contains("secret"))
  }

  @Test func aFormatBesideOneThatHasItsOwn() throws {
    let run = try write(try runner(takesAll), "scores.parquet", "--format jsonl")
    #expect(run.end == .status(64), "\(run)")
  }

  /// Only rows of a command go to tables and workbooks: not a ledger's text, nor a summary.
  @Test func otherFilesAreText() throws {
    let runner = try runner(takesAll)
    let run = try runner.runShell(
      "PATH=$PWD/bin:/usr/bin:/bin; \"$PERENNIAL\" check orders.csv --ledger ledger.xlsx --quiet")
    #expect(run.end == .status(64), "\(run)")
    #expect(!runner.holds("ledger.xlsx"))
  }
}
