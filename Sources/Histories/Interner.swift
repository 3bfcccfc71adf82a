/// Numbers texts in the order of their first appearance.
///
/// An open-addressing table over one buffer of bytes: no object and no `String` a text. A slot holds
/// the first eight bytes of its text, so that a short id is found with one access to memory.
struct Interner: Sendable {
  private(set) var texts = TextColumn()
  private var slots = [Slot](repeating: Slot(), count: 1 << 10)

  private struct Slot {
    /// The first eight bytes.
    var prefix: UInt64 = 0
    /// 24 bits of the hash, the length (255 where it is greater), then code + 1; 0 where empty.
    var mark: UInt64 = 0
  }

  /// The code of `bytes[range]`, new ones counting up from 0.
  mutating func code(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    let prefix = bytes.word(of: range)
    let hash = Self.hash(bytes, range, prefix)
    let mark = Self.mark(hash: hash, length: range.count)
    let mask = slots.count &- 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[index]
      if slot.mark == 0 { break }
      if slot.mark & ~0xffff_ffff == mark, slot.prefix == prefix {
        let code = Int(truncatingIfNeeded: slot.mark & 0xffff_ffff) &- 1
        if range.count <= 8 || texts.matches(code, bytes, range) {
          return Int32(truncatingIfNeeded: code)
        }
      }
      index = (index &+ 1) & mask
    }
    texts.append(bytes, range)
    slots[index] = Slot(prefix: prefix, mark: mark | UInt64(texts.count))
    if texts.count * 5 > slots.count * 4 { grow() }
    return Int32(texts.count - 1)
  }

  /// One multiplication for an id of up to eight bytes.
  @inline(__always)
  private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>, _ prefix: UInt64) -> UInt64 {
    range.count > 8
      ? Fingerprint(bytes, range).value : Fingerprint(word: prefix, length: range.count).value
  }

  @inline(__always)
  private static func mark(hash: UInt64, length: Int) -> UInt64 {
    hash & ~0xff_ffff_ffff | UInt64(min(length, 255)) << 32
  }

  private mutating func grow() {
    slots = largeArray(repeating: Slot(), count: slots.count * 2)
    let texts = texts
    let bytes = texts.bytes.span
    for code in 0..<texts.count {
      let range = texts.offsets[code]..<texts.offsets[code + 1]
      let prefix = bytes.word(of: range)
      let hash = Self.hash(bytes, range, prefix)
      var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[index].mark != 0 { index = (index + 1) & (slots.count - 1) }
      slots[index] = Slot(
        prefix: prefix,
        mark: Self.mark(hash: hash, length: range.count) | UInt64(code + 1))
    }
  }
}

/// Several interners' texts as one list in the order of their bytes.
struct UnitedTexts {
  let texts: TextColumn
  /// Place in `texts` of each interner's codes.
  let ranks: [[Int32]]

  init(_ interners: [Interner]) {
    guard interners.count > 1 else {
      let (texts, rank) = interners[0].texts.sortedByBytes()
      self.texts = texts
      ranks = [rank]
      return
    }
    var all = interners[0]
    var codes: [[Int32]] = []
    for interner in interners {
      let texts = interner.texts
      let bytes = texts.bytes.span
      codes.append(
        (0..<texts.count).map {
          all.code(of: bytes, texts.offsets[$0]..<texts.offsets[$0 + 1])
        })
    }
    let (texts, rank) = all.texts.sortedByBytes()
    self.texts = texts
    ranks = codes.map { $0.map { rank[Int($0)] } }
  }
}

extension TextColumn {
  /// Whether text `index` equals `other[range]`.
  func matches(_ index: Int, _ other: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = offsets[index]
    guard offsets[index + 1] - start == range.count else { return false }
    let own = bytes.span
    var offset = 0
    while offset + 8 <= range.count {
      if own.word(at: start + offset) != other.word(at: range.lowerBound + offset) { return false }
      offset += 8
    }
    return own.word(of: start + offset..<start + range.count)
      == other.word(of: range.lowerBound + offset..<range.upperBound)
  }

  /// The sign of text `a` − text `b` in the order of their bytes.
  package func order(_ a: Int, _ b: Int) -> Int {
    let (startA, startB) = (offsets[a], offsets[b])
    let (countA, countB) = (offsets[a + 1] - startA, offsets[b + 1] - startB)
    let all = bytes.span
    let common = min(countA, countB)
    var offset = 0
    while offset < common {
      let end = min(offset + 8, common)
      let wordA = all.word(of: startA + offset..<startA + end).byteSwapped
      let wordB = all.word(of: startB + offset..<startB + end).byteSwapped
      if wordA != wordB { return wordA < wordB ? -1 : 1 }
      offset = end
    }
    return (countA - countB).signum()
  }

  /// The texts in the order of their bytes, and each text's place in it.
  func sortedByBytes() -> (texts: TextColumn, rank: [Int32]) {
    let all = bytes.span
    // The first eight bytes decide nearly always, and stand beside each other in memory.
    var keys: [(prefix: UInt64, index: Int)] = []
    keys.reserveCapacity(count)
    for index in 0..<count {
      let range = offsets[index]..<offsets[index + 1]
      keys.append((all.word(of: range).byteSwapped, index))
    }
    keys.sort { a, b in
      a.prefix != b.prefix ? a.prefix < b.prefix : order(a.index, b.index) < 0
    }
    var sorted = TextColumn()
    var rank = [Int32](repeating: 0, count: count)
    for (place, key) in keys.enumerated() {
      sorted.append(all, offsets[key.index]..<offsets[key.index + 1])
      rank[key.index] = Int32(place)
    }
    return (sorted, rank)
  }

  package var strings: [String] { (0..<count).map { self[$0] } }
}

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
