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
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
      throw .inTheWay(path: path, expected: "a file or a new path")
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
    var start = 0
    while start < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        // The slice stays inside the buffer: start < count.
        unsafe Glibc.write(handle, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .cannotWrite(path: path ?? "stdout", reason: Self.systemReason(errno))
      }
      start += written
    }
  }

  /// Ends the output; a file takes its place only now.
  consuming func finish() throws(OutputError) {
    guard let path, let partial else { return }
    let closed = close(handle)
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
