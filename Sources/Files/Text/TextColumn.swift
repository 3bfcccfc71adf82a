internal import Dense

/// Many texts in one buffer of UTF-8 bytes.
package struct TextColumn: Sendable {
  /// Text `i` is `bytes[offsets[i] ..< offsets[i + 1]]`; count is texts + 1.
  package private(set) var offsets: [Int] = [0]
  package private(set) var bytes: [UInt8] = []

  package var count: Int { offsets.count - 1 }

  package init() {}

  package init(offsets: [Int], bytes: [UInt8]) {
    precondition(offsets.first == 0 && offsets.last == bytes.count)
    self.offsets = offsets
    self.bytes = bytes
  }

  package init(_ texts: some Sequence<String>) {
    for text in texts { append(text.utf8) }
  }

  /// All texts of several columns, one column after the other.
  package init(joining columns: [TextColumn]) {
    guard columns.count > 1 else {
      self = columns[0]
      return
    }
    offsets.reserveCapacity(columns.reduce(1) { $0 + $1.count })
    bytes.reserveCapacity(columns.reduce(0) { $0 + $1.bytes.count })
    for column in columns {
      let start = bytes.count
      bytes += column.bytes
      for offset in column.offsets.dropFirst() { offsets.append(start + offset) }
    }
  }

  package mutating func append(_ text: some Sequence<UInt8>) {
    bytes.append(contentsOf: text)
    offsets.append(bytes.count)
  }

  /// Appends `source[range]`.
  package mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    bytes.append(addingCapacity: range.count) { output in
      for index in range { output.append(source[index]) }
    }
    offsets.append(bytes.count)
  }

  /// Loads texts ahead of their use, so that the loads wait for memory together.
  package func loadAhead(_ texts: ArraySlice<Int>) {
    for text in texts { offsets.prefetch(text) }
    for text in texts { bytes.prefetch(offsets[text]) }
  }

  /// Leaves all but the texts that came first.
  package mutating func keepFirst(_ count: Int) {
    bytes.removeLast(bytes.count - offsets[count])
    offsets.removeLast(offsets.count - 1 - count)
  }

  package subscript(index: Int) -> String {
    String(decoding: bytes[offsets[index]..<offsets[index + 1]], as: UTF8.self)
  }

  /// The bytes of one text.
  package func utf8(at index: Int) -> ArraySlice<UInt8> {
    bytes[offsets[index]..<offsets[index + 1]]
  }

  /// Whether the texts rise strictly in the order of their bytes.
  package var isRising: Bool {
    (0..<max(0, count - 1)).allSatisfy { order($0, $0 + 1) < 0 }
  }
}
