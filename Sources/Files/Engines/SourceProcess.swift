internal import Glibc
internal import Synchronization

/// A running program whose standard output is read, or that is given rows to write: it is ended and waited for
/// when nobody goes on with it.
///
/// Used by one thread at a time.
final class SourceProcess: ByteProducer, @unchecked Sendable {
  let name: String
  let engine: SourceEngine
  private let process: pid_t
  var output: Int32
  private var errors: Int32
  /// What goes into it: statements and rows, where it writes.
  var script: Int32 = -1
  var rows: RowPipe?
  /// The beginning of what it says of its errors.
  private var said: [UInt8] = []
  private var isRunning = true
  /// Milliseconds of silence after which it is given up; nil to wait as long as it takes.
  private let patience: Int32?

  private static let mostSaid = 4_096
  static let secondsForVersion = 20

  /// Starts the program of an address that is found on PATH and new enough.
  convenience init(_ address: SourceAddress, keepsBits: Bool = false) throws(FileError) {
    try self.init(try SourceCall(address, keepsBits: keepsBits), of: address.name)
  }

  /// - Parameters:
  ///   - call: the program and its arguments.
  ///   - name: of the address, for messages.
  /// - Throws: where the program is not there, too old or cannot be started.
  convenience init(_ call: SourceCall, of name: String) throws(FileError) {
    do throws(SourceError) {
      try self.init(
        name, call.engine, path: try Self.path(of: call.engine, for: name),
        arguments: call.arguments, defaults: call.defaults, patience: nil)
    } catch { throw .source(error) }
  }

  /// Starts a program that writes: its statements come by its standard input, rows by a pipe besides.
  convenience init(
    takingRowsFor name: String, _ engine: SourceEngine, arguments: [String], pipe: RowPipe
  ) throws(SourceError) {
    try self.init(
      name, engine, path: try Self.path(of: engine, for: name), arguments: arguments,
      defaults: SourceCall.defaults(of: engine), patience: nil, takesRows: true)
    rows = pipe
  }

  /// Where the program of an engine is.
  ///
  /// - Throws: where it is not there or too old.
  static func path(of engine: SourceEngine, for name: String) throws(SourceError) -> String {
    guard let path = Self.path(of: engine.command) else { throw .commandMissing(name, engine) }
    let asked = try SourceProcess(
      name, engine, path: path, arguments: [engine.versionArgument], defaults: [:],
      patience: Int32(1_000 * Self.secondsForVersion))
    var answer = [UInt8](repeating: 0, count: 1_024)
    let count = try asked.readSource(into: &answer, from: 0)
    let version = String(decoding: answer[..<count].prefix { $0 >= 0x20 }, as: UTF8.self)
    guard engine.isEnough(version) else { throw .oldCommand(name, engine, found: version) }
    return path
  }

  private init(
    _ name: String, _ engine: SourceEngine, path: String, arguments: [String],
    defaults: [String: String], patience: Int32?, takesRows: Bool = false
  ) throws(SourceError) {
    (self.name, self.engine, self.patience) = (name, engine, patience)
    // One at a time: a program that inherits the pipe of another would keep it open.
    let started = Self.starting.withLock { _ in
      Self.start(path, [engine.command] + arguments, Self.environment(defaults), takesRows)
    }
    guard started.status == 0 else {
      throw .notStarted(name, engine, reason: systemReason(started.status))
    }
    (process, output, errors) = (started.process, started.output, started.errors)
    script = started.script
    RunningPrograms.begin(process)
  }

  deinit { stop() }

  /// Fills `buffer` from `start` on.
  ///
  /// - Returns: how many bytes were written; fewer than there is room for only at the end, and only if the
  ///   program ended well.
  /// - Throws: where it ended otherwise.
  func read(into buffer: inout [UInt8], from start: Int) throws(FileError) -> Int {
    do {
      return try readSource(into: &buffer, from: start)
    } catch { throw .source(error) }
  }

  private func readSource(
    into buffer: inout [UInt8], from start: Int
  ) throws(SourceError) -> Int {
    var filled = start
    while filled < buffer.count, output >= 0 {
      try wait()
      guard let count = take(output, into: &buffer, from: filled, isReady: ready.output) else {
        continue
      }
      if count <= 0 { output = closed(output) }
      filled += max(count, 0)
    }
    if output < 0 { try end() }
    return filled - start
  }

  /// What can be read without waiting.
  var ready = (output: false, errors: false)

  /// Waits for output, or room in an inlet, and keeps what is said meanwhile: a full pipe of errors would stop
  /// the program.
  func wait(for inlet: Int32 = -1, atMost: Int32? = nil) throws(SourceError) {
    ready = (false, false)
    var polled = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
      pollfd(fd: inlet, events: Int16(POLLOUT), revents: 0),
    ]
    let count = unsafe poll(&polled, 3, atMost ?? patience ?? -1)
    if count == 0, atMost != nil { return }
    if count == 0 {
      stop()
      throw .noAnswer(name, engine, seconds: Self.secondsForVersion)
    }
    if count < 0 { return }
    ready = (polled[0].revents != 0, polled[1].revents != 0)
    if ready.errors { listen() }
  }

  private func listen() {
    var piece = [UInt8](repeating: 0, count: 4_096)
    guard let count = take(errors, into: &piece, from: 0, isReady: true) else { return }
    if count <= 0 { errors = closed(errors) }
    said += piece[..<max(count, 0)].prefix(Self.mostSaid - said.count)
  }

  /// Bytes read, 0 at the end, below 0 where it cannot be read; nil to try again.
  func take(
    _ descriptor: Int32, into buffer: inout [UInt8], from start: Int, isReady: Bool
  ) -> Int? {
    guard isReady else { return nil }
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
    }
    return count < 0 && errno == EINTR ? nil : count
  }

  /// Waits for the program's end.
  ///
  /// - Throws: where it did not end well: what was read may then be half of what there is.
  func end() throws(SourceError) {
    guard isRunning else { return }
    while errors >= 0 {
      do { try wait() } catch { break }
    }
    let status = waited()
    let (code, signal) = (status >> 8 & 0xff, status & 0x7f)
    if signal != 0 { throw .failed(name, engine, .signal(signal), said: words) }
    if code != 0 { throw .failed(name, engine, .status(code), said: words) }
  }

  var words: String { String(decoding: said, as: UTF8.self) }

  private func waited() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    isRunning = false
    RunningPrograms.end(process)
    return status
  }

  /// Kills the program with all that it started, and waits for its end.
  private func stop() {
    if isRunning {
      kill(-process, SIGKILL)
      _ = waited()
    }
    output = closed(output)
    errors = closed(errors)
    for inlet in [Inlet.script, .rows] { close(inlet) }
  }

  func closed(_ descriptor: Int32) -> Int32 {
    if descriptor >= 0 { Glibc.close(descriptor) }
    return -1
  }
}
