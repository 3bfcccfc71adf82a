import TestSupport
import Testing

/// A run that is interrupted leaves nothing half written behind.
@Suite struct InterruptionTests {
  @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
  func nothingHalfWrittenStays(signal: String, status: Int) throws {
    let runner = try CommandRunner()
    try runner.write("mine", to: "kept.txt")
    // With jobs under control a shell lets a command in the background be interrupted.
    let run = try runner.runShell(
      """
      set -m
      "$PERENNIAL" simulate --customers 100000 --output shop --quiet & pid=$!
      while [ ! -e .shop.$pid.partial/truth.csv ]; do sleep 0.01; done
      kill -\(signal) $pid; wait $pid; echo status $?
      """)
    #expect(run.text.contains("status \(status)\n"), "\(run)")
    #expect(try runner.names() == ["kept.txt"])
  }

  /// Sends a signal to a command that waits for its log, then writes the log.
  private func interruptReading(_ runner: CommandRunner, _ signal: String) throws -> CommandRun {
    try runner.write("old", to: "refused.csv")
    return try runner.runShell(
      """
      mkfifo orders.csv
      "$PERENNIAL" check orders.csv --rejected refused.csv --quiet >/dev/null & pid=$!
      sleep 1
      \(signal)
      kill -0 $pid && printf 'customer_id,date,amount\\n1,2020-01-01,2\\n' > orders.csv
      wait $pid; echo status $?
      """)
  }

  /// What was there before stays as it was.
  @Test func theOldFileStays() throws {
    let runner = try CommandRunner()
    let run = try interruptReading(runner, "kill -TERM $pid; sleep 0.5; wait $pid; echo status $?")
    #expect(run.text.contains("status 143\n"), "\(run)")
    #expect(try runner.names() == ["orders.csv", "refused.csv"])
    #expect(try runner.text(of: "refused.csv") == "old")
  }

  /// As under `nohup`; a shell's commands in the background ignore SIGINT.
  @Test func anIgnoredSignalStaysIgnored() throws {
    let runner = try CommandRunner()
    let run = try interruptReading(runner, "kill -INT $pid; sleep 0.2")
    #expect(run.text.contains("status 0\n"), "\(run)")
    #expect(try runner.names() == ["orders.csv", "refused.csv"])
    #expect(try runner.text(of: "refused.csv") == "file,line,column,found,expected,reason\n")
  }
}
