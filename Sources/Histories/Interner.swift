/// Numbers texts in the order of their first appearance.
///
/// An open-addressing table over one buffer of bytes: no object and no `String` a text.
struct Interner {
  private(set) var texts = TextColumn()
  /// Upper 32 bits of the hash, then code + 1; 0 where empty.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)

  /// The code of `bytes[range]`, new ones counting up from 0.
  mutating func code(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    var hash = Fingerprint()
    hash.add(bytes, range)
    let tag = hash.value & ~0xffff_ffff
    var slot = Int(truncatingIfNeeded: hash.value) & (slots.count - 1)
    while slots[slot] != 0 {
      if slots[slot] & ~0xffff_ffff == tag {
        let code = Int(truncatingIfNeeded: slots[slot] & 0xffff_ffff) - 1
        if texts.matches(code, bytes, range) { return Int32(code) }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    texts.append(bytes, range)
    slots[slot] = tag | UInt64(texts.count)
    let code = Int32(texts.count - 1)
    if texts.count * 2 > slots.count { grow() }
    return code
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    let texts = texts
    let bytes = texts.bytes.span
    for code in 0..<texts.count {
      var hash = Fingerprint()
      hash.add(bytes, texts.offsets[code]..<texts.offsets[code + 1])
      var slot = Int(truncatingIfNeeded: hash.value) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = hash.value & ~0xffff_ffff | UInt64(code + 1)
    }
  }
}

extension TextColumn {
  /// Whether text `index` equals `other[range]`.
  func matches(_ index: Int, _ other: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = offsets[index]
    guard offsets[index + 1] - start == range.count else { return false }
    let own = bytes.span
    for offset in 0..<range.count where own[start + offset] != other[range.lowerBound + offset] {
      return false
    }
    return true
  }

  /// The sign of text `a` − text `b` in the order of their bytes.
  func order(_ a: Int, _ b: Int) -> Int {
    let (startA, startB) = (offsets[a], offsets[b])
    let (countA, countB) = (offsets[a + 1] - startA, offsets[b + 1] - startB)
    let all = bytes.span
    for offset in 0..<min(countA, countB) {
      let (byteA, byteB) = (all[startA + offset], all[startB + offset])
      if byteA != byteB { return byteA < byteB ? -1 : 1 }
    }
    return (countA - countB).signum()
  }

  /// The texts in the order of their bytes, and each text's place in it.
  func sortedByBytes() -> (texts: TextColumn, rank: [Int32]) {
    let order = (0..<count).sorted { self.order($0, $1) < 0 }
    var sorted = TextColumn()
    var rank = [Int32](repeating: 0, count: count)
    for (place, index) in order.enumerated() {
      sorted.append(utf8(at: index))
      rank[index] = Int32(place)
    }
    return (sorted, rank)
  }

  var strings: [String] { (0..<count).map { self[$0] } }
}

/// A 64-bit mark of a row's contents, by which exact copies of a row are told.
///
/// Eight bytes a step by multiply and fold (as in wyhash). It need not resist an opponent: marks are
/// compared only between rows of one customer that agree in every used field.
struct Fingerprint {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      var word: UInt64 = 0
      for offset in 0..<8 { word |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
      fold(word)
      index += 8
    }
    var word: UInt64 = 0
    while index < range.upperBound {
      word = word << 8 | UInt64(bytes[index])
      index += 1
    }
    // The length keeps 'ab','c' and 'a','bc' apart.
    fold(word ^ UInt64(range.count) << 56)
  }

  private mutating func fold(_ word: UInt64) {
    let product = (value ^ word ^ 0xA076_1D64_78BD_642F)
      .multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    value = product.high ^ product.low &+ word
  }
}
