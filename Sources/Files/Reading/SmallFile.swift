internal import Glibc

/// Reads a small file whole; nil where it holds more than it may, or cannot be read.
///
/// No more than the limit and a byte is read, whatever the file holds: a device, or a file of terabytes.
///
/// - Parameters:
///   - path: of the file, links followed.
///   - limit: bytes that it may hold.
/// - Returns: all bytes.
package func bytes(ofFile path: String, atMost limit: Int) -> [UInt8]? {
  let handle = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard handle >= 0 else { return nil }
  defer { close(handle) }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: min(limit + 1, 1 << 16))
  while bytes.count <= limit {
    let count = unsafe piece.withUnsafeMutableBytes { buffer in
      unsafe Glibc.read(handle, buffer.baseAddress, buffer.count)
    }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { return nil }
    if count == 0 { return bytes }
    bytes += piece[..<count]
  }
  return nil
}

/// The first bytes of a file, fewer where it has no more; nil where it cannot be read.
///
/// A pipe is not waited for.
func headOfFile(_ path: String, bytes count: Int) -> [UInt8]? {
  let handle = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard handle >= 0 else { return nil }
  defer { close(handle) }
  var head = [UInt8](repeating: 0, count: count)
  let found = unsafe head.withUnsafeMutableBytes {
    unsafe Glibc.read(handle, $0.baseAddress, count)
  }
  return found < 0 ? nil : Array(head[..<found])
}
