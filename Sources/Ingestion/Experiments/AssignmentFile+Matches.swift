internal import Files
package import Histories

extension AssignmentFile {
  /// The customer of a store that each row means; −1 where the store has none.
  ///
  /// Ids that a file guards from spreadsheets (`'=1`) are those without the mark.
  package func customers(in store: HistoryStore) -> [Int] {
    let plain = ids.places(in: store.customers)
    guard plain.contains(-1) else { return plain }
    let unguarded = TextColumn(
      (0..<ids.count).map { row in
        let text = ids[row]
        let rest = String(text.dropFirst())
        return plain[row] < 0 && text.first == "'" && csvText(rest) == text ? rest : text
      })
    return unguarded.places(in: store.customers)
  }
}
