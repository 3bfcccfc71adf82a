import FoundationEssentials
import Glibc
import Scoring

/// Where results go: stdout, or a file that appears whole or not at all.
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
    switch Self.kind(of: path) {
    case .folder: throw .inTheWay(path: path, expected: "a file or a new path")
    case .stream:
      // A device or a pipe is written to; renaming a file onto it would replace it.
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw .cannotWrite(path: path, reason: Self.systemReason(errno))
      }
      self.path = path
      partial = nil
      handle = descriptor
      return
    case .file: break
    }
    let target = URL(filePath: path)
    let partial = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(getpid()).partial")
    let descriptor = unsafe open(partial.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .cannotWrite(path: path, reason: Self.systemReason(errno))
    }
    self.path = path
    self.partial = partial
    handle = descriptor
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    guard let failure = writeAll(bytes, to: handle) else { return }
    throw .cannotWrite(path: path ?? "stdout", reason: Self.systemReason(failure))
  }

  /// Ends the output; a file takes its place only now.
  consuming func finish() throws(OutputError) {
    guard let path else { return }
    let closed = close(handle)
    guard let partial else {
      guard closed == 0 else {
        throw .cannotWrite(path: path, reason: Self.systemReason(errno))
      }
      return
    }
    let renamed = closed == 0 ? unsafe rename(partial.path, path) : -1
    guard renamed == 0 else {
      let reason = Self.systemReason(errno)
      unsafe unlink(partial.path)
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  /// Gives up a file half-way, so that nothing of it stays.
  consuming func abandon() {
    guard let partial else { return }
    close(handle)
    unsafe unlink(partial.path)
  }

  private enum Kind { case file, folder, stream }

  /// What is at a path; a path without anything will be a file.
  private static func kind(of path: String) -> Kind {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return .file }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .stream
    }
  }

  private static func systemReason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
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
