internal import Files
package import Ingestion

/// A column of the customers files that goes along with score rows as it is.
package struct CarriedColumn: Sendable {
  package let name: String
  /// The text of each row; empty where it is not known.
  package let cells: ScoreCells
}

extension CustomerColumns {
  /// A column for the customers of score rows.
  ///
  /// - Parameters:
  ///   - name: of the column.
  ///   - customers: places of the rows' customers in the store.
  /// - Returns: nil where there is no such column.
  package func carried(_ name: String, to customers: [Int]) -> CarriedColumn? {
    guard let column = names.firstIndex(of: name) else { return nil }
    let texts = TextColumn(customers.map { text(column, ofCustomer: $0) ?? "" })
    return CarriedColumn(name: name, cells: .texts(texts, rows: nil))
  }
}
