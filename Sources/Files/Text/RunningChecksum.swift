/// A checksum of bytes that come in pieces, however they are cut: that of each MiB with the one before.
///
/// It finds changes, not malice.
package struct RunningChecksum: Sendable {
  private static let blockSize = 1 << 20

  /// Bytes taken so far.
  package private(set) var size = 0
  private var block: [UInt8] = []
  private var known: UInt64 = 0

  package init() { block.reserveCapacity(Self.blockSize) }

  /// Takes all bytes of a file, as they are; nil where they cannot be read.
  package init?(ofFile path: String) {
    self.init()
    guard let source = try? ByteSource(path: path) else { return nil }
    var buffer = [UInt8](repeating: 0, count: Self.blockSize)
    while true {
      guard let read = try? source.read(at: size, into: &buffer, from: 0) else { return nil }
      if read == 0 { return }
      update(read == buffer.count ? buffer : Array(buffer[..<read]))
    }
  }

  /// Takes the next bytes.
  package mutating func update(_ bytes: [UInt8]) {
    size += bytes.count
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.blockSize - block.count)
      block += part
      rest = rest.dropFirst(part.count)
      if block.count == Self.blockSize { close() }
    }
  }

  /// The checksum of all bytes taken.
  package var value: UInt64 {
    var all = self
    all.close()
    return all.known
  }

  private mutating func close() {
    for byte in 0..<8 { block.append(UInt8(truncatingIfNeeded: known >> UInt64(8 * byte))) }
    known = Checksum.xxh64(block.span)
    block.removeAll(keepingCapacity: true)
  }
}
