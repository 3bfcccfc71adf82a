package import Dense

/// Numbers texts in the order of their first appearance.
///
/// An open-addressing table over one buffer of bytes: no object and no `String` a text. A slot holds
/// the first eight bytes of its text, so that a short id is found with one access to memory.
package struct Interner: Sendable {
  package private(set) var texts = TextColumn()
  private var slots = [Slot](repeating: Slot(), count: 1 << 6)

  package init() {}

  /// - Parameter expected: texts for which there shall be room.
  package init(room expected: Int) {
    guard expected > 32 else { return }
    var size = 1 << 6
    while size < 2 * expected { size *= 2 }
    slots = largeArray(repeating: Slot(), count: size)
  }

  private struct Slot {
    /// The first eight bytes.
    var prefix: UInt64 = 0
    /// 24 bits of the hash, the length (255 where it is greater), then code + 1; 0 where empty.
    var mark: UInt64 = 0
  }

  /// The code of `bytes[range]`, new ones counting up from 0.
  package mutating func code(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    code(of: HashedText(bytes, range), in: bytes)
  }

  /// The code of a text of `bytes`.
  @inline(__always)
  package mutating func code(of text: HashedText, in bytes: Span<UInt8>) -> Int32 {
    let mark = Self.mark(hash: text.hash, length: text.count)
    let mask = slots.count &- 1
    var index = Int(truncatingIfNeeded: text.hash) & mask
    while true {
      let slot = slots[index]
      if slot.mark == 0 { break }
      if slot.mark & ~0xffff_ffff == mark, slot.prefix == text.prefix {
        let code = Int(truncatingIfNeeded: slot.mark & 0xffff_ffff) &- 1
        if text.count <= 8 || texts.matches(code, bytes, text.range) {
          return Int32(truncatingIfNeeded: code)
        }
      }
      index = (index &+ 1) & mask
    }
    return add(bytes, text.range, Slot(prefix: text.prefix, mark: mark), at: index)
  }

  private mutating func add(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ slot: Slot, at index: Int
  ) -> Int32 {
    texts.append(bytes, range)
    slots[index] = Slot(prefix: slot.prefix, mark: slot.mark | UInt64(texts.count))
    if texts.count * 2 > slots.count { rebuild(slots.count * 2) }
    return Int32(texts.count - 1)
  }

  /// Finds the codes of many texts.
  ///
  /// Slots are asked for of all before any is looked at, so that the loads wait for memory together.
  /// - Parameters:
  ///   - all: texts of `bytes`.
  ///   - chosen: which of them.
  ///   - bytes: hold the texts.
  ///   - codes: receives the codes at the places of the texts.
  package mutating func findCodes(
    of all: [HashedText], _ chosen: ArraySlice<Int32>, in bytes: Span<UInt8>,
    into codes: inout [Int32]
  ) {
    let mask = slots.count &- 1
    for index in chosen {
      slots.prefetch(Int(truncatingIfNeeded: all[Int(index)].hash) & mask)
    }
    for index in chosen { codes[Int(index)] = code(of: all[Int(index)], in: bytes) }
  }

  /// Forgets all but the texts that came first.
  package mutating func keepFirst(_ count: Int) {
    guard count < texts.count else { return }
    texts.keepFirst(count)
    rebuild(slots.count)
  }

  @inline(__always)
  private static func mark(hash: UInt64, length: Int) -> UInt64 {
    hash & ~0xff_ffff_ffff | UInt64(min(length, 255)) << 32
  }

  private mutating func rebuild(_ size: Int) {
    slots = largeArray(repeating: Slot(), count: size)
    let texts = texts
    let bytes = texts.bytes.span
    for code in 0..<texts.count {
      let text = HashedText(bytes, texts.offsets[code]..<texts.offsets[code + 1])
      var index = Int(truncatingIfNeeded: text.hash) & (slots.count - 1)
      while slots[index].mark != 0 { index = (index + 1) & (slots.count - 1) }
      slots[index] = Slot(
        prefix: text.prefix,
        mark: Self.mark(hash: text.hash, length: text.count) | UInt64(code + 1))
    }
  }
}

/// A text of a buffer, with what finds it in a table.
public struct HashedText: Sendable, BitwiseCopyable {
  /// The first eight bytes.
  @usableFromInline let prefix: UInt64
  public let hash: UInt64
  @usableFromInline let start: Int
  @usableFromInline let length: Int32

  /// One multiplication for a text of up to eight bytes.
  @inlinable @inline(__always)
  public init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    prefix = bytes.word(of: range)
    hash =
      range.count > 8
      ? Fingerprint(bytes, range).value : Fingerprint(word: prefix, length: range.count).value
    start = range.lowerBound
    length = Int32(truncatingIfNeeded: range.count)
  }

  var range: Range<Int> { start..<start &+ Int(length) }
  var count: Int { Int(length) }
}

/// Several lists of texts as one in the order of their bytes.
package struct UnitedTexts {
  package let texts: TextColumn
  /// Place in `texts` of each list's texts.
  package let ranks: [[Int32]]

  /// - Parameters:
  ///   - lists: lists of different texts; at least one.
  ///   - workers: how many threads it may take.
  package init(_ lists: [TextColumn], workers: Workers = .one) {
    guard lists.count > 1 else {
      let (texts, rank) = lists[0].sortedByBytes(workers: workers)
      self.texts = texts
      ranks = [rank]
      return
    }
    var all = Interner()
    var codes: [[Int32]] = []
    for texts in lists {
      let bytes = texts.bytes.span
      codes.append(
        (0..<texts.count).map {
          all.code(of: bytes, texts.offsets[$0]..<texts.offsets[$0 + 1])
        })
    }
    let (texts, rank) = all.texts.sortedByBytes(workers: workers)
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
  package func order(_ a: Int, _ b: Int) -> Int { order(a, self, b) }

  /// The sign of text `a` − text `b` of `other` in the order of their bytes.
  package func order(_ a: Int, _ other: TextColumn, _ b: Int) -> Int {
    let (startA, startB) = (offsets[a], other.offsets[b])
    let (countA, countB) = (offsets[a + 1] - startA, other.offsets[b + 1] - startB)
    let (bytesA, bytesB) = (bytes.span, other.bytes.span)
    let common = min(countA, countB)
    var offset = 0
    while offset < common {
      let end = min(offset + 8, common)
      let wordA = bytesA.word(of: startA + offset..<startA + end).byteSwapped
      let wordB = bytesB.word(of: startB + offset..<startB + end).byteSwapped
      if wordA != wordB { return wordA < wordB ? -1 : 1 }
      offset = end
    }
    return (countA - countB).signum()
  }

  package var strings: [String] { (0..<count).map { self[$0] } }
}

/// Numbers texts of which there are few, such as the names of categories.
///
/// A text of up to 16 bytes is its first and its last eight and its length; those met lately are found
/// by them alone.
package struct NameInterner: Sendable {
  private var interner = Interner()
  private var recent = [Name](repeating: Name(), count: 256)
  /// The last long text.
  private var last: Int32 = -1

  package init() {}

  private struct Name {
    var first: UInt64 = 0
    var last: UInt64 = 0
    var length = 0
    var code: Int32 = 0
  }

  package var texts: TextColumn { interner.texts }

  /// Of rows that belong together, one after the other has the same text.
  private mutating func longCode(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    if last >= 0, interner.texts.matches(Int(last), bytes, range) { return last }
    last = interner.code(of: bytes, range)
    return last
  }

  /// The code of `bytes[range]`, which is not empty, new ones counting up from 0.
  @inline(__always)
  package mutating func code(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    let length = range.count
    if length > 16 { return longCode(of: bytes, range) }
    let first = bytes.word(of: range)
    let last = length <= 8 ? 0 : bytes.word(of: range.upperBound &- 8..<range.upperBound)
    let hash = (first ^ last &>> 3 ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
    let slot = Int(hash >> 56)
    let name = recent[slot]
    if name.first == first, name.last == last, name.length == length { return name.code }
    let code = interner.code(of: bytes, range)
    recent[slot] = Name(first: first, last: last, length: length, code: code)
    return code
  }
}
