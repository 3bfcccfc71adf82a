package import Files

/// Writes columns one behind the other as the bytes of one block.
///
/// A column of numbers is two sections, their widths and their bytes; one of texts is a column of
/// lengths and a section of bytes. A section is its size, the size it is stored in, and its bytes, as
/// one frame of zstd where that saves a fourth, so that it is worth its decoding.
package struct BlockWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private let compresses: Bool

  /// - Parameter compresses: whether sections may be compressed.
  package init(compresses: Bool = true) { self.compresses = compresses }

  /// Appends a column of numbers, small ones in fewer bytes.
  ///
  /// The width of each, 0 … 8 bytes, is half a byte of the first section; the second has the bytes, the
  /// lowest first.
  package mutating func append(_ numbers: [UInt64]) {
    var widths = [UInt8](repeating: 0, count: (numbers.count + 1) / 2)
    var data = [UInt8](repeating: 0, count: 8 * numbers.count)
    var end = 0
    do {
      var widthsOf = widths.mutableSpan
      var target = data.mutableSpan
      // Unsafe for types that not all bytes are values of; all are of these.
      var words = unsafe target.mutableBytes
      for index in numbers.indices {
        let number = numbers[index]
        let width = (71 &- number.leadingZeroBitCount) &>> 3
        widthsOf[index &>> 1] |= UInt8(truncatingIfNeeded: width &<< (4 &* (index & 1)))
        // What lies behind the number is overwritten by the next.
        words.storeBytes(of: number.littleEndian, toByteOffset: end, as: UInt64.self)
        end &+= width
      }
    }
    data.removeLast(data.count - end)
    append(section: widths)
    append(section: data)
  }

  /// Appends a column of texts.
  package mutating func append(_ texts: TextColumn) {
    append((0..<texts.count).map { UInt64(texts.offsets[$0 + 1] - texts.offsets[$0]) })
    append(section: texts.bytes)
  }

  private mutating func append(section raw: [UInt8]) {
    append(size: raw.count)
    if compresses, raw.count >= 32, let frame = Zstandard.compressed(raw),
      4 * frame.count < 3 * raw.count
    {
      append(size: frame.count)
      bytes += frame
    } else {
      append(size: raw.count)
      bytes += raw
    }
  }

  private mutating func append(size: Int) {
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: size >> (8 * shift))) }
  }
}

/// A signed number as one that is small where its magnitude is: 0 as 0, −1 as 1, 1 as 2.
@inlinable
package func zigzag(_ number: Int64) -> UInt64 {
  UInt64(bitPattern: number &<< 1 ^ number &>> 63)
}

/// The number that `zigzag` made another of.
@inlinable
package func unzigzag(_ number: UInt64) -> Int64 {
  Int64(bitPattern: number &>> 1) ^ (0 &- Int64(bitPattern: number & 1))
}
