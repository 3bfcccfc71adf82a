internal import Dense

/// A column's cells as a model takes them.
package struct TypedColumn: Sendable {
  package enum Cells: Sendable {
    /// Not-a-number where missing.
    case numbers([Double])
    /// Places in `levels`, which rise in byte order; -1 where missing.
    case categories([Int32], levels: [String])
  }

  package let name: String
  package let cells: Cells
  /// The dates of a column of dates as days since 1970, not-a-number where missing; nil of other columns.
  ///
  /// The cells are then the days from each date to what dates are counted to.
  package let dates: [Double]?
  /// The one way that the risk may go with it, if a user said so.
  package var direction: RiskDirection?

  package init(
    name: String, cells: Cells, dates: [Double]? = nil, direction: RiskDirection? = nil
  ) {
    self.direction = direction
    self.name = name
    self.cells = cells
    self.dates = dates
  }

  package func at(_ rows: [Int]) -> TypedColumn {
    switch cells {
    case .numbers(let values):
      TypedColumn(
        name: name, cells: .numbers(rows.map { values[$0] }),
        dates: dates.map { dates in rows.map { dates[$0] } }, direction: direction)
    case .categories(let codes, let levels):
      TypedColumn(name: name, cells: .categories(rows.map { codes[$0] }, levels: levels))
    }
  }
}

/// The one way that a risk may go with a number, or with a date that grows later.
package enum RiskDirection: String, Sendable, Codable, CaseIterable {
  case up, down
}
