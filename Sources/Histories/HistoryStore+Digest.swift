import Units

extension HistoryStore {
  /// The 64 hex digits of the SHA-256 over the canonical used rows: what a model was learned from.
  ///
  /// The same rows in any order, from any files, give the same digits.
  package func digest() -> String {
    var digest = Digest()
    digest.update(Int64(moneyScale))
    digest.update(currency ?? "")
    digest.update(customers.offsets) { Int64($0) }
    digest.update(customers.bytes)
    digest.update(lines.offsets) { Int64($0) }
    let (has, rows) = (lines.columns, lines.rows)
    digest.update(rows) { $0.instant }
    digest.update(rows) { $0.amount }
    digest.update(rows) { Int64($0.occasion) }
    digest.update(lines.quantity) { Int64(bitPattern: $0.bitPattern) }
    digest.update(has.discount ? rows : []) { $0.isDiscounted ? 1 : 0 }
    digest.update(has.category ? rows : []) { Int64($0.category) }
    digest.update(has.channel ? rows : []) { Int64($0.channel) }
    digest.update(lines.returnedAt) { $0 }
    digest.update(events.offsets) { Int64($0) }
    digest.update(events.rows) { $0.instant.seconds }
    digest.update(events.rows) { Int64($0.kind) }
    digest.update(events.hasValues ? events.rows : []) { Int64(bitPattern: $0.value.bitPattern) }
    for names in [lines.categories, lines.channels, events.kinds] {
      digest.update(Int64(names.count))
      for name in names { digest.update(name) }
    }
    return digest.hexDigits()
  }
}

extension Digest {
  /// Feeds one number an element, their count first.
  fileprivate mutating func update<Element>(_ column: [Element], number: (Element) -> Int64) {
    update(Int64(column.count))
    for element in column { update(number(element)) }
  }
}
