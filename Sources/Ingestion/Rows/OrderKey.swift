internal import Dense
internal import Files

/// An order id in 16 bytes: the text itself up to 15 bytes, else where it is kept.
///
/// The numbers of two short ids are ordered as their bytes are.
struct OrderKey: Sendable, Equatable, BitwiseCopyable {
  /// The first eight bytes, the first one highest, zeros behind the end.
  private var high: UInt64
  /// The next seven, then the length; of a long text its number, then 255.
  private var low: UInt64

  static let longestInline = 15
  private static let longMark: UInt64 = 255

  /// No id.
  static let none = OrderKey(high: 0, low: 0)

  /// A text of at most `longestInline` bytes, or the beginning and the number of a longer one.
  @inline(__always)
  init(_ bytes: Span<UInt8>, _ range: Range<Int>, numberIfLong number: Int) {
    let middle = min(range.lowerBound &+ 8, range.upperBound)
    high = bytes.word(of: range.lowerBound..<middle).byteSwapped
    low =
      range.count > Self.longestInline
      ? UInt64(number) << 8 | Self.longMark
      : bytes.word(of: middle..<range.upperBound).byteSwapped | UInt64(range.count)
  }

  private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  var isLong: Bool { low & 0xff == Self.longMark }

  /// The number of a long text.
  var number: Int { Int(low >> 8) }

  /// The key of a long text whose number has grown.
  func renumbered(by more: Int) -> OrderKey {
    isLong ? OrderKey(high: high, low: low + UInt64(more) << 8) : self
  }

  /// Whether a text is long, begins with an apostrophe, or has a sign that only ids of exports have: no other
  /// can be one that a spreadsheet made.
  var mayBeOdd: Bool {
    if isLong || high >> 56 == UInt64(UInt8(ascii: "'")) { return true }
    let rest = low & ~0xff
    return [UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: ".")].contains {
      Self.has($0, in: high) || Self.has($0, in: rest)
    }
  }

  private static func has(_ byte: UInt8, in word: UInt64) -> Bool {
    // A byte of zero, and no other, borrows into its highest bit (Mycroft 1987).
    let zeroed = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
    return (zeroed &- 0x0101_0101_0101_0101) & ~zeroed & 0x8080_8080_8080_8080 != 0
  }

  /// The number of a short text that is told apart by it from nearly all others.
  var mark: UInt64 {
    // Both factors hold the seed, so that no text makes either of them small.
    let (seed, turned) = (Fingerprint.seed, Fingerprint.seed.byteSwapped)
    let product = (high ^ seed)
      .multipliedFullWidth(by: (low ^ turned) &* 0x9E37_79B9_7F4A_7C15 | 1)
    return product.high ^ product.low
  }

  /// The bytes of a short text.
  var bytes: [UInt8] {
    (0..<UInt64(low & 0xff)).map { index in
      let shifted = index < 8 ? high >> (56 - 8 * index) : low >> (120 - 8 * index)
      return UInt8(truncatingIfNeeded: shifted)
    }
  }

  /// The sign of id a − id b where it can be told without the long texts.
  static func order(_ a: OrderKey, _ b: OrderKey) -> Int? {
    if a.high != b.high { return a.high < b.high ? -1 : 1 }
    if a.isLong || b.isLong { return nil }
    return a.low == b.low ? 0 : (a.low < b.low ? -1 : 1)
  }
}

/// The order ids of lines; all empty where no file has them.
struct OrderIDs: Sendable {
  var keys: [OrderKey] = []
  /// Texts too long for a key.
  private(set) var longTexts = TextColumn()

  init() {}

  init(keys: [OrderKey], longTexts: TextColumn) {
    self.keys = keys
    self.longTexts = longTexts
  }

  var isEmpty: Bool { keys.isEmpty }

  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    keys.append(OrderKey(bytes, range, numberIfLong: longTexts.count))
    if range.count > OrderKey.longestInline { longTexts.append(bytes, range) }
  }

  /// Appends the ids of chosen rows.
  mutating func append(_ other: OrderIDs, at rows: ArraySlice<Int32>) {
    guard other.longTexts.count > 0 else { return keys.append(other.keys, at: rows) }
    for row in rows {
      let key = other.keys[Int(row)]
      guard key.isLong else {
        keys.append(key)
        continue
      }
      let offsets = other.longTexts.offsets
      append(other.longTexts.bytes.span, offsets[key.number]..<offsets[key.number + 1])
    }
  }

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    if longTexts.count > 0 { longTexts = TextColumn() }
  }

  /// Whether any id is odd; asked only of those that may be.
  func containsOdd(_ isOdd: (ArraySlice<UInt8>) -> Bool) -> Bool {
    keys.indices.contains { keys[$0].mayBeOdd && isOdd(utf8($0)[...]) }
  }

  /// Whether a line has an id.
  func hasID(_ line: Int) -> Bool { !keys.isEmpty && keys[line] != .none }

  /// A mark of a line's id, by which most are told apart; 0 where it has none.
  func mark(_ line: Int) -> UInt64 {
    let key = keys[line]
    if key == .none { return 0 }
    if !key.isLong { return key.mark | 1 }
    let offsets = longTexts.offsets
    let range = offsets[key.number]..<offsets[key.number + 1]
    return Fingerprint(longTexts.bytes.span, range).value | 1
  }

  /// The sign of the id of line `a` − that of line `b`.
  func order(_ a: Int, _ b: Int) -> Int {
    if let order = OrderKey.order(keys[a], keys[b]) { return order }
    let (x, y) = (utf8(a), utf8(b))
    return x == y ? 0 : (x.lexicographicallyPrecedes(y) ? -1 : 1)
  }

  private func utf8(_ line: Int) -> [UInt8] {
    let key = keys[line]
    return key.isLong ? Array(longTexts.utf8(at: key.number)) : key.bytes
  }

  /// All ids as texts, empty where a line has none.
  var texts: TextColumn {
    var texts = TextColumn()
    for line in keys.indices { texts.append(utf8(line)) }
    return texts
  }

  func text(_ line: Int) -> String { String(decoding: utf8(line), as: UTF8.self) }
}

extension Array where Element: BitwiseCopyable {
  /// Appends chosen elements of another array.
  @inline(__always)
  mutating func append(_ source: [Element], at places: ArraySlice<Int32>) {
    let source = source.span
    append(addingCapacity: places.count) { output in
      for place in places { output.append(source[Int(place)]) }
    }
  }
}
