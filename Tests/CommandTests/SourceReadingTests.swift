import TestSupport
import Testing

/// What is made of what a program says or gives, by a script in its place.
@Suite struct SourceReadingTests {
  private func run(_ script: String, _ rest: String = "", seconds: Int = 120) throws -> CommandRun {
    let runner = try CommandRunner()
    try runner.write("PAR1", to: "orders.parquet")
    try runner.write(
      "#!/bin/sh\nif [ \"$1\" = -version ]; then echo v1.5.6; exit 0; fi\n\(script)\n", to: "duckdb"
    )
    return try runner.runShell(
      "mkdir bin tmp; chmod +x duckdb; mv duckdb bin; PATH=$PWD/bin:/usr/bin:/bin TMPDIR=$PWD/tmp "
        + "\"$PERENNIAL\" check orders.parquet --quiet \(rest); status=$?; ls -A tmp >&2; exit $status",
      seconds: seconds)
  }

  /// Who has to act: the query's writer, the file's, or who runs the program.
  @Test(arguments: [
    ("Parser Error: Expected a single SELECT statement", 64), ("Binder Error: no such column", 64),
    ("Invalid Input Error: No magic bytes found", 65), ("Invalid Input Error: Malformed JSON", 65),
    ("IO Error: no such block", 66), ("Catalog Error: Table t does not exist", 66),
  ])
  func theStatusSaysWhoHasToAct(said: String, status: Int) throws {
    let run = try run("echo '\(said)' >&2; exit 1")
    #expect(run.end == .status(Int32(status)), "\(run)")
  }

  /// More than is held in memory, in a form that only a second look finds: dates with the day first.
  @Test func aLongTableIsReadTwice() throws {
    let run = try run(
      """
      pad=$(head -c 60000 /dev/zero | tr '\\0' x)
      echo customer_id,date,amount,pad
      i=0
      while [ $i -lt 1200 ]; do echo "$i,31/12/2023,3.50,$pad"; i=$((i+1)); done
      """)
    #expect(run.end == .status(0), "\(run)")
    // The copy is gone.
    #expect(run.errors.isEmpty, "\(run)")
  }
}
