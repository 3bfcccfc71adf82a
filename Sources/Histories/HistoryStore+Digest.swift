import Units

extension HistoryStore {
  /// The 64 hex digits of the SHA-256 over the canonical used rows: what a model was learned from.
  ///
  /// The same rows in any order, from any files, give the same digits.
  package func digest() -> String {
    var digest = Digest()
    digest.update(Int64(moneyScale))
    digest.update(currency ?? "")
    digest.update(numbers: customers.offsets.map(Int64.init))
    digest.update(customers.bytes)
    digest.update(numbers: lines.offsets.map(Int64.init))
    digest.update(numbers: lines.instant)
    digest.update(numbers: lines.amount)
    digest.update(numbers: lines.occasion.map(Int64.init))
    digest.update(numbers: lines.quantity.map { Int64(bitPattern: $0.bitPattern) })
    digest.update(numbers: lines.discounted.map(Int64.init))
    digest.update(numbers: lines.category.map(Int64.init))
    digest.update(numbers: lines.channel.map(Int64.init))
    digest.update(numbers: lines.returnedAt)
    digest.update(numbers: events.offsets.map(Int64.init))
    digest.update(numbers: events.instant)
    digest.update(numbers: events.kind.map(Int64.init))
    digest.update(numbers: events.value.map { Int64(bitPattern: $0.bitPattern) })
    for names in [lines.categories, lines.channels, events.kinds] {
      digest.update(Int64(names.count))
      for name in names { digest.update(name) }
    }
    return digest.hexDigits()
  }
}

extension Digest {
  /// Feeds a column, its length first.
  fileprivate mutating func update(numbers: [Int64]) {
    update(Int64(numbers.count))
    for number in numbers { update(number) }
  }
}
