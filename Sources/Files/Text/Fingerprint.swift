internal import Dense

/// A 64-bit mark of a row's contents, by which exact copies of a row are told.
///
/// Eight bytes a step by multiply and fold (as in wyhash), from a seed that each process draws: whoever
/// writes a file cannot choose texts that share a slot of a table. As a mark it is compared only between
/// rows of one customer that agree in every used field; elsewhere equality of texts is settled by the
/// texts. So no result depends on the seed.
public struct Fingerprint {
  /// From the system's generator, the only one that nobody can foresee.
  @usableFromInline package static let seed = UInt64.random(in: .min ... .max)

  public var value = Self.seed

  @inlinable public init() {}

  /// From a seed that outlives the process, for marks that are written down.
  @inlinable public init(seed: UInt64) { value = seed }

  @inlinable @inline(__always)
  public init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    add(bytes, range)
  }

  /// The mark of a text of at most eight bytes.
  @inlinable @inline(__always)
  public init(word: UInt64, length: Int) {
    fold(word ^ UInt64(truncatingIfNeeded: length) << 56)
  }

  @inlinable @inline(__always)
  public mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      fold(bytes.word(at: index))
      index &+= 8
    }
    // The length keeps 'ab','c' and 'a','bc' apart.
    fold(bytes.word(of: index..<range.upperBound) ^ UInt64(truncatingIfNeeded: range.count) << 56)
  }

  /// Adds a number, such as a field's place.
  @inlinable @inline(__always)
  public mutating func add(_ number: Int) { fold(UInt64(truncatingIfNeeded: number)) }

  @inlinable @inline(__always)
  mutating func fold(_ word: UInt64) {
    let product = (value ^ word ^ 0xA076_1D64_78BD_642F)
      .multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    value = product.high ^ product.low &+ word
  }
}
