import Files
import FoundationEssentials
import Glibc
import Units

/// Deletes what is half written when the run is interrupted, and ends as the signal would have ended it.
///
/// Called while there is no other thread: all inherit that these signals are blocked, and one thread waits
/// for them, where more may be done than within a handler.
func deleteDraftsWhenInterrupted() {
  var waited = sigset_t()
  unsafe sigemptyset(&waited)
  var isAny = false
  for signal in interruptions where !isIgnored(signal) {
    unsafe sigaddset(&waited, signal)
    isAny = true
  }
  guard isAny, unsafe pthread_sigmask(SIG_BLOCK, &waited, nil) == 0 else { return }
  var thread = pthread_t()
  unsafe pthread_create(&thread, nil, { _ in waitForInterruption() }, nil)
}

/// Signals that end a run before its time.
private let interruptions = [SIGINT, SIGTERM, SIGHUP]

/// Whether somebody chose that a signal does nothing, as `nohup` does.
private func isIgnored(_ signal: Int32) -> Bool {
  var action = sigaction()
  guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
  return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    == unsafeBitCast(SIG_IGN, to: Int.self)
}

private func waitForInterruption() -> Never {
  // Whoever started the run may have blocked others, as that of a child's end, which is no interruption.
  var (blocked, waited) = (sigset_t(), sigset_t())
  unsafe pthread_sigmask(SIG_BLOCK, nil, &blocked)
  unsafe sigemptyset(&waited)
  for signal in interruptions where unsafe sigismember(&blocked, signal) == 1 {
    unsafe sigaddset(&waited, signal)
  }
  var signal: Int32 = 0
  while unsafe sigwait(&waited, &signal) != 0 {}
  PendingFiles.abandonAll(
    delete: { try? FileManager.default.removeItem(atPath: $0) },
    thenEnd: {
      RunningPrograms.stopAll()
      // What stood there of progress is no line for a shell to go on with.
      if isatty(STDERR_FILENO) == 1, TerminalColours.knowsCommands {
        _ = writeAll(Array("\r\u{1b}[K".utf8), to: STDERR_FILENO)
      }
      var ended = sigset_t()
      unsafe sigemptyset(&ended)
      unsafe sigaddset(&ended, signal)
      raise(signal)
      unsafe pthread_sigmask(SIG_UNBLOCK, &ended, nil)
      // The signal has ended the run by now; its status says so even where it has not.
      _exit(128 + signal)
    })
}
