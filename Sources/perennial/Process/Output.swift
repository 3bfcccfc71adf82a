import Files
import FoundationEssentials
import Glibc
import Histories
import Units

/// Where results go: stdout, or a file that appears whole or not at all.
///
/// Devices and named pipes are written to as they are: nothing may take the place of `/dev/null`.
struct Output: ~Copyable {
  private let path: String?
  private let partial: URL?
  private let handle: Int32

  /// Opens the output.
  ///
  /// - Parameter path: a file, or nil or `-` for stdout.
  /// - Throws: where the file cannot be created, or the path is a folder.
  init(path: String?) throws(OutputError) {
    guard let path, path != "-" else {
      self.path = nil
      partial = nil
      handle = STDOUT_FILENO
      return
    }
    guard !path.isEmpty else {
      throw .emptyPath
    }
    let partial: URL?
    switch Self.kind(of: path) {
    case S_IFDIR: throw .inTheWay(path: path, expected: .file)
    case nil, S_IFREG:
      let target = URL(filePath: path)
      partial = target.deletingLastPathComponent()
        .appending(path: ".\(target.lastPathComponent).\(getpid()).partial")
    default: partial = nil
    }
    if let partial { PendingFiles.begin(partial.path) }
    let creation = partial == nil ? 0 : O_CREAT | O_TRUNC
    let descriptor = unsafe open(partial?.path ?? path, O_WRONLY | O_CLOEXEC | creation, 0o644)
    guard descriptor >= 0 else {
      throw .cannotWrite(path: path, reason: systemReason(errno))
    }
    self.path = path
    self.partial = partial
    handle = descriptor
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    guard let failure = writeAll(bytes, to: handle) else { return }
    throw .cannotWrite(path: path ?? "stdout", reason: systemReason(failure))
  }

  /// Writes a report for people, in which nothing that came from a file steers a terminal.
  func write(report text: String) throws(OutputError) {
    try write(Array(visibleText(text, keepingLines: true).utf8))
  }

  /// Ends the output; a file takes its place only now.
  consuming func finish() throws(OutputError) {
    guard let path else { return }
    let isClosed = close(handle) == 0
    let failure = isClosed ? nil : errno
    guard let partial else {
      if let failure { throw .cannotWrite(path: path, reason: systemReason(failure)) }
      return
    }
    try PendingFiles.end(partial.path) { () throws(OutputError) in
      if isClosed, unsafe rename(partial.path, path) == 0 { return }
      let reason = systemReason(failure ?? errno)
      unsafe unlink(partial.path)
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  /// Gives up a file half-way, so that nothing of it stays.
  consuming func abandon() {
    guard let partial else { return }
    close(handle)
    PendingFiles.end(partial.path) { _ = unsafe unlink(partial.path) }
  }

  /// Throws where nothing can be written to a path, before long work is done for it.
  static func check(_ path: String) throws(OutputError) {
    switch kind(of: path) {
    case S_IFDIR: throw .inTheWay(path: path, expected: .file)
    case nil:
      let folder = URL(filePath: path).deletingLastPathComponent().path
      guard kind(of: folder) == S_IFDIR else {
        throw .cannotWrite(path: path, reason: systemReason(ENOENT))
      }
    default: break
    }
  }

  /// The kind of file at the path, links followed: `S_IFREG` and so on, nil for none.
  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT
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
  do {
    try body(output)
  } catch {
    output.abandon()
    throw error
  }
  try output.finish()
}

/// A file of a folder that is not in its place yet, written to from any thread, one at a time.
final class OutputFile<Label: Sendable>: Sendable {
  let file: Label
  private let path: String
  private let handle: Int32

  /// Creates the file.
  init(path: String, _ file: Label) throws(OutputError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_CREAT | O_TRUNC, 0o644)
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

/// Writes all bytes to an open file; the system's error number where that fails.
func writeAll(_ bytes: [UInt8], to handle: Int32) -> Int32? {
  var start = 0
  while start < bytes.count {
    let written = unsafe bytes.withUnsafeBytes { buffer in
      // The slice stays inside the buffer: start < count.
      unsafe Glibc.write(handle, buffer.baseAddress?.advanced(by: start), buffer.count - start)
    }
    if written < 0 {
      if errno == EINTR { continue }
      return errno
    }
    start += written
  }
  return nil
}

/// Opens /dev/null for each of stdin, stdout and stderr that is closed.
///
/// Else a file opened later would take its number, and messages would be written into it.
func openStandardStreams() {
  for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
    // The lowest free number is taken, which is this one.
    _ = unsafe open("/dev/null", O_RDWR)
  }
}
