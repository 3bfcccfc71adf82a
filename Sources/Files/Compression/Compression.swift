/// A form of compressed data, known by its first bytes and not by a file's name.
package enum Compression: String, Sendable, CaseIterable {
  case gzip
  case zstd
  case bzip2
  case xz

  /// The form of data that begin so; nil where it is none.
  static func recognized(_ head: ArraySlice<UInt8>) -> Compression? {
    allCases.first { form in
      head.count >= form.longestSignature && form.begins(head)
    }
  }

  /// First bytes that are enough to tell.
  static let signatureLength = 10

  /// Whether a member, frame or stream of this form may begin with the bytes, as far as they go.
  func begins(_ head: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .gzip: matches(head, [0x1f, 0x8b])
    case .zstd:
      // Of frames that any reader skips, the first byte may be any of sixteen.
      matches(head, [0x28, 0xb5, 0x2f, 0xfd])
        || (head.first.map { $0 & 0xf0 == 0x50 } ?? true)
          && matches(head.dropFirst(), [0x2a, 0x4d, 0x18])
    case .bzip2:
      // Three letters alone could begin a text: then comes a digit, and π or its root in decimals.
      matches(head, Array("BZh".utf8))
        && (head.dropFirst(3).first.map { 0x31...0x39 ~= $0 } ?? true)
        && (matches(head.dropFirst(4), [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
          || matches(head.dropFirst(4), [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]))
    case .xz: matches(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])
    }
  }

  private var longestSignature: Int {
    switch self {
    case .gzip: 2
    case .zstd: 4
    case .bzip2: 10
    case .xz: 6
    }
  }

  private func matches(_ head: ArraySlice<UInt8>, _ signature: [UInt8]) -> Bool {
    head.prefix(signature.count).elementsEqual(signature.prefix(head.count))
  }
}
