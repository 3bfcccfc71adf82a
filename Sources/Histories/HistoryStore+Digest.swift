internal import Dense
internal import Files
import Units

extension HistoryStore {
  /// The 64 hex digits of the SHA-256 over the canonical used rows: what a model was learned from.
  ///
  /// The same rows in any order, from any files, give the same digits.
  package func digest() -> String {
    var digest = SHA256()
    digest.update(Int64(moneyScale))
    digest.update(currency ?? "")
    digest.update(customers.offsets) { Int64($0) }
    digest.update(customers.bytes)
    updateLines(&digest)
    updateEvents(&digest)
    for names in [lines.categories, lines.channels, events.kinds] {
      digest.update(Int64(names.count))
      for name in names { digest.update(name) }
    }
    return digest.hexDigits()
  }

  private func updateLines(_ digest: inout SHA256) {
    let (all, terms) = (0..<customerCount, lines)
    let count = updateOffsets(&digest) { $0.lineRange(of: $1).count }
    func update(_ isPresent: Bool = true, _ number: (HistoryPart, Int) -> Int64) {
      digest.update(Int64(isPresent ? count : 0))
      guard isPresent else { return }
      for customer in all {
        let (part, customer) = place(of: customer)
        for row in parts[part].lineRange(of: customer) { digest.update(number(parts[part], row)) }
      }
    }
    update { $0.lines[$1].instant }
    update { $0.lines[$1].amount }
    update { Int64($0.lines[$1].occasion) }
    update(terms.hasQuantity) { Int64(bitPattern: $0.quantity[$1].bitPattern) }
    update(terms.columns.discount) { $0.lines[$1].isDiscounted ? 1 : 0 }
    update(terms.columns.category) { Int64($0.lines[$1].category) }
    update(terms.columns.channel) { Int64($0.lines[$1].channel) }
    update(terms.hasReturnTimes) { $0.returnedAt[$1] }
  }

  private func updateEvents(_ digest: inout SHA256) {
    let count = updateOffsets(&digest) { $0.eventRange(of: $1).count }
    func update(_ isPresent: Bool = true, _ number: (Event) -> Int64) {
      digest.update(Int64(isPresent ? count : 0))
      guard isPresent else { return }
      for customer in 0..<customerCount {
        for event in allEvents(of: customer) { digest.update(number(event)) }
      }
    }
    update { $0.instant.seconds }
    update { Int64($0.kind) }
    update(events.hasValues) { Int64(bitPattern: $0.value.bitPattern) }
  }

  /// Feeds where each customer's rows begin among all, and the number of rows, which it gives back.
  private func updateOffsets(
    _ digest: inout SHA256, rows: (HistoryPart, Int) -> Int
  ) -> Int {
    var offset = 0
    digest.update(Int64(customerCount + 1))
    digest.update(Int64(0))
    for customer in 0..<customerCount {
      let (part, number) = place(of: customer)
      offset += rows(parts[part], number)
      digest.update(Int64(offset))
    }
    return offset
  }
}

extension SHA256 {
  /// Feeds one number an element, their count first.
  fileprivate mutating func update<Element>(_ column: [Element], number: (Element) -> Int64) {
    update(Int64(column.count))
    for element in column { update(number(element)) }
  }
}
