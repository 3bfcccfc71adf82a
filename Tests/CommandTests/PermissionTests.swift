import TestSupport
import Testing

/// Who may read what is written, and what becomes of drafts.
@Suite struct PermissionTests {
  /// Octal permissions of places after a shell's commands.
  private func modes(
    _ runner: CommandRunner, _ commands: String, of places: String
  ) throws -> String {
    let run = try runner.runShell(
      "set -e\n{\n\(commands)\n} >/dev/null\nstat -c '%a %n' \(places)")
    return run.text
  }

  @Test func rowsOfCustomersAreTheOwners() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let text = try modes(
      runner,
      """
      umask 022
      "$PERENNIAL" features orders.csv --output a.csv --quiet
      "$PERENNIAL" features orders.csv --output b.csv --quiet
      chmod 640 b.csv
      "$PERENNIAL" features orders.csv --output b.csv --quiet
      "$PERENNIAL" store build shop.store orders.csv --quiet
      """, of: "a.csv b.csv shop.store shop.store/manifest shop.store/lock shop.store/rows-1")
    #expect(
      text == """
        600 a.csv
        640 b.csv
        700 shop.store
        600 shop.store/manifest
        600 shop.store/lock
        600 shop.store/rows-1

        """)
  }

  /// A model names no customer; the user's mask says who reads it.
  @Test func modelsFollowTheMask() throws {
    let runner = try CommandRunner()
    let text = try modes(
      runner,
      """
      umask 027
      "$PERENNIAL" simulate --customers 20 --output shop --quiet
      chmod 711 shop
      "$PERENNIAL" simulate --customers 20 --output shop --quiet
      "$PERENNIAL" simulate --customers 20 --output other --quiet
      """, of: "shop other other/truth.csv")
    #expect(text == "711 shop\n750 other\n640 other/truth.csv\n")
  }

  /// What a killed run left goes with the next run; what another run writes stays.
  @Test func abandonedDraftsAreRemoved() throws {
    let runner = try CommandRunner()
    try runner.write("not ours", to: ".shop.notes.partial")
    let run = try runner.runShell(
      """
      big="simulate --customers 300000 --output shop --quiet"
      "$PERENNIAL" $big & killed=$!
      while [ ! -e .shop.$killed.partial/truth.csv ]; do sleep 0.01; done
      kill -KILL $killed; wait $killed
      "$PERENNIAL" $big & running=$!
      while [ ! -e .shop.$running.partial/truth.csv ]; do sleep 0.01; done
      "$PERENNIAL" simulate --customers 20 --output shop --quiet
      ls -A
      kill -TERM $running; wait $running
      echo "$killed killed, $running running"
      """)
    let numbers = run.text.split(separator: "\n").last.map { $0.split(separator: " ") } ?? []
    let running = try #require(numbers.count == 4 ? numbers[2] : nil, "\(run)")
    #expect(
      run.text.hasPrefix(".shop.\(running).partial\n.shop.notes.partial\nshop\n")
        || run.text.hasPrefix(".shop.notes.partial\n.shop.\(running).partial\nshop\n"), "\(run)")
    #expect(try Set(runner.names()) == [".shop.notes.partial", "shop"])
  }

  /// Old and new folder change names in one step.
  @Test func aFolderThatIsReplacedIsNeverMissing() throws {
    let runner = try CommandRunner()
    let run = try runner.runShell(
      """
      "$PERENNIAL" simulate --customers 5 --output shop --quiet
      (for i in $(seq 40); do "$PERENNIAL" simulate --customers 5 --output shop --quiet; done) & writer=$!
      seen=0; missing=0
      while kill -0 $writer 2>/dev/null; do
        for i in 1 2 3 4 5 6 7 8 9; do
          if [ -e shop/truth.csv ]; then seen=$((seen + 1)); else missing=$((missing + 1)); fi
        done
      done
      wait $writer; echo "missing $missing"; [ $seen -gt 100 ] && echo enough
      """)
    #expect(run.text == "missing 0\nenough\n", "\(run)")
    #expect(try runner.names() == ["shop"])
  }
}
