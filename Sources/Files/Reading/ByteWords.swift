internal import CVectors

// Eight bytes at a time: the one unsafe step is a load that needs no alignment, behind a check of
// its bounds.

extension Span where Element == UInt8 {
  /// The eight bytes from `index` on, the first one lowest; zeros stand behind the end.
  @inlinable @inline(__always)
  public func word(at index: Int) -> UInt64 {
    if index >= 0, index <= count &- 8 {
      return unsafe UInt64(
        littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
    }
    return lastWord(at: index)
  }

  /// The bytes of `range`, of which there are at most eight, as `word(at:)` has them.
  @inlinable @inline(__always)
  public func word(of range: Range<Int>) -> UInt64 {
    let word = word(at: range.lowerBound)
    return range.count >= 8 ? word : word & ((1 &<< (8 &* UInt64(range.count))) &- 1)
  }

  /// One bit for each of the 64 bytes from `index` on, set where `structure` finds the byte.
  @inline(__always)
  func bits(at index: Int, of structure: StructuralBytes) -> UInt64 {
    guard index >= 0, index <= count &- 64 else { return lastBits(at: index, of: structure) }
    var bits: UInt64 = 0
    for step in 0..<4 {
      let part = unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index &+ 16 &* step, as: SIMD16<Int8>.self)
      bits |= high_bits(structure.hits(in: part)) &<< UInt64(16 &* step)
    }
    return bits
  }

  private func lastBits(at index: Int, of structure: StructuralBytes) -> UInt64 {
    var bits: UInt64 = 0
    for step in 0..<8 {
      let word = word(at: index &+ 8 &* step)
      bits |= WordMask.packed(structure.hits(in: word)) &<< UInt64(8 &* step)
    }
    return bits
  }

  @usableFromInline func lastWord(at index: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in 0..<Swift.max(0, Swift.min(8, count - index)) {
      word |= UInt64(self[index + offset]) << UInt64(8 * offset)
    }
    return word
  }
}

/// The bytes that delimit fields, and those that make a row more than plain: quotes, bytes below a
/// blank, and bytes outside ASCII.
struct StructuralBytes: Sendable {
  private let delimiters: UInt64
  private let quotes = WordMask.repeated(UInt8(ascii: "\""))

  private let delimiter: SIMD16<Int8>
  private let quote = SIMD16<Int8>(repeating: 0x22)
  private let blank = SIMD16<Int8>(repeating: 0x20)

  init(delimiter: UInt8) {
    delimiters = WordMask.repeated(delimiter)
    self.delimiter = SIMD16(repeating: Int8(bitPattern: delimiter))
  }

  /// The high bit of each such byte of a word.
  @inline(__always)
  func hits(in word: UInt64) -> UInt64 {
    WordMask.equal(word, to: delimiters) | WordMask.equal(word, to: quotes)
      | WordMask.unprintable(word)
  }

  /// All bits of each such byte: as signed numbers those outside ASCII are below a blank too.
  @inline(__always)
  func hits(in bytes: SIMD16<Int8>) -> SIMD16<Int8> {
    // Typed one by one, or the comparisons are not those of whole vectors.
    let delimits: SIMDMask<SIMD16<Int8>> = bytes .== delimiter
    let quotes: SIMDMask<SIMD16<Int8>> = bytes .== quote
    let unprintable: SIMDMask<SIMD16<Int8>> = blank .> bytes
    return unsafe unsafeBitCast(delimits .| quotes .| unprintable, to: SIMD16<Int8>.self)
  }
}

/// Finds bytes among the eight of a word: each mask has the high bit of every byte that fits.
///
/// The forms without borrows are exact for every byte, not for the lowest alone (Mycroft 1987;
/// Warren, "Hacker's Delight", 6–1).
public enum WordMask {
  @inlinable static var highBits: UInt64 { 0x8080_8080_8080_8080 }
  @inlinable static var lowBits: UInt64 { 0x7f7f_7f7f_7f7f_7f7f }

  @inlinable @inline(__always)
  public static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Bytes equal to the one that `pattern` repeats.
  @inlinable @inline(__always)
  public static func equal(_ word: UInt64, to pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    return ~(((difference & lowBits) &+ lowBits) | difference) & highBits
  }

  /// Bytes below a blank, and bytes outside ASCII.
  @inline(__always)
  static func unprintable(_ word: UInt64) -> UInt64 {
    (~((word & lowBits) &+ 0x6060_6060_6060_6060) | word) & highBits
  }

  /// The eight high bits of a mask as the low bits of the result, in the order of the bytes.
  @inline(__always)
  static func packed(_ mask: UInt64) -> UInt64 {
    ((mask &>> 7) &* 0x0102_0408_1020_4080) &>> 56
  }

  /// The place, 0 … 7, of the lowest byte in a mask that is not 0.
  @inlinable @inline(__always)
  public static func first(_ mask: UInt64) -> Int { mask.trailingZeroBitCount >> 3 }
}
