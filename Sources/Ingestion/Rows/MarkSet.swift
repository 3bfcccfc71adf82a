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
