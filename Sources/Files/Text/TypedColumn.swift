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

  package init(name: String, cells: Cells) {
    self.name = name
    self.cells = cells
  }

  package func at(_ rows: [Int]) -> TypedColumn {
    switch cells {
    case .numbers(let values):
      TypedColumn(name: name, cells: .numbers(rows.map { values[$0] }))
    case .categories(let codes, let levels):
      TypedColumn(name: name, cells: .categories(rows.map { codes[$0] }, levels: levels))
    }
  }
}
