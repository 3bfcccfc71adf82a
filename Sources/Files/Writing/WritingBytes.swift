internal import Glibc

/// Writes all bytes to an open file; the system's error number where that fails.
package func writeAll(_ bytes: [UInt8], to handle: Int32) -> Int32? {
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
