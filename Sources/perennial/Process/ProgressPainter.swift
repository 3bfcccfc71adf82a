import Dense
import Dispatch
import Files
import Glibc
import Reporting
import Synchronization

/// Paints how far work has come at the foot of a terminal, a few times a second, whatever else the
/// threads do.
final class ProgressPainter: Sendable {
  private struct State {
    var line = ProgressLine()
    /// How many others are writing to the terminal.
    var hiders = 0
    var ticks = false
  }

  private static let interval = DispatchTimeInterval.milliseconds(200)

  private let state = Mutex(State())
  /// Of its own: those of the program are busy with what is told of.
  private let queue = DispatchQueue(label: "progress")

  /// Nil where nobody sees it: stderr is no terminal, or one that knows no commands.
  init?() {
    guard isatty(STDERR_FILENO) == 1, TerminalColours.knowsCommands else { return nil }
  }

  /// Begins to tell of some work, in place of what was told before.
  func begin(_ name: String) -> Progress {
    let number = state.withLock { state in
      defer { state.ticks = true }
      if !state.ticks { tickLater() }
      return state.line.begin(name, at: Self.now)
    }
    return Progress { [self] step, share in
      state.withLock { $0.line.reach(number, step: step, share: share) }
    }
  }

  /// Takes the line away while something else is written, and for good where there is no more work.
  func aside<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    state.withLock {
      $0.hiders += 1
      write($0.line.cleared())
    }
    defer { state.withLock { $0.hiders -= 1 } }
    try body()
  }

  /// Takes the line away; there is no more work.
  func end() {
    state.withLock {
      $0.line.end()
      write($0.line.cleared())
    }
  }

  private func tickLater() {
    queue.asyncAfter(deadline: .now() + Self.interval) { [self] in
      state.withLock { state in
        if state.hiders == 0, Self.isInForeground {
          write(state.line.painted(at: Self.now, columns: Self.columns))
        }
        state.ticks = state.line.isBusy
        if state.ticks { tickLater() }
      }
    }
  }

  private func write(_ text: String?) {
    if let text { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
  }

  private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  /// Whether the terminal is this run's, and not that of a shell that has sent it to the background.
  private static var isInForeground: Bool {
    let group = tcgetpgrp(STDERR_FILENO)
    return group < 0 || group == getpgrp()
  }

  private static var columns: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
