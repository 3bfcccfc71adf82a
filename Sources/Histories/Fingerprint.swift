/// A 64-bit mark of a row's contents, by which exact copies of a row are told.
///
/// Eight bytes a step by multiply and fold (as in wyhash). It need not resist an opponent: marks are
/// compared only between rows of one customer that agree in every used field.
struct Fingerprint {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  init() {}

  @inline(__always)
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    add(bytes, range)
  }

  /// The mark of a text of at most eight bytes.
  @inline(__always)
  init(word: UInt64, length: Int) {
    fold(word ^ UInt64(truncatingIfNeeded: length) << 56)
  }

  @inline(__always)
  mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      fold(bytes.word(at: index))
      index &+= 8
    }
    // The length keeps 'ab','c' and 'a','bc' apart.
    fold(bytes.word(of: index..<range.upperBound) ^ UInt64(truncatingIfNeeded: range.count) << 56)
  }

  @inline(__always)
  private mutating func fold(_ word: UInt64) {
    let product = (value ^ word ^ 0xA076_1D64_78BD_642F)
      .multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    value = product.high ^ product.low &+ word
  }
}

/// Tells whether any mark comes twice, by a table that is used again.
struct MarkSet {
  private var table: [UInt64] = []

  mutating func hasRepeats(_ marks: ArraySlice<UInt64>) -> Bool {
    if marks.count < 2 { return false }
    let size = 1 << (Int.bitWidth - (2 * marks.count - 1).leadingZeroBitCount)
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: size))
    for mark in marks where mark != 0 {
      var index = Int(truncatingIfNeeded: mark >> 1) & (size - 1)
      while table[index] != 0 {
        if table[index] == mark { return true }
        index = (index + 1) & (size - 1)
      }
      table[index] = mark
    }
    return false
  }
}
