/// A 64-bit mark of a row's contents, by which exact copies of a row are told.
///
/// Eight bytes a step by multiply and fold (as in wyhash), from a seed that each process draws: whoever
/// writes a file cannot choose texts that share a slot of a table. As a mark it is compared only between
/// rows of one customer that agree in every used field; elsewhere equality of texts is settled by the
/// texts. So no result depends on the seed.
struct Fingerprint {
  /// From the system's generator, the only one that nobody can foresee.
  static let seed = UInt64.random(in: .min ... .max)

  private(set) var value = Self.seed

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

/// The fields of a file's rows of which the store does not keep all that they say.
///
/// Exact copies of a row agree in these too. Where there are none, as in most logs of events, a row
/// needs no mark.
struct UnkeptFields: Sendable {
  private let fields: [Int]
  private let hasTimeFormat: Bool

  /// - Parameters:
  ///   - columns: of the file.
  ///   - times: how times are read.
  init(_ columns: RecognisedColumns, times: TimeReader) {
    // Of a discount it is kept whether there was one, of a calculation its result.
    let kept: [ColumnRole] = [
      .customer, .time, .order, .amount, .quantity, .category, .channel, .eventCustomer,
      .eventTime, .eventKind, .eventValue, .eventDetail,
    ]
    let known = Set(kept.compactMap(columns.field))
    fields = columns.names.indices.filter { !known.contains($0) }
    hasTimeFormat = times.format != nil
  }

  /// A mark of the fields of a row, 0 where the store keeps all of it.
  ///
  /// - Parameters:
  ///   - bytes: hold the row.
  ///   - time: where the time stands; a plain date, or one with its second, is kept whole.
  ///   - range: where a field stands.
  /// - Returns: the mark.
  @inline(__always)
  func mark(
    _ bytes: Span<UInt8>, time: Range<Int>, range: (Int) -> Range<Int>
  ) -> UInt64 {
    let length = time.count
    let keepsTime =
      !hasTimeFormat && (length == 19 || length == 10 || length == 16 || length == 8)
    if keepsTime, fields.isEmpty { return 0 }
    return mark(bytes, time: keepsTime ? nil : time, range: range)
  }

  @inline(never)
  private func mark(
    _ bytes: Span<UInt8>, time: Range<Int>?, range: (Int) -> Range<Int>
  ) -> UInt64 {
    var fingerprint = Fingerprint()
    for field in fields { fingerprint.add(bytes, range(field)) }
    if let time { fingerprint.add(bytes, time) }
    return fingerprint.value | 1
  }
}

/// Tells whether any mark comes twice, by a table that is used again.
struct MarkSet<Mark: FixedWidthInteger & UnsignedInteger> {
  private var table: [Mark] = []

  init() {}

  /// Whether a mark other than 0 stands twice.
  mutating func hasRepeats(_ marks: ArraySlice<Mark>) -> Bool {
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
