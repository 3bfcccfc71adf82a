import Foundation
import TestSupport
import Testing

/// Progress on a terminal, which `script` makes, and nothing of it anywhere else.
@Suite struct ProgressTests {
  /// Reads orders of which the last come more than a second late.
  private func slowCheck(
    _ runner: CommandRunner, terminal: String, options: String = ""
  ) throws -> String? {
    try runner.write(Logs.shop(), to: "orders.csv")
    guard try runner.runShell("command -v script && command -v mkfifo").end == .status(0) else {
      return nil
    }
    let run = try runner.runShell(
      """
      rm -f slow.csv && mkfifo slow.csv
      (head -n 20 orders.csv; sleep 1.5; tail -n +21 orders.csv) > slow.csv &
      TERM=\(terminal) script -qec '"$PERENNIAL" check slow.csv \(options) > report' seen > /dev/null
      """)
    #expect(run.end == .status(0), "\(run)")
    return try runner.text(of: "seen")
  }

  @Test func aTerminalIsToldWhatIsDone() throws {
    let runner = try CommandRunner()
    guard let seen = try slowCheck(runner, terminal: "xterm") else { return }
    let pieces = seen.components(separatedBy: "\r")
    #expect(pieces.contains { $0.hasPrefix("… reading") && $0.hasSuffix("\u{1b}[K") }, "\(seen)")
    // The line is gone before anything else is said, and at the end.
    let messages = pieces.filter { $0.contains("customer = ") }
    #expect(messages.count == 1 && !messages.contains { $0.contains("…") }, "\(seen)")
    let last = pieces.lastIndex { $0.hasPrefix("…") }
    #expect(last.map { pieces[$0 + 1].hasPrefix("\u{1b}[K") } == true, "\(seen)")
  }

  @Test(arguments: [("dumb", ""), ("xterm", "--quiet")])
  func otherTerminalsAreToldNothing(terminal: String, options: String) throws {
    let runner = try CommandRunner()
    guard let seen = try slowCheck(runner, terminal: terminal, options: options) else { return }
    #expect(!seen.contains("…") && !seen.contains("\u{1b}"), "\(seen)")
  }

  /// Not one byte of progress, however long it takes.
  @Test func pipesAreToldNothing() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let run = try runner.runShell(
      """
      (head -n 20 orders.csv; sleep 1.5; tail -n +21 orders.csv) | TERM=xterm "$PERENNIAL" check - \
        2>&1 >/dev/null | cat > errors
      """)
    #expect(run.end == .status(0), "\(run)")
    let errors = try runner.text(of: "errors")
    #expect(errors.contains("customer = "))
    #expect(
      !errors.contains("…") && !errors.contains("\u{1b}") && !errors.contains("\r"), "\(errors)")
  }
}
