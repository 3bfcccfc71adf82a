internal import Glibc

// Descriptors are handled here, compressed data in Decoders.swift: no other file that reads calls C or
// handles memory by hand.

/// A stream of bytes from a file or standard input, decoded where its first bytes say that they are
/// compressed.
///
/// Used by one thread at a time, but for `read(at:into:from:)`: nothing changes once it is used.
final class ByteSource: @unchecked Sendable {
  /// The path as the user gave it, or `standard input`.
  let name: String
  /// Whether it is no pipe or terminal.
  let isRegularFile: Bool
  private let descriptor: Int32
  /// Gives the bytes, where an address is read.
  private let process: (any ByteProducer)?
  private var decoder: Decoder?
  /// Bytes read from the descriptor and not yet handed on.
  private var raw: [UInt8]
  private var rawRange = 0..<0
  /// Bytes of the file before the first of `raw`.
  private var rawOffset = 0
  private var started = false
  /// Whether no more is read than was given: compressed data may then break off.
  private let isPeek: Bool
  private var isTaken = false
  /// Bytes that were decoded.
  private var decoded = 0

  /// Bytes that compressed data may stand for whatever their size, and for each of theirs.
  ///
  /// Logs shrink to a tenth or a thirtieth, what is made to fill disks to a thousandth and less.
  static let alwaysDecoded = 128 << 20
  static let mostPerByte = 256

  /// Opens a path; `-` is standard input, and an address is read through a program of its engine.
  ///
  /// - Parameters:
  ///   - path: as the user gave it.
  ///   - isFile: whether the path is one, whatever it looks like.
  ///   - keepsBits: whether an engine that shortens numbers is to give all of them.
  /// - Throws: where it cannot be opened.
  init(path: String, isFile: Bool = false, keepsBits: Bool = false) throws(FileError) {
    name = path == "-" ? "standard input" : path
    raw = [UInt8](repeating: 0, count: 1 << 16)
    isPeek = false
    let address: SourceAddress?
    do { address = isFile ? nil : try SourceAddress(path) } catch { throw .source(error) }
    if let address, case .workbook(let path, let sheet) = address.place {
      process = try WorkbookSource(path: path, sheet: sheet)
      (descriptor, isRegularFile, started) = (-1, false, true)
      return
    }
    if let address {
      process = try SourceProcess(address, keepsBits: keepsBits)
      (descriptor, isRegularFile, started) = (-1, false, true)
      return
    }
    process = nil
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

  /// The copy of what a program gave; what it has is text, whatever it begins with.
  init(copy: Spool, of name: String) throws(FileError) {
    self.name = name
    raw = [UInt8](repeating: 0, count: 1 << 16)
    (isPeek, process, isRegularFile, started) = (false, nil, true, true)
    descriptor = unsafe open(copy.path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .unreadableFile(name, .system(systemReason(errno))) }
  }

  /// Bytes that are in memory.
  init(name: String, bytes: [UInt8]) {
    self.name = name
    raw = bytes
    rawRange = 0..<bytes.count
    started = true
    isPeek = false
    isRegularFile = false
    descriptor = -1
    process = nil
  }

  /// A file that was read into memory as it is.
  ///
  /// - Parameters:
  ///   - name: of the file.
  ///   - head: its bytes.
  ///   - isPeek: whether these are its first bytes only.
  init(name: String, head: [UInt8], isPeek: Bool = false) {
    self.name = name
    raw = head
    rawRange = 0..<head.count
    started = true
    isRegularFile = false
    self.isPeek = isPeek
    descriptor = -1
    process = nil
    decoder = Compression.recognized(head[...]).map { Decoder($0) }
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
  /// - Throws: where the file cannot be read on, or its compressed data are damaged or cut off.
  func read(into buffer: inout [UInt8], from start: Int) throws(FileError) -> Int {
    if !started {
      started = true
      try fillRaw()
      decoder = Compression.recognized(raw[rawRange]).map { Decoder($0) }
    }
    if let decoder { return try decode(with: decoder, into: &buffer, from: start) }
    let carried = min(rawRange.count, buffer.count - start)
    for offset in 0..<carried { buffer[start + offset] = raw[rawRange.lowerBound + offset] }
    rawRange = rawRange.lowerBound + carried..<rawRange.upperBound
    return carried + (try readDescriptor(into: &buffer, from: start + carried))
  }

  /// Whether bytes are decoded on their way; known once some are read.
  var isCompressed: Bool { decoder != nil }

  /// Bytes of the file as it is now.
  var size: Int? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Where in the file the next byte comes from that `read(into:from:)` gives; nil where the bytes are
  /// not the file's own.
  var position: Int? {
    guard started, decoder == nil, isRegularFile else { return nil }
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

  /// Reads the first bytes as they are, and leaves them to be read.
  ///
  /// - Parameter limit: how many at most.
  /// - Returns: the bytes, and whether they are known to be all.
  /// - Throws: where it cannot be read.
  /// - Throws: where they cannot be read.
  func readAhead(_ limit: Int) throws(FileError) -> (bytes: [UInt8], isWhole: Bool) {
    try fillRaw()
    while rawRange.count == raw.count, raw.count < limit {
      raw += [UInt8](repeating: 0, count: min(raw.count, limit - raw.count))
      try fillRaw()
    }
    // A program's text is never compressed, whatever it begins with.
    if !started { decoder = Compression.recognized(raw[rawRange]).map { Decoder($0) } }
    started = true
    let isWhole = rawRange.count < raw.count
    return (isWhole ? Array(raw[rawRange]) : raw, isWhole)
  }

  /// Claims the source for one reader; false where it has one.
  func take() -> Bool {
    defer { isTaken = true }
    return !isTaken
  }

  /// Reads on, behind what is not yet handed on.
  private func fillRaw() throws(FileError) {
    rawOffset += rawRange.lowerBound
    let kept = rawRange.count
    // What was read ahead is handed on: from here on, by small steps again.
    if kept == 0, descriptor >= 0 || process != nil, raw.count > 1 << 16 {
      raw = [UInt8](repeating: 0, count: 1 << 16)
    }
    for index in 0..<kept { raw[index] = raw[rawRange.lowerBound + index] }
    rawRange = 0..<kept + (try readDescriptor(into: &raw, from: kept))
  }

  private func readDescriptor(
    into buffer: inout [UInt8], from start: Int
  ) throws(FileError) -> Int {
    if let process { return try process.read(into: &buffer, from: start) }
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

  private func decode(
    with decoder: Decoder, into buffer: inout [UInt8], from start: Int
  ) throws(FileError) -> Int {
    func damaged(_ fault: FileError.CompressionFault) -> FileError {
      .damagedCompression(
        name, decoder.form, offset: rawOffset + rawRange.lowerBound, fault)
    }
    var filled = start
    while filled < buffer.count {
      if rawRange.isEmpty { try fillRaw() }
      if decoder.memberEnded {
        if try nothingFollows() { break }
        guard decoder.form.begins(raw[rawRange]) else { throw damaged(.otherBytesFollow) }
        if let fault = decoder.startMember() { throw damaged(fault) }
      }
      // At the end of the file a decoder may still have something to give.
      let isEnd = rawRange.isEmpty
      let step = decoder.step(raw, rawRange, into: &buffer, from: filled)
      rawRange = rawRange.lowerBound + step.consumed..<rawRange.upperBound
      filled += step.produced
      decoded += step.produced
      let limit = max(
        Self.alwaysDecoded, Self.mostPerByte * (rawOffset + rawRange.lowerBound))
      if decoded > limit { throw .expandsTooFar(name, limitInBytes: limit) }
      if let fault = step.fault { throw damaged(fault) }
      if !step.isEnd, step.consumed == 0, step.produced == 0 {
        if isEnd, isPeek { break }
        throw damaged(isEnd ? .endsEarly : .message("they lead nowhere"))
      }
    }
    return filled - start
  }

  /// Reads on over zeros, the padding of block devices and tapes; true at the end of the file.
  private func nothingFollows() throws(FileError) -> Bool {
    while true {
      let start = raw[rawRange].firstIndex { $0 != 0 } ?? rawRange.upperBound
      rawRange = start..<rawRange.upperBound
      if rawRange.count >= Compression.signatureLength { return false }
      let known = rawRange.count
      try fillRaw()
      if rawRange.count == known { return rawRange.isEmpty }
    }
  }
}

/// The blocks cannot tell what is wrong; reading one record after the other can.
package struct BlockFailure: Error {
  package init() {}
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
