import Foundation
import TestSupport
import Testing

/// Tables that a program of their engine reads for us, by scripts in place of the program: what is read
/// of the real ones is checked by `.ci/warehouses`.
@Suite struct SourceCommandTests {
  private static let rows = "customer_id,date,amount\n1,2024-01-02,3.50\n2,2024-02-03,4.25\n"

  /// A folder whose `bin` has a `duckdb` that says it is 1.5.6 and then does what a script says.
  private func runner(
    _ script: String, version: String = "v1.5.6 (Variegata) 069cc9f9b5"
  ) throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Self.rows, to: "rows.csv")
    try runner.write("PAR1", to: "orders.parquet")
    try runner.write(
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo '\(version)'; exit 0; fi
      \(script)

      """, to: "duckdb")
    _ = try runner.runShell("mkdir bin; chmod +x duckdb; mv duckdb bin")
    return runner
  }

  private func check(
    _ runner: CommandRunner, _ orders: String = "orders.parquet", _ rest: String = "",
    seconds: Int = 60
  ) throws -> CommandRun {
    try runner.runShell(
      "PATH=$PWD/bin:/usr/bin:/bin; \"$PERENNIAL\" check '\(orders)' --ledger ledger.json \(rest)",
      seconds: seconds)
  }

  @Test func theRowsAreThoseOfTheSameText() throws {
    let runner = try runner("cat rows.csv")
    let read = try check(runner)
    #expect(read.end == .status(0), "\(read)")
    let ledger = try runner.text(of: "ledger.json")
    _ = try check(runner, "rows.csv")
    #expect(try runner.text(of: "ledger.json") == ledger)
  }

  /// A semicolon in a header's name, and options for other files, change nothing.
  @Test func theDelimiterIsTheProgramsOwn() throws {
    let runner = try runner(#"echo 'customer_id,date,amount,"a;b;c;d;e"'; echo '1,2024-01-02,3,é'"#)
    let read = try check(runner, "orders.parquet", "--delimiter ';' --encoding latin1")
    #expect(read.end == .status(0), "\(read)")
  }

  /// Half a table is no table: nothing is written.
  @Test(arguments: [
    ("cat rows.csv; echo 'IO Error: no such block' >&2; exit 1", "IO Error: no such block"),
    ("cat rows.csv; kill -9 $$", "signal 9"),
    ("echo '\u{1b}[1mError:\u{1b}[0m bad' >&2; exit 7", "status 7"),
    ("exit 3", "it said nothing"),
  ])
  func aProgramThatFails(script: String, says: String) throws {
    let runner = try runner(script)
    let read = try check(runner)
    #expect(read.end == .status(66), "\(read)")
    #expect(read.errors.contains(says) && read.errors.contains("may not be all"), "\(read)")
    #expect(!read.errors.contains("\u{1b}"))
    #expect(!runner.holds("ledger.json"))
  }

  /// What a program says may quote cells, in quotes or without: words that are known to quote none are shown, of
  /// others the kind, and all of it to whoever asks.
  @Test(arguments: [
    ("Conversion Error: Could not convert string 'ann@x.de' to INT64", "Conversion Error (more"),
    (
      "Invalid Input Error:\\nCSV Error on Line: 3\\nOriginal Line: ann@x.de,3",
      "Invalid Input Error (more"
    ),
    ("Constraint Error: Duplicate key id: ann@x.de", "Constraint Error (more"),
    (
      "IO Error: No files found that match x\\nLINE 1: ann@x.de",
      "IO Error: No files found that match x (more"
    ),
    (
      "Catalog Error:\\nTable with name x does not exist!\\nDid you mean y",
      "does not exist! Did you mean y"
    ),
    ("ann@x.de is no number", "an error (more"),
    (
      "Conversion Error: Could not convert string 'IO Error: ann@x.de' to INT64",
      "Conversion Error (more"
    ),
  ])
  func wordsOfAProgramThatMayQuoteRows(said: String, shows: String) throws {
    let runner = try runner("printf \"\(said)\\n\" >&2; exit 1")
    for (switches, isWhole) in [
      ("", false), ("--mask", false), ("--mask --verbose", false), ("--verbose", true),
    ] {
      let read = try check(runner, "orders.parquet", switches)
      #expect(read.end != .status(0), "\(read)")
      #expect(
        read.errors.contains("ann@x.de") == (isWhole && said.contains("ann@")),
        "\(switches): \(read)")
      if !isWhole { #expect(read.errors.contains(shows), "\(switches): \(read)") }
      let tellsHow = read.errors.contains("--verbose shows it")
      #expect(tellsHow == (switches.isEmpty && said.contains("ann@")), "\(switches): \(read)")
    }
  }

  /// More is said of errors than a pipe holds: neither waits for the other.
  @Test func manyWordsOfErrorsStopNothing() throws {
    let runner = try runner("head -c 1000000 /dev/zero | tr '\\0' e >&2; cat rows.csv")
    let read = try check(runner)
    #expect(read.end == .status(0), "\(read)")
  }

  @Test func aProgramThatIsMissing() throws {
    let runner = try runner("true")
    let read = try runner.runShell(
      "rm bin/duckdb; PATH=$PWD/bin \"$PERENNIAL\" check orders.parquet")
    #expect(read.end == .status(66), "\(read)")
    for text in ["found no `duckdb` on PATH", "1.5 or newer", "pip install duckdb-cli"] {
      #expect(read.errors.contains(text), "\(read)")
    }
  }

  @Test(arguments: ["v1.4.4 (Andium) 6ddac802ff", "v0.10.0", "hello"])
  func aProgramThatIsTooOld(version: String) throws {
    let read = try check(try runner("cat rows.csv", version: version))
    #expect(read.end == .status(66), "\(read)")
    #expect(read.errors.contains("found '\(version)'"), "\(read)")
  }

  @Test(arguments: ["v1.5.0", "v1.10.0 (X)", "v2.0.1 (Y) abc"])
  func aProgramThatIsNewEnough(version: String) throws {
    let read = try check(try runner("cat rows.csv", version: version))
    #expect(read.end == .status(0), "\(read)")
  }

  /// Nothing that was started outlives the run, whether it says nothing or has its words ready.
  @Test(arguments: ["sleep 600", "cat rows.csv; sleep 600", "sleep 600 & wait"])
  func aProgramThatHangsEndsWithTheRun(script: String) throws {
    let runner = try runner("echo $$ > pid; \(script)")
    let read = try runner.runShell(
      """
      PATH=$PWD/bin:/usr/bin:/bin
      "$PERENNIAL" check orders.parquet --ledger ledger.json --quiet > /dev/null & pid=$!
      while [ ! -s pid ]; do sleep 0.05; done
      sleep 0.3; kill -TERM $pid; wait $pid; echo status $?
      sleep 0.3; kill -0 -- -$(cat pid) 2>/dev/null && echo lives
      """)
    #expect(read.text == "status 143\n", "\(read)")
    #expect(!runner.holds("ledger.json"))
  }

  /// Arguments are a vector, and no value ends what quotes it.
  @Test func hostileNamesAreNames() throws {
    let runner = try runner("for word; do echo \"<$word>\" >> words; done; cat rows.csv")
    try runner.write("", to: "a'b; touch x.duckdb")
    let shell = "duckdb:a'\\''b; touch x.duckdb?table=s.o\"r'\\''; drop table x; --"
    let read = try check(runner, shell)
    #expect(read.end == .status(0), "\(read)")
    let words = try runner.text(of: "words")
    #expect(words.contains("<./a'b; touch x.duckdb>\n"), "\(words)")
    #expect(words.contains("<-readonly>\n<./a'b"), "\(words)")
    #expect(words.contains(#"(SELECT * FROM "s"."o""r'; drop table x; --") TO "#), "\(words)")
    try runner.write("", to: "words")
    _ = try check(runner, "duckdb:?query=select '\\''1'\\''); drop table x")
    let query = try runner.text(of: "words")
    #expect(query.contains("query('select ''1''); drop table x')) TO '/dev/stdout'"), "\(query)")
  }

  /// A pattern is only what the address says is one.
  @Test func aFilesNameIsNoPattern() throws {
    let runner = try runner("for word; do echo \"<$word>\" >> words; done; cat rows.csv")
    try runner.write("", to: "a[1]*.parquet")
    _ = try check(runner, "a[1]*.parquet")
    _ = try check(runner, "parquet:a*.parquet")
    let words = try runner.text(of: "words")
    #expect(words.contains("read_parquet('./a[[]1][*].parquet')"), "\(words)")
    #expect(words.contains("read_parquet('./a*.parquet')"), "\(words)")
  }

  @Test(arguments: [
    "postgresql://shop:geheim@db/shop?table=orders",
    "postgresql://shop:ge@he/im@db/shop?table=orders",
    "postgres://db/shop?user=shop&password=geheim&table=orders",
    "postgresql://shop:geheim@db/shop",
    "POSTGRESQL://shop:geheim@db/shop?table=orders",
    "Postgres://shop:ge?heim@db/shop?table=orders",
    "postgresql+psycopg2://shop:geheim@db/shop", "mysql://shop:geheim@db:3306/shop",
    "postgresql:shop:geheim@db/shop", "//mysql://shop:geheim@db",
    "https://shop:geheim@example.org/orders.csv", "postgresql://db/shop?sslpassword=geheim",
    "duckdb:?query=ATTACH 'postgres:host=db password=geheim' AS p",
    "duckdb:?query=SELECT * FROM postgres_scan('PASSWORD = geheim', 'a', 'b')",
    "duckdb:?query=SELECT * FROM postgres_scan('postgresql://shop:geheim@db/a', 'b', 'c')",
    "duckdb:?query=CREATE SECRET (TYPE postgres, PASSWORD 'geheim')",
    "duckdb:md:shop?motherduck_token=geheim&table=orders",
    "parquet:s3://key:geheim@bucket/a.parquet",
    "postgresql://h/d?pass%77ord=geheim&table=t", "postgresql://u:12?geheim@h/d?table=t",
    "postgresql://u:1234 geheim@h/d", "u:geheim@h/db", "postgresql ://u:geheim@h/d",
    "orders.csv?token=geheim",
    "duckdb:?query=SELECT * FROM postgres_scan('password: geheim', 'a', 'b')",
    "duckdb:?query=SET aws_secret_access_key = 'geheim'",
  ])
  func aPasswordIsNeverShown(address: String) throws {
    let read = try CommandRunner().expect(
      ["check", address], status: 64, says: ["found a password in the address", "PGPASSWORD"])
    #expect(!read.errors.contains("heim") && !read.errors.contains("he/im"), "\(read)")
  }

  /// A colon, an `@` or the word alone are no password, and schemes are read whatever their case.
  @Test(arguments: [
    "postgresql://reader@db:5432/shop?query=SELECT * FROM t WHERE mail LIKE '%@%'",
    "PostgreSQL://db:5432/shop?query=SELECT a::text FROM t WHERE mail LIKE '%@%'",
    "postgresql://reader@[::1]/shop?query=SELECT '@'",
    "postgresql://shop@tenant@db/shop?table=has_password",
    "postgresql://db/shop?query=SELECT password, has_password = 1, password::text FROM t",
    "postgresql://db:5432?query=SELECT '%20@'",
  ])
  func addressesWithoutAPassword(address: String) throws {
    let runner = try CommandRunner()
    try runner.write("\(address)\n", to: "address")
    let read = try runner.runShell("PATH=$PWD \"$PERENNIAL\" check \"$(/bin/cat address)\"")
    #expect(read.end == .status(66) && read.errors.contains("found no `psql`"), "\(read)")
  }

  @Test func filesMayHaveAnyName() throws {
    let runner = try runner("cat rows.csv")
    for name in ["a:b:c@d.csv", "mail@shop:1.csv", "2024-01.csv"] {
      try runner.write(Self.rows, to: name)
      #expect(try check(runner, "./\(name)").end == .status(0))
    }
    try runner.write("", to: "a@b:c")
    for name in ["mail@shop:1.csv", "DuckDB:a@b:c?table=t"] {
      #expect(try check(runner, name).end == .status(0), "\(name)")
    }
  }

  @Test func addressesThatNameTooLittle() throws {
    let runner = try CommandRunner()
    try runner.expect(["check", "duckdb:shop.duckdb"], status: 64, says: ["expected ?table=NAME"])
    try runner.expect(["check", "sqlite:shop.db?table= "], status: 64, says: ["?table=NAME"])
    try runner.expect(["check", "parquet:"], status: 64, says: ["found no file"])
    try runner.expect(["check", "none.parquet"], status: 66, says: ["there is no such file"])
    try runner.expect(
      ["check", "duckdb:?query=select 1", "--no-header"], status: 64, says: ["--no-header"])
  }

  /// What is read is not written over, whatever it is called.
  @Test func theFileBehindAnAddressIsKept() throws {
    let runner = try runner("cat rows.csv")
    let read = try runner.runShell(
      "PATH=$PWD/bin:/usr/bin:/bin; \"$PERENNIAL\" check parquet:orders.parquet --ledger orders.parquet"
    )
    #expect(read.end == .status(64), "\(read)")
    #expect(try runner.text(of: "orders.parquet") == "PAR1")
  }
}
