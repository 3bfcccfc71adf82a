internal import CZlib

// With Decoders.swift the one file that calls zlib.

/// The CRC-32 of bytes that come in pieces.
final class RunningCRC {
  private(set) var value: UInt32 = 0

  func update(_ bytes: [UInt8]) {
    value = unsafe bytes.withUnsafeBytes {
      unsafe UInt32(
        crc32(
          UInt(value), $0.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32($0.count)))
    }
  }
}

/// Compresses bytes as entries of ZIP archives have them: raw DEFLATE (RFC 1951), and a CRC-32.
@safe final class Deflater {
  private let running = RunningCRC()
  /// Of all bytes given so far.
  var checksum: UInt32 { running.value }
  private(set) var given = 0
  // zlib keeps the address of the stream, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isOpen: Bool

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let (rawWindowBits, memoryLevel): (Int32, Int32) = (-15, 8)
    isOpen =
      unsafe deflateInit2_(
        stream, 6, Z_DEFLATED, rawWindowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if isOpen { unsafe deflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// Takes bytes, and gives those that are ready.
  ///
  /// - Returns: nil where there is no memory for it.
  func take(_ bytes: [UInt8], isLast: Bool) -> [UInt8]? {
    guard isOpen else { return nil }
    var ready: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    given += bytes.count
    running.update(bytes)
    return unsafe bytes.withUnsafeBytes { source -> [UInt8]? in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(
        mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
      unsafe stream.pointee.avail_in = UInt32(source.count)
      while true {
        let (status, count) = unsafe piece.withUnsafeMutableBytes { target -> (Int32, Int) in
          unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
          unsafe stream.pointee.avail_out = UInt32(target.count)
          let status = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          return (status, unsafe target.count - Int(stream.pointee.avail_out))
        }
        ready += piece[..<count]
        if status == Z_STREAM_END { return ready }
        if status != Z_OK, status != Z_BUF_ERROR { return nil }
        if !isLast, count < piece.count { return ready }
      }
    }
  }
}
