/// Why a table's columns cannot be used as a user or a model names them; `Use` is what a column is for.
///
/// Every kind of table throws it through its own error, so that the words are the same.
package enum ColumnFault<Use: Sendable & Equatable>: Error, Sendable {
  case absent(String, file: String, Use, found: [String])
  /// A column has two uses of which each wants one for itself.
  case inTwoRoles(String, first: Use, second: Use)
  /// Columns that a model looks at, and that the table does not have.
  case neededByModel([String], file: String, found: [String])

  /// Throws where one column has two different uses.
  package static func requireDifferent(
    _ named: [(use: Use, name: String)]
  ) throws(ColumnFault<Use>) {
    for (index, role) in named.enumerated() {
      if let other = named[..<index].first(where: { $0.name == role.name && $0.use != role.use }) {
        throw .inTwoRoles(role.name, first: other.use, second: role.use)
      }
    }
  }
}

extension PlainTable {
  /// A column by name, or a fault that names its use and the nearest name.
  func column<Use>(named name: String, for use: Use) throws(ColumnFault<Use>) -> PlainColumn {
    if let column = column(named: name) { return column }
    throw .absent(name, file: file, use, found: names)
  }

  /// Throws where columns that a model looks at are not there.
  func require<Use>(columnsOfModel wanted: [String], _: Use.Type) throws(ColumnFault<Use>) {
    let missing = wanted.filter { column(named: $0) == nil }
    guard missing.isEmpty else { throw .neededByModel(missing, file: file, found: names) }
  }
}
