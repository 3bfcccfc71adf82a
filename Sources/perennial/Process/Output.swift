import Files
import FoundationEssentials
import Glibc
import Histories
import Units

/// Where results go: stdout, or a file that appears whole or not at all.
///
/// Devices and named pipes are written to as they are: nothing may take the place of `/dev/null`.
struct Output: ~Copyable {
  /// Where the bytes go.
  private enum Target {
    /// Nil for stdout.
    case open(Int32, path: String?)
    case file(AtomicFile)
    case rows(RowSink)
  }

  private let target: Target

  /// Opens the output.
  ///
  /// - Parameter path: a file, or nil or `-` for stdout.
  /// - Throws: where the file cannot be created, or the path is a folder.
  init(path: String?) throws(OutputError) {
    guard let path, path != "-" else {
      target = .open(STDOUT_FILENO, path: nil)
      return
    }
    if try Self.destination(path) != nil { throw .noRows(path: path) }
    switch kindOfFile(at: path) {
    case S_IFDIR, S_IFREG, nil: target = .file(try AtomicFile(path: path))
    default:
      let handle = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard handle >= 0 else { throw .cannotWrite(path: path, reason: systemReason(errno)) }
      target = .open(handle, path: path)
    }
  }

  /// Opens a destination that keeps the types of rows, which are written to it as `RowFormat.typed`.
  init(_ destination: RowDestination, columns: [RowColumn]) throws(OutputError) {
    target = .rows(try RowSink(destination, columns: columns))
  }

  /// What a path says, where it is a destination that keeps types.
  static func destination(_ path: String) throws(OutputError) -> RowDestination? {
    do { return try RowDestination(path) } catch { throw .engine(error) }
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    switch target {
    case .rows(let sink): try sink.write(bytes)
    case .file(let file): try file.write(bytes)
    case .open(let handle, let path):
      guard let failure = writeAll(bytes, to: handle) else { return }
      guard let path else { throw .cannotPrint(reason: systemReason(failure)) }
      throw .cannotWrite(path: path, reason: systemReason(failure))
    }
  }

  /// Writes a report for people, in which nothing that came from a file steers a terminal.
  func write(report text: String) throws(OutputError) {
    let visible = visibleText(text, keepingLines: true)
    try write(Array((showsColours ? coloured(visible) : visible).utf8))
  }

  private var showsColours: Bool {
    guard case .open(STDOUT_FILENO, path: nil) = target else { return false }
    return TerminalColours.areWanted
  }

  /// Ends the output; a file takes its place only now, and one that is not ended leaves nothing.
  consuming func finish() throws(OutputError) {
    switch target {
    case .file(let file): try file.finish()
    case .rows(let sink): try sink.finish()
    case .open(let handle, let path):
      guard let path, close(handle) != 0 else { return }
      throw .cannotWrite(path: path, reason: systemReason(errno))
    }
  }

  /// Whether what is written may come to a terminal, there or through other programs.
  static func mayBeSeen(_ path: String?) -> Bool {
    if let path, path != "-" { return ![S_IFREG, S_IFDIR, nil].contains(kindOfFile(at: path)) }
    var status = stat()
    return unsafe fstat(STDOUT_FILENO, &status) != 0 || status.st_mode & S_IFMT != S_IFREG
  }

  /// Throws where nothing can be written to a path, before long work is done for it.
  static func check(_ path: String) throws(OutputError) {
    if let destination = try destination(path) {
      try destination.requireProgram()
      if let file = destination.replacedFile { try checkPlace(file) }
      return
    }
    try checkPlace(path)
  }

  private static func checkPlace(_ path: String) throws(OutputError) {
    switch kindOfFile(at: path) {
    case S_IFDIR: throw .inTheWay(path: path, expected: .file)
    case nil:
      let folder = URL(filePath: path).deletingLastPathComponent().path
      guard kindOfFile(at: folder) == S_IFDIR else {
        throw .cannotWrite(path: path, reason: systemReason(ENOENT))
      }
    default: break
    }
  }
}

/// The file that a path leads to, links followed.
///
/// Devices and pipes have none: they may well be read and written at once.
struct FileIdentity: Hashable {
  private let device: dev_t
  private let inode: ino_t

  /// Nil where there is no file.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    (device, inode) = (status.st_dev, status.st_ino)
  }
}

/// Writes one output in blocks, whole or not at all.
func writeOutput(
  to path: String?, _ body: (borrowing Output) throws(OutputError) -> Void
) throws(OutputError) {
  let output = try Output(path: path)
  try body(output)
  try output.finish()
}

/// A file of a folder that is not in its place yet, written to from any thread, one at a time.
final class OutputFile<Label: Sendable>: Sendable {
  let file: Label
  private let path: String
  private let handle: Int32

  /// Creates the file.
  init(path: String, _ file: Label) throws(OutputError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotWrite(path: path, reason: systemReason(errno))
    }
    self.path = path
    self.file = file
    handle = descriptor
  }

  deinit { close(handle) }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    guard let failure = writeAll(bytes, to: handle) else { return }
    throw .cannotWrite(path: path, reason: systemReason(failure))
  }
}

/// Opens /dev/null for each of stdin, stdout and stderr that is closed.
///
/// Else a file opened later would take its number, and messages would be written into it. What is opened cannot
/// be used as the stream would be, so that rows for a closed stdout are not lost in silence: writing them fails.
func openStandardStreams() {
  let otherWay = [
    (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDWR),
  ]
  for (number, way) in otherWay where fcntl(number, F_GETFD) == -1 {
    // The lowest free number is taken, which is this one.
    _ = unsafe open("/dev/null", way)
  }
}
