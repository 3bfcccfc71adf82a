internal import CBzip2
internal import CLzma
internal import CZlib
internal import CZstd

// The one file that calls the libraries of compressed data. Each of them reads from one address and
// writes to another, both of which are lent for a call and not kept: the streams forget them with the
// counts. What the libraries allocate is bounded by their forms or by `mostMemory`.

/// What a call of a library did.
struct DecodedStep {
  var consumed = 0
  var produced = 0
  /// Whether a member, frame or stream has ended with its checksum found right.
  var isEnd = false
  var fault: FileError.CompressionFault?
}

/// Decodes one member (gzip, bzip2), frame (zstd) or stream (xz) after the other, in bounded memory.
@safe final class Decoder {
  /// Bytes that a decoder may keep of what it wrote, to refer to: as `zstd` itself accepts, and twice
  /// what `xz -9` asks for.
  static let mostMemory = 128 << 20

  let form: Compression
  private let codec: any Codec
  private(set) var memberEnded = true

  init(_ form: Compression) {
    self.form = form
    codec =
      switch form {
      case .gzip: GzipCodec()
      case .zstd: ZstdCodec()
      case .bzip2: Bzip2Codec()
      case .xz: XZCodec()
      }
  }

  private init(_ codec: any Codec) { (form, self.codec) = (.gzip, codec) }

  /// Of an entry of a ZIP archive, whose checksum stands elsewhere.
  static func ofZipEntry() -> Decoder { Decoder(GzipCodec(windowBits: -15)) }

  /// Gets ready for the next member, or the first.
  func startMember() -> FileError.CompressionFault? {
    memberEnded = false
    return codec.start()
  }

  /// Decodes some of `input[range]` into `output` from `start` on.
  func step(
    _ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8], from start: Int
  ) -> DecodedStep {
    // Some of the libraries count in 32 bits.
    let end = min(output.count, start + (1 << 30))
    let step = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        unsafe codec.run(
          UnsafeRawBufferPointer(rebasing: source[range]),
          UnsafeMutableRawBufferPointer(rebasing: target[start..<end]))
      }
    }
    memberEnded = step.isEnd
    return step
  }
}

private protocol Codec: AnyObject {
  func start() -> FileError.CompressionFault?
  func run(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> DecodedStep
}

/// zlib keeps 32 KiB of what it wrote.
@safe private final class GzipCodec: Codec {
  // zlib keeps the address of the stream, so that it must not move; so do the others.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isOpen = false
  private let windowBits: Int32

  /// - Parameter windowBits: as zlib has them: with a header of gzip, or below 0 for none.
  init(windowBits: Int32 = 15 + 16) {
    self.windowBits = windowBits
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
  }

  deinit {
    if isOpen { unsafe inflateEnd(stream) }
    unsafe stream.deallocate()
  }

  func start() -> FileError.CompressionFault? {
    if isOpen {
      unsafe inflateReset(stream)
      return nil
    }
    let status = unsafe inflateInit2_(
      stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    isOpen = status == Z_OK
    return isOpen ? nil : .needsMemory(bytes: nil)
  }

  func run(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> DecodedStep {
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = UInt32(input.count)
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(output.count)
    let status = unsafe inflate(stream, Z_NO_FLUSH)
    var step = unsafe DecodedStep(
      consumed: input.count - Int(stream.pointee.avail_in),
      produced: output.count - Int(stream.pointee.avail_out))
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: step.isEnd = true
    case Z_MEM_ERROR: step.fault = .needsMemory(bytes: nil)
    default:
      let text = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      let isSum = text == "incorrect data check" || text == "incorrect length check"
      step.fault = isSum ? .wrongChecksum : .message(text ?? "they are malformed")
    }
    return step
  }
}

/// zstd refuses by itself a frame that refers back further than 128 MiB.
@safe private final class ZstdCodec: Codec {
  private let stream: OpaquePointer?

  init() {
    unsafe stream = ZSTD_createDStream()
  }

  deinit {
    unsafe ZSTD_freeDStream(stream)
  }

  func start() -> FileError.CompressionFault? {
    guard let stream = unsafe stream else { return .needsMemory(bytes: nil) }
    return unsafe fault(ZSTD_DCtx_reset(stream, ZSTD_reset_session_only))
  }

  func run(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> DecodedStep {
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let status = unsafe ZSTD_decompressStream(stream, &target, &source)
    return unsafe DecodedStep(
      consumed: source.pos, produced: target.pos, isEnd: status == 0, fault: fault(status))
  }

  private func fault(_ status: Int) -> FileError.CompressionFault? {
    guard ZSTD_isError(status) != 0 else { return nil }
    switch ZSTD_getErrorCode(status) {
    case ZSTD_error_checksum_wrong: return .wrongChecksum
    case ZSTD_error_frameParameter_windowTooLarge, ZSTD_error_memory_allocation:
      return .needsMemory(bytes: nil)
    default: return unsafe .message(String(cString: ZSTD_getErrorName(status)))
    }
  }
}

/// bzip2 keeps the block that it decodes, 900 kB, and four times as much to sort it.
@safe private final class Bzip2Codec: Codec {
  private let stream: UnsafeMutablePointer<bz_stream>
  private var isOpen = false

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: bz_stream())
  }

  deinit {
    if isOpen { unsafe BZ2_bzDecompressEnd(stream) }
    unsafe stream.deallocate()
  }

  func start() -> FileError.CompressionFault? {
    if isOpen { unsafe BZ2_bzDecompressEnd(stream) }
    unsafe stream.pointee = bz_stream()
    isOpen = unsafe BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK
    return isOpen ? nil : .needsMemory(bytes: nil)
  }

  func run(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> DecodedStep {
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
    unsafe stream.pointee.avail_in = UInt32(input.count)
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
    unsafe stream.pointee.avail_out = UInt32(output.count)
    let status = unsafe BZ2_bzDecompress(stream)
    var step = unsafe DecodedStep(
      consumed: input.count - Int(stream.pointee.avail_in),
      produced: output.count - Int(stream.pointee.avail_out))
    switch status {
    case BZ_OK: break
    case BZ_STREAM_END: step.isEnd = true
    case BZ_MEM_ERROR: step.fault = .needsMemory(bytes: nil)
    // The library does not tell a wrong checksum of a block from a malformed one.
    case BZ_DATA_ERROR: step.fault = .message("a block or its checksum is wrong")
    default: step.fault = .message("they are malformed")
    }
    return step
  }
}

/// xz asks for as much memory as the file says: no more than `mostMemory` is given.
@safe private final class XZCodec: Codec {
  private let stream: UnsafeMutablePointer<lzma_stream>

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: lzma_stream())
  }

  deinit {
    unsafe lzma_end(stream)
    unsafe stream.deallocate()
  }

  func start() -> FileError.CompressionFault? {
    // The macro LZMA_TELL_UNSUPPORTED_CHECK is not imported: data that cannot be checked are refused.
    let tellUnsupportedCheck: UInt32 = 0x02
    let status = unsafe lzma_stream_decoder(
      stream, UInt64(Decoder.mostMemory), tellUnsupportedCheck)
    return status == LZMA_OK ? nil : .needsMemory(bytes: nil)
  }

  func run(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> DecodedStep {
    unsafe stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = input.count
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = output.count
    let status = unsafe lzma_code(stream, LZMA_RUN)
    var step = unsafe DecodedStep(
      consumed: input.count - stream.pointee.avail_in,
      produced: output.count - stream.pointee.avail_out)
    switch status {
    case LZMA_OK, LZMA_BUF_ERROR: break
    case LZMA_STREAM_END: step.isEnd = true
    case LZMA_MEMLIMIT_ERROR:
      step.fault = unsafe .needsMemory(bytes: Int(clamping: lzma_memusage(stream)))
    case LZMA_MEM_ERROR: step.fault = .needsMemory(bytes: nil)
    case LZMA_UNSUPPORTED_CHECK: step.fault = .message("their kind of checksum is not known")
    case LZMA_OPTIONS_ERROR: step.fault = .message("they use an option that is not known")
    case LZMA_FORMAT_ERROR: step.fault = .message("they do not begin as xz data do")
    // The library does not tell a wrong checksum of a block from a malformed one.
    default: step.fault = .message("a block or its checksum is wrong")
    }
    return step
  }
}
