internal import CZstd

// The one file here that calls a library of compressed data: one frame at a time, from one array into
// another of a known size, both lent for the call.

enum Zstandard {
  /// Fast to write; other levels save a tenth at several times the cost.
  private static let level: Int32 = 1

  /// A frame of some bytes; nil where the library cannot make one.
  static func compressed(_ raw: [UInt8]) -> [UInt8]? {
    let bound = ZSTD_compressBound(raw.count)
    var isMade = false
    let frame = unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      let size = unsafe raw.withUnsafeBytes { source in
        unsafe ZSTD_compress(
          target.baseAddress, target.count, source.baseAddress, source.count, level)
      }
      isMade = ZSTD_isError(size) == 0
      count = isMade ? size : 0
    }
    return isMade ? frame : nil
  }

  /// The contents of a frame; nil where it is none of exactly so many bytes.
  static func decompressed(_ bytes: [UInt8], _ range: Range<Int>, size: Int) -> [UInt8]? {
    var isWhole = false
    let raw = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
      let found = unsafe bytes.withUnsafeBytes { source in
        let frame = unsafe UnsafeRawBufferPointer(rebasing: source[range])
        return unsafe ZSTD_decompress(
          target.baseAddress, target.count, frame.baseAddress, frame.count)
      }
      isWhole = ZSTD_isError(found) == 0 && found == size
      count = isWhole ? size : 0
    }
    return isWhole ? raw : nil
  }
}
