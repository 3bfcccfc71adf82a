package import Files

/// What lies in a block is not what was written.
package struct BlockFault: Error, Sendable {
  package init() {}
}

/// Reads the columns of a block in the order in which they were written.
///
/// Whatever the bytes are, no more memory is taken than the numbers of rows that the caller names need.
package struct BlockReader: Sendable {
  private let bytes: [UInt8]
  private var next = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all was read.
  package var isAtEnd: Bool { next == bytes.count }

  /// Reads a column of numbers.
  ///
  /// - Parameter count: how many there are.
  /// - Returns: the numbers.
  /// - Throws: where there is no such column.
  package mutating func numbers(_ count: Int) throws(BlockFault) -> [UInt64] {
    let widths = try section(atMost: (count + 1) / 2)
    guard widths.count == (count + 1) / 2 else { throw BlockFault() }
    let data = try section(atMost: 8 * count)
    let (widthsOf, source) = (widths.span, data.span)
    var total = 0
    var widest: UInt8 = 0
    for index in widthsOf.indices {
      let (low, high) = (widthsOf[index] & 15, widthsOf[index] &>> 4)
      total &+= Int(low &+ high)
      widest = max(widest, max(low, high))
    }
    guard total == data.count, widest <= 8 else { throw BlockFault() }
    if count & 1 == 1, widthsOf[count &>> 1] &>> 4 != 0 { throw BlockFault() }
    if widest == 0 { return [UInt64](repeating: 0, count: count) }
    var numbers: [UInt64] = []
    numbers.append(addingCapacity: count) { output in
      var start = 0
      for index in 0..<count {
        let width = Int(widthsOf[index &>> 1] &>> UInt8(truncatingIfNeeded: 4 &* (index & 1))) & 15
        let word = source.word(at: start)
        // A shift by 64 gives 0, which is what a width of 0 wants.
        output.append(word & (UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 8 &* width)))
        start &+= width
      }
    }
    return numbers
  }

  /// Reads a column of texts.
  ///
  /// - Parameter count: how many there are.
  /// - Returns: the texts.
  /// - Throws: where there is no such column.
  package mutating func texts(_ count: Int) throws(BlockFault) -> TextColumn {
    var offsets = [0]
    offsets.reserveCapacity(count + 1)
    var end = 0
    for length in try numbers(count) {
      guard length < 1 << 32 else { throw BlockFault() }
      end += Int(length)
      offsets.append(end)
    }
    let text = try section(atMost: end)
    guard text.count == end else { throw BlockFault() }
    return TextColumn(offsets: offsets, bytes: text)
  }

  private mutating func section(atMost limit: Int) throws(BlockFault) -> [UInt8] {
    let (raw, stored) = (try size(), try size())
    guard raw <= limit, stored <= raw, stored <= bytes.count - next else { throw BlockFault() }
    let range = next..<next + stored
    next += stored
    if stored == raw { return Array(bytes[range]) }
    guard let section = Zstandard.decompressed(bytes, range, size: raw) else { throw BlockFault() }
    return section
  }

  private mutating func size() throws(BlockFault) -> Int {
    guard bytes.count - next >= 8 else { throw BlockFault() }
    let size = bytes.span.word(at: next)
    next += 8
    guard size < 1 << 48 else { throw BlockFault() }
    return Int(size)
  }
}
