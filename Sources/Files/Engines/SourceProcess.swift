internal import Glibc
internal import Synchronization

/// A running program whose standard output is read: it is ended and waited for when nobody reads on.
///
/// Used by one thread at a time.
final class SourceProcess: @unchecked Sendable {
  private let name: String
  private let engine: SourceEngine
  private let process: pid_t
  private var output: Int32
  private var errors: Int32
  /// The beginning of what it says of its errors.
  private var said: [UInt8] = []
  private var isRunning = true
  /// Milliseconds of silence after which it is given up; nil to wait as long as it takes.
  private let patience: Int32?

  private static let mostSaid = 4_096
  static let secondsForVersion = 20

  /// Starts the program of an address that is found on PATH and new enough.
  convenience init(_ address: SourceAddress) throws(FileError) {
    try self.init(try SourceCall(address), of: address.name)
  }

  /// - Parameters:
  ///   - call: the program and its arguments.
  ///   - name: of the address, for messages.
  /// - Throws: where the program is not there, too old or cannot be started.
  convenience init(_ call: SourceCall, of name: String) throws(FileError) {
    let engine = call.engine
    do throws(SourceError) {
      guard let path = Self.path(of: engine.command) else {
        throw SourceError.commandMissing(name, engine)
      }
      let asked = try SourceProcess(
        name, engine, path: path, arguments: [engine.versionArgument], defaults: [:],
        patience: Int32(1_000 * Self.secondsForVersion))
      var answer = [UInt8](repeating: 0, count: 1_024)
      let count = try asked.readSource(into: &answer, from: 0)
      let version = String(decoding: answer[..<count].prefix { $0 >= 0x20 }, as: UTF8.self)
      guard engine.isEnough(version) else {
        throw SourceError.oldCommand(name, engine, found: version)
      }
      try self.init(
        name, engine, path: path, arguments: call.arguments, defaults: call.defaults,
        patience: nil)
    } catch { throw .source(error) }
  }

  private init(
    _ name: String, _ engine: SourceEngine, path: String, arguments: [String],
    defaults: [String: String], patience: Int32?
  ) throws(SourceError) {
    (self.name, self.engine, self.patience) = (name, engine, patience)
    // One at a time: a program that inherits the pipe of another would keep it open.
    let started = Self.starting.withLock { _ in
      Self.start(path, [engine.command] + arguments, Self.environment(defaults))
    }
    guard started.status == 0 else {
      throw .notStarted(name, engine, reason: systemReason(started.status))
    }
    (process, output, errors) = (started.process, started.output, started.errors)
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
  private var ready = (output: false, errors: false)

  /// Waits for output, and keeps what is said meanwhile: a full pipe of errors would stop the program.
  private func wait() throws(SourceError) {
    ready = (false, false)
    var polled = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
    ]
    let count = unsafe poll(&polled, 2, patience ?? -1)
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
  private func take(
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
  private func end() throws(SourceError) {
    guard isRunning else { return }
    while errors >= 0 {
      do { try wait() } catch { break }
    }
    let status = waited()
    let (code, signal) = (status >> 8 & 0xff, status & 0x7f)
    if signal != 0 { throw .failed(name, engine, .signal(signal), said: words) }
    if code != 0 { throw .failed(name, engine, .status(code), said: words) }
  }

  private var words: String { String(decoding: said, as: UTF8.self) }

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
  }

  private func closed(_ descriptor: Int32) -> Int32 {
    if descriptor >= 0 { close(descriptor) }
    return -1
  }
}

extension SourceProcess {
  /// The program on PATH; folders that are named by where one stands are left out.
  private static func path(of command: String) -> String? {
    guard let folders = unsafe getenv("PATH").map({ unsafe String(cString: $0) }) else {
      return nil
    }
    for folder in folders.split(separator: ":") where folder.hasPrefix("/") {
      let path = "\(folder)/\(command)"
      var status = stat()
      if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        unsafe access(path, X_OK) == 0
      {
        return path
      }
    }
    return nil
  }

  /// The caller's variables, and others where it has none of their names.
  private static func environment(_ defaults: [String: String]) -> [String] {
    var variables: [String] = []
    var place = unsafe environ
    while let variable = unsafe place.pointee {
      variables.append(unsafe String(cString: variable))
      unsafe place += 1
    }
    for (name, value) in defaults.sorted(by: { $0.key < $1.key })
    where !variables.contains(where: { $0.hasPrefix("\(name)=") }) {
      variables.append("\(name)=\(value)")
    }
    return variables
  }

  private static let starting = Mutex(())

  /// Starts a program with pipes for what it writes; `status` is 0 where that went well.
  private static func start(
    _ path: String, _ arguments: [String], _ environment: [String]
  ) -> (status: Int32, process: pid_t, output: Int32, errors: Int32) {
    var (out, err): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    var (status, process) = (Int32(0), pid_t())
    if unsafe pipe(&out) != 0 || pipe(&err) != 0 { status = errno }
    for descriptor in out + err where descriptor >= 0 {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    if status == 0 { status = spawn(path, arguments, environment, out[1], err[1], &process) }
    let unused = status == 0 ? [out[1], err[1]] : out + err
    for descriptor in unused where descriptor >= 0 { close(descriptor) }
    return (status, process, out[0], err[0])
  }

  /// Starts a program in a group of its own that no signal is kept from.
  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String], _ output: Int32,
    _ errors: Int32, _ process: inout pid_t
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var (none, all) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      unsafe words.forEach { unsafe free($0) }
      unsafe variables.forEach { unsafe free($0) }
    }
    return unsafe posix_spawn(&process, path, &actions, &attributes, &words, &variables)
  }
}
