import TestSupport
import Testing

/// Small kinds of files are refused by their size, without reading what does not fit.
@Suite struct LargeFileTests {
  /// A file of 64 GB, of which the disk holds nothing: to read it takes more than the memory that is allowed.
  @Test(arguments: [
    (#""$PERENNIAL" segment lint large"#, 65, "at most 256 KiB"),
    (#""$PERENNIAL" check orders.csv --config large"#, 64, "at most 1 MiB"),
    (#""$PERENNIAL" plan scores.csv --offers large"#, 65, "at most 1 MiB"),
    (
      #""$PERENNIAL" plan scores.csv --offers offers.yaml --salt-file large"#, 64,
      "of at most 65,536 bytes"
    ),
    (#""$PERENNIAL" store info store"#, 65, "store"),
  ])
  func largeFilesAreRefusedUnread(command: String, status: Int, says: String) throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write("customer_id\n", to: "scores.csv")
    try runner.write(
      "plan:\n  hold_out: 10%\n  offers:\n    - {name: a, save_rate: 5%}\n", to: "offers.yaml")
    let run = try runner.runShell(
      """
      "$PERENNIAL" store build store orders.csv --quiet >/dev/null || exit 99
      truncate -s 64G large; truncate -s 64G store/manifest
      ulimit -v 4000000; \(command); echo status $?
      """)
    #expect(run.text.hasSuffix("status \(status)\n"), "\(run)")
    #expect((run.text + run.errors).contains(says), "\(run)")
  }

  /// Orders are read in pieces, so that only the bound ends what a small file may stand for.
  @Test func compressedOrdersUnpackToSoMuch() throws {
    let runner = try CommandRunner()
    let run = try runner.runShell(
      """
      line=$(head -c 60000 /dev/zero | tr '\\0' a)
      (echo customer_id,date,amount; yes "$line" | head -c 200000000) | gzip > orders.csv.gz
      "$PERENNIAL" check orders.csv.gz --max-rejected 100%
      """, seconds: 600)
    #expect(run.end == .status(65), "\(run)")
    #expect(run.errors.contains("found more than 128 MiB of text"), "\(run)")
  }

  /// Four million rows that are no rows of the table: 1 GB and more, where each were kept as it is told.
  @Test(arguments: [
    "table train t.csv --label label --id id --model m",
    "uplift t.csv --treatment label --outcome x",
  ])
  func rejectedRowsOfTablesTakeLittle(command: String) throws {
    let runner = try CommandRunner()
    let run = try runner.runShell(
      """
      (echo id,label,x; echo a,yes,1; echo b,no,0; yes a | head -n 4000000) > t.csv
      ulimit -v 900000; "$PERENNIAL" \(command)
      """, seconds: 600)
    #expect(run.end == .status(65), "\(run)")
    #expect(run.errors.contains("3,999,990 more"), "\(run)")
  }

  /// A megabyte of names of files, which kept the parser of arguments busy for many minutes.
  @Test func aConfigurationHoldsSoManyValues() throws {
    let runner = try CommandRunner()
    for (count, status, says) in [
      (100_000, Int32(64), "many.yaml: found 100,000 options and values, expected at most 4,096"),
      (4_000, 66, "there is no such file"),
    ] {
      try runner.write(
        "orders:\n" + String(repeating: "- a.csv\n", count: count), to: "many.yaml")
      try runner.expect(["check", "--config", "many.yaml"], status: status, says: [says])
    }
  }
}
