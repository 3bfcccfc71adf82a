internal import Glibc

/// A copy on the disk of what comes once and has to be read again: a file without a name, which is gone with the
/// run, however that ends.
final class Spool: Sendable {
  private let descriptor: Int32

  /// Copies a source to its end.
  ///
  /// - Parameter source: whose bytes are none of a compressed file.
  /// - Throws: where it cannot be read to its end, or the copy not be written.
  init(_ source: ByteSource) throws(FileError) {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = "\(folder)/perennial-XXXXXX".utf8CString.map { $0 }
    let handle = unsafe mkstemp(&template)
    guard handle >= 0 else { throw .unwritableFile(folder, .system(systemReason(errno))) }
    unsafe unlink(template)
    _ = fcntl(handle, F_SETFD, FD_CLOEXEC)
    descriptor = handle
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try source.read(into: &piece, from: 0)
      if let failure = writeAll(Array(piece[..<count]), to: handle) {
        throw .unwritableFile(folder, .system(systemReason(failure)))
      }
      if count < piece.count { return }
    }
  }

  deinit { close(descriptor) }

  /// Under which this process opens the copy anew, each time at its beginning.
  var path: String { "/proc/self/fd/\(descriptor)" }
}
