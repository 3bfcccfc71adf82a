package import Dense
package import Files

extension HistoryStore {
  /// The same histories with pseudonyms in the place of ids, in the canonical order of those.
  ///
  /// - Parameters:
  ///   - pseudonyms: by which key.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: the histories, and of each customer of these its place there.
  /// - Throws: where a customer has an id in some rows and its pseudonym in others.
  package func pseudonymised(
    by pseudonyms: Pseudonyms, workers: Workers
  ) throws(PseudonymTwice) -> (store: HistoryStore, rank: [Int32]) {
    let (names, rank) = pseudonyms.names(of: customers, workers: workers)
      .sortedByBytes(workers: workers)
    if let twice = PseudonymTwice(sorted: names) { throw twice }
    var places = places
    for (customer, place) in rank.enumerated() { places[Int(place)] = self.places[customer] }
    let kinds = events.kinds.map(pseudonyms.kind)
    // Two spellings of one kind are one kind.
    let all = Set(kinds).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let codes = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, Int32($0)) })
    let recoding = kinds == events.kinds ? nil : kinds.map { codes[$0] ?? 0 }
    let parts = parts
    let renamed = workers.map(parts.count) { part in
      parts[part].renamed(by: rank, recoding: recoding, kinds: all.count)
    }
    let store = HistoryStore(
      customers: names, places: places, parts: renamed, lines: lines,
      events: EventTerms(hasValues: events.hasValues, kinds: recoding == nil ? events.kinds : all),
      moneyScale: moneyScale, currency: currency, refundPolicy: refundPolicy)
    return (store, rank)
  }
}
