internal import CZlib
internal import Glibc

// The one file of this module that calls C and handles memory by hand: descriptors and zlib.

/// A stream of bytes from a file or standard input, inflated where its first bytes say gzip.
///
/// Used by one thread at a time, but for `read(at:into:from:)`: nothing changes once it is used.
final class ByteSource: @unchecked Sendable {
  /// The path as the user gave it, or `standard input`.
  let name: String
  /// Whether it is no pipe or terminal.
  let isRegularFile: Bool
  private let descriptor: Int32
  private var inflater: Inflater?
  /// Bytes read from the descriptor and not yet handed on.
  private var raw: [UInt8]
  private var rawRange = 0..<0
  private var started = false

  /// Opens a path; `-` is standard input.
  init(path: String) throws(FileError) {
    name = path == "-" ? "standard input" : path
    raw = [UInt8](repeating: 0, count: 1 << 16)
    descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      let reason = errno
      if reason == ENOENT || reason == ENOTDIR { throw .missingFile(path) }
      throw .unreadableFile(path, .system(systemReason(reason)))
    }
    var status = stat()
    let kind = unsafe fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    isRegularFile = kind == S_IFREG && path != "-"
    if kind == S_IFDIR { throw .unreadableFile(path, .isFolder) }
  }

  /// Bytes that are in memory.
  init(name: String, bytes: [UInt8]) {
    self.name = name
    raw = bytes
    rawRange = 0..<bytes.count
    started = true
    isRegularFile = false
    descriptor = -1
  }

  /// A file whose first bytes are read already, as of standard input.
  init(path: String, head: [UInt8]) throws(FileError) {
    name = path == "-" ? "standard input" : path
    raw = head
    rawRange = 0..<head.count
    started = true
    isRegularFile = false
    descriptor = STDIN_FILENO
    if head.count >= 2, head[0] == 0x1f, head[1] == 0x8b { inflater = Inflater() }
  }

  deinit {
    if descriptor > STDIN_FILENO { close(descriptor) }
  }

  /// Fills `buffer` from `start` on.
  ///
  /// - Parameters:
  ///   - buffer: receives the bytes; its count does not change.
  ///   - start: index of the first byte to write.
  /// - Returns: how many bytes were written; fewer than there is room for only at the end.
  /// - Throws: where the file cannot be read on, or is damaged gzip.
  func read(into buffer: inout [UInt8], from start: Int) throws(FileError) -> Int {
    if !started {
      started = true
      try fillRaw()
      if rawRange.count >= 2, raw[0] == 0x1f, raw[1] == 0x8b { inflater = Inflater() }
    }
    if let inflater { return try inflate(with: inflater, into: &buffer, from: start) }
    let carried = min(rawRange.count, buffer.count - start)
    for offset in 0..<carried { buffer[start + offset] = raw[rawRange.lowerBound + offset] }
    rawRange = rawRange.lowerBound + carried..<rawRange.upperBound
    return carried + (try readDescriptor(into: &buffer, from: start + carried))
  }

  /// Bytes of the file as it is now.
  var size: Int? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Where in the file the next byte comes from that `read(into:from:)` gives; nil where the bytes are
  /// not the file's own.
  var position: Int? {
    guard started, inflater == nil, isRegularFile else { return nil }
    return Int(lseek(descriptor, 0, SEEK_CUR)) - rawRange.count
  }

  /// Fills `buffer` with the file's bytes from `position` on; many threads may do so at once.
  ///
  /// - Returns: how many bytes were written; fewer than there is room for only at the end.
  /// - Throws: where the file cannot be read.
  func read(
    at position: Int, into buffer: inout [UInt8], from start: Int
  ) throws(BlockFailure) -> Int {
    var filled = start
    while filled < buffer.count {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe pread(
          descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled,
          off_t(position + filled - start))
      }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw BlockFailure()
      }
      filled += count
    }
    return filled - start
  }

  /// The first bytes as they are.
  fileprivate func rawHead() throws(FileError) -> [UInt8] {
    try fillRaw()
    return Array(raw[rawRange])
  }

  private func fillRaw() throws(FileError) {
    rawRange = 0..<(try readDescriptor(into: &raw, from: 0))
  }

  private func readDescriptor(
    into buffer: inout [UInt8], from start: Int
  ) throws(FileError) -> Int {
    var filled = start
    while descriptor >= 0, filled < buffer.count {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
      }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadableFile(name, .system(systemReason(errno)))
      }
      filled += count
    }
    return filled - start
  }

  private func inflate(
    with inflater: Inflater, into buffer: inout [UInt8], from start: Int
  ) throws(FileError) -> Int {
    var filled = start
    while filled < buffer.count {
      if rawRange.isEmpty { try fillRaw() }
      if inflater.memberEnded {
        if rawRange.isEmpty || raw[rawRange].allSatisfy({ $0 == 0 }) {
          // Zeros after the last member are padding of block devices and tapes.
          rawRange = 0..<0
          if try nothingFollows() { break }
        }
        guard raw[rawRange.lowerBound] == 0x1f else {
          throw .damagedGzip(name, .otherBytesFollow)
        }
        inflater.startMember()
      }
      if rawRange.isEmpty { throw .damagedGzip(name, .endsEarly) }
      let step = inflater.step(raw, rawRange, into: &buffer, from: filled)
      guard let step else { throw .damagedGzip(name, .message(inflater.message)) }
      rawRange = rawRange.lowerBound + step.consumed..<rawRange.upperBound
      filled += step.produced
    }
    return filled - start
  }

  /// Reads on over padding; true at the end of the file.
  private func nothingFollows() throws(FileError) -> Bool {
    repeat { try fillRaw() } while !rawRange.isEmpty && raw[rawRange].allSatisfy { $0 == 0 }
    return rawRange.isEmpty
  }
}

/// Standard input.
package enum StandardInput {
  /// Reads its first 64 KiB, or all where it is shorter.
  package static func head() throws(FileError) -> [UInt8] {
    try ByteSource(path: "-").rawHead()
  }
}

/// The end of a file.
package enum FileTail {
  /// The last bytes of a file that is not compressed; nil for what is no regular file.
  package static func bytes(of path: String, count: Int) throws(FileError) -> [UInt8]? {
    let source = try ByteSource(path: path)
    guard source.isRegularFile, let size = source.size else { return nil }
    var buffer = [UInt8](repeating: 0, count: min(count, size))
    guard let read = try? source.read(at: size - buffer.count, into: &buffer, from: 0) else {
      return nil
    }
    return Array(buffer[..<read])
  }
}

/// The place of the first such byte in a range, nil where there is none; the C library looks at 64 in
/// a step.
func firstPlace(of byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  unsafe bytes.extracting(range).withUnsafeBytes { buffer in
    guard let base = buffer.baseAddress else { return nil }
    return unsafe memchr(base, Int32(byte), buffer.count).map {
      unsafe range.lowerBound + (UnsafeRawPointer($0) - base)
    }
  }
}

/// Puts a finished file in the place of another, which is never missing or half there.
package func moved(_ draft: String, onto path: String) -> Bool {
  unsafe rename(draft, path) == 0
}

/// zlib's inflate over one gzip member after the other, in constant memory.
@safe private final class Inflater {
  // zlib keeps the address of the stream, so that it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private(set) var memberEnded = false
  private(set) var message = "it is damaged"

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let windowBitsWithGzipHeader: Int32 = 15 + 16
    let status = unsafe inflateInit2_(
      stream, windowBitsWithGzipHeader, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start: \(status)")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func startMember() {
    memberEnded = false
    unsafe inflateReset(stream)
  }

  /// Inflates some of `input[range]`; nil where it is no gzip, then `message` says why.
  func step(
    _ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8], from start: Int
  ) -> (consumed: Int, produced: Int)? {
    let status = unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress?.advanced(by: range.lowerBound))
        unsafe stream.pointee.avail_in = UInt32(range.count)
        unsafe stream.pointee.next_out = target.baseAddress?.advanced(by: start)
        unsafe stream.pointee.avail_out = UInt32(target.count - start)
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
    }
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      if let text = unsafe stream.pointee.msg { message = unsafe String(cString: text) }
      return nil
    }
    memberEnded = status == Z_STREAM_END
    return unsafe (
      range.count - Int(stream.pointee.avail_in),
      output.count - start - Int(stream.pointee.avail_out)
    )
  }
}
