/// What the cells of a column of rows are, for a destination that keeps types.
package enum RowType: Sendable, Equatable {
  case text, integer, number, date
  /// With so many digits after the point.
  case decimal(scale: Int)
  /// Written as `yes` and `no`.
  case flag
}

/// A column of rows with its type, and what it means.
package struct RowColumn: Sendable, Equatable {
  package let name: String
  package let type: RowType
  /// One sentence, or empty.
  package let comment: String

  package init(_ name: String, _ type: RowType, comment: String = "") {
    (self.name, self.type, self.comment) = (name, type, comment)
  }
}
