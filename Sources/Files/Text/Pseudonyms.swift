package import Dense

/// Names that stand in the place of customers' ids: keyed hashes, the same in every run and program that
/// has the key, and of no use to whoever lacks it.
///
/// A pseudonym is `p_` and the first 32 hex digits of HMAC-SHA-256 of an id's UTF-8 bytes: 128 bits, so
/// that two of a billion ids have one name with a chance of 10⁻²¹. It begins with a letter, so that no
/// program takes it for a number. A text of this form stays as it is: files with pseudonyms go with files
/// that have ids.
package struct Pseudonyms: Sendable {
  private let hash: KeyedHash
  private let namesCustomer: @Sendable (String) -> Bool

  package static let prefix = "p_"
  package static let digits = 32
  /// A shorter key can be found by trying.
  package static let fewestKeyBytes = 16

  /// - Parameters:
  ///   - key: at least `fewestKeyBytes` bytes.
  ///   - namesCustomer: whether what stands behind the colon of a kind of event (`referral:C17`) is an id.
  package init(
    key: some Collection<UInt8>,
    namesCustomer: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    hash = KeyedHash(key: key)
    self.namesCustomer = namesCustomer
  }

  /// Tells keys apart, and says nothing of the key: 16 hex digits of the hash of a text of its own.
  package var fingerprint: String {
    String(decoding: hexDigits(of: "perennial: a key of pseudonyms".utf8).prefix(16), as: UTF8.self)
  }

  private func hexDigits(of text: some Sequence<UInt8>) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return hash.bytes(of: text).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// The pseudonym of an id; nothing for nothing, and itself for a pseudonym.
  package func name(of id: ArraySlice<UInt8>) -> [UInt8] {
    if id.isEmpty || Self.isPseudonym(id) { return Array(id) }
    return Array(Self.prefix.utf8) + hexDigits(of: id).prefix(Self.digits)
  }

  package func name(of id: String) -> String {
    String(decoding: name(of: Array(id.utf8)[...]), as: UTF8.self)
  }

  package static func isPseudonym(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == prefix.utf8.count + digits && text.starts(with: prefix.utf8)
      && text.dropFirst(prefix.utf8.count).allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }

  /// The pseudonyms of many ids.
  ///
  /// - Complexity: O(bytes); two hashes an id.
  package func names(of ids: TextColumn, workers: Workers = .one) -> TextColumn {
    let chunks = Chunks(rows: ids.count, rowsPerChunk: 4_096)
    if chunks.count == 0 { return TextColumn() }
    return TextColumn(
      joining: workers.map(chunks.count) { chunk in
        var names = TextColumn()
        for id in chunks[chunk] { names.append(name(of: ids.utf8(at: id))) }
        return names
      })
  }

  /// A kind of event with the pseudonym of the customer that it names, where it names one.
  package func kind(_ text: String) -> String {
    guard let colon = text.firstIndex(of: ":"), namesCustomer(text) else { return text }
    let behind = text[text.index(after: colon)...]
    let id = behind.drop { $0 == " " }
    return text[...colon] + behind.prefix(behind.count - id.count) + name(of: String(id))
  }

  package func kinds(_ texts: TextColumn) -> TextColumn { TextColumn(texts.strings.map(kind)) }
}

/// A customer who has an id in one row and that id's pseudonym in another: two customers to the program,
/// with one name.
package struct PseudonymTwice: Error, Equatable {
  package let pseudonym: String

  /// Nil where texts, in the order of their bytes, are all different.
  package init?(sorted names: TextColumn) {
    guard let place = (0..<max(0, names.count - 1)).first(where: { names.order($0, $0 + 1) == 0 })
    else { return nil }
    pseudonym = names[place]
  }
}
