/// A keyed hash: HMAC (RFC 2104) with SHA-256.
///
/// Who does not know the key can neither tell the code of a message nor learn the key from codes.
package struct HMACSHA256: Sendable {
  private let inner: SHA256
  private let outer: SHA256

  private static let blockSize = 64

  /// - Parameter key: any bytes; those beyond 64 count by their SHA-256.
  package init(key: [UInt8]) {
    var block = key
    if block.count > Self.blockSize {
      var digest = SHA256()
      digest.update(key)
      block = digest.digest()
    }
    block += [UInt8](repeating: 0, count: Self.blockSize - block.count)
    var (inner, outer) = (SHA256(), SHA256())
    inner.update(block.map { $0 ^ 0x36 })
    outer.update(block.map { $0 ^ 0x5c })
    (self.inner, self.outer) = (inner, outer)
  }

  /// The 32 bytes of the code of a message.
  package func code(of message: some Sequence<UInt8>) -> [UInt8] {
    var (inner, outer) = (inner, outer)
    inner.update(message)
    outer.update(inner.digest())
    return outer.digest()
  }
}
