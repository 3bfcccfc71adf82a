internal import Files

/// Numbers the texts of a column's cells as one worker meets them.
///
/// Where nearly every text is another, as in a column of order ids, only the cells of rows that follow
/// each other are compared: looking all up twice, here and where the workers' texts are joined, is what
/// costs most.
struct CellCoder: Sendable {
  private var names = NameInterner()
  /// All texts, once they may repeat.
  private var runs = TextColumn()
  private var asked = 0
  private var last: Int32 = -1
  /// Whether a text may have several numbers.
  private(set) var mayRepeat = false

  /// Cells after which it is known whether texts repeat.
  private static let enough = 1 << 16

  /// All texts, by number.
  var texts: TextColumn { mayRepeat ? runs : names.texts }

  /// The number of `bytes[range]`, which is not empty.
  mutating func code(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    if mayRepeat { return runCode(of: bytes, range) }
    asked += 1
    let code = names.code(of: bytes, range)
    if asked == Self.enough, 4 * names.texts.count > asked {
      mayRepeat = true
      (runs, last) = (names.texts, code)
      names = NameInterner()
    }
    return code
  }

  private mutating func runCode(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    if isLast(bytes, range) { return last }
    runs.append(bytes, range)
    last = Int32(truncatingIfNeeded: runs.count - 1)
    return last
  }

  private func isLast(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = runs.offsets[Int(last)]
    guard runs.offsets[Int(last) + 1] - start == range.count else { return false }
    let own = runs.bytes.span
    var offset = 0
    while offset < range.count {
      let end = min(offset + 8, range.count)
      let word = own.word(of: start + offset..<start + end)
      if word != bytes.word(of: range.lowerBound + offset..<range.lowerBound + end) { return false }
      offset = end
    }
    return true
  }
}
