/// A keyed hash, HMAC-SHA-256 (RFC 2104, FIPS 198-1): whoever lacks the key can neither guess nor choose
/// what a text hashes to.
package struct KeyedHash: Sendable {
  private let inner: SHA256
  private let outer: SHA256

  private static let blockSize = 64

  /// - Parameter key: any bytes; more than 64 are hashed first.
  package init(key: some Collection<UInt8>) {
    var block = key.count > Self.blockSize ? SHA256.bytes(of: key) : Array(key)
    block += [UInt8](repeating: 0, count: Self.blockSize - block.count)
    var (inner, outer) = (SHA256(), SHA256())
    inner.update(block.map { $0 ^ 0x36 })
    outer.update(block.map { $0 ^ 0x5C })
    (self.inner, self.outer) = (inner, outer)
  }

  /// The 32 bytes of a message.
  package func bytes(of message: some Sequence<UInt8>) -> [UInt8] {
    var (inner, outer) = (inner, outer)
    inner.update(message)
    outer.update(inner.bytes())
    return outer.bytes()
  }

  /// The first eight bytes of a message's hash as a number, the first highest.
  package func number(of message: some Sequence<UInt8>) -> UInt64 {
    bytes(of: message).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
