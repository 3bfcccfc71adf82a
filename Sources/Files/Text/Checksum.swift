/// XXH64 with seed 0 (xxhash.com, specification 0.1.1): a checksum that finds damage, not malice.
public enum Checksum {
  private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
    0x27D4_EB2F_1656_67C5
  )

  /// The checksum of a range of bytes.
  ///
  /// - Parameters:
  ///   - bytes: hold the range.
  ///   - range: what is read of them; all where nil.
  /// - Returns: 64 bits.
  /// - Complexity: O(bytes), about 0.2 ns each.
  public static func xxh64(_ bytes: Span<UInt8>, _ range: Range<Int>? = nil) -> UInt64 {
    let range = range ?? 0..<bytes.count
    let (p1, p2, p3, p4, p5) = primes
    var index = range.lowerBound
    let end = range.upperBound
    var hash: UInt64
    if range.count >= 32 {
      var (a, b, c, d) = (p1 &+ p2, p2, UInt64(0), 0 &- p1)
      while index &+ 32 <= end {
        a = round(a, bytes.word(at: index))
        b = round(b, bytes.word(at: index &+ 8))
        c = round(c, bytes.word(at: index &+ 16))
        d = round(d, bytes.word(at: index &+ 24))
        index &+= 32
      }
      hash = turned(a, 1) &+ turned(b, 7) &+ turned(c, 12) &+ turned(d, 18)
      for lane in [a, b, c, d] { hash = (hash ^ round(0, lane)) &* p1 &+ p4 }
    } else {
      hash = p5
    }
    hash &+= UInt64(range.count)
    while index &+ 8 <= end {
      hash = turned(hash ^ round(0, bytes.word(at: index)), 27) &* p1 &+ p4
      index &+= 8
    }
    if index &+ 4 <= end {
      hash = turned(hash ^ bytes.word(of: index..<index &+ 4) &* p1, 23) &* p2 &+ p3
      index &+= 4
    }
    while index < end {
      hash = turned(hash ^ UInt64(bytes[index]) &* p5, 11) &* p1
      index &+= 1
    }
    hash = (hash ^ hash &>> 33) &* p2
    hash = (hash ^ hash &>> 29) &* p3
    return hash ^ hash &>> 32
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    turned(lane &+ word &* primes.1, 31) &* primes.0
  }

  @inline(__always)
  private static func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    word &<< bits | word &>> (64 &- bits)
  }
}
