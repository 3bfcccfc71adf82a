package import Dense
internal import Features
package import Files

/// Turns typed columns into a matrix of features.
package struct TableEncoding {
  let columns: [TableColumn]

  package init(columns: [TableColumn]) {
    self.columns = columns
  }

  /// Names of the features, and the column that each is made of.
  package var names: [String] { columns.flatMap(\.features) }

  /// Names of the columns by name of the feature.
  var sources: [String: String] {
    Dictionary(
      uniqueKeysWithValues: columns.flatMap { column in
        column.features.map { ($0, column.name) }
      })
  }

  /// Rows × features.
  package func matrix(of typed: [TypedColumn], rows: Int) -> Matrix {
    let width = names.count
    var matrix = Matrix(rows: rows, columns: width)
    var start = 0
    for (column, cells) in zip(columns, typed) {
      switch cells.cells {
      case .numbers(let values):
        let steps = column.steps ?? []
        let ramps = column.knots.map { $0.count + 1 } ?? 1
        let turns = column.turns(of: .nan).count
        for row in 0..<rows {
          let (first, value) = (row * width + start, values[row])
          if ramps == 1 {
            matrix.storage[first] = value
          } else {
            for (index, ramp) in column.ramps(of: value).enumerated() {
              matrix.storage[first + index] = ramp
            }
          }
          if turns > 0 {
            let made = column.turns(of: cells.dates?[row] ?? .nan)
            for (index, turn) in made.enumerated() { matrix.storage[first + ramps + index] = turn }
          }
          for (index, step) in steps.enumerated() {
            // Where nothing is known of the value, nothing is known of its steps.
            matrix.storage[first + ramps + turns + index] =
              value.isNaN ? value : value >= step ? 1 : 0
          }
        }
        start += ramps + turns + steps.count
      case .categories(let codes, let levels):
        let known = levels.map { column.values(of: column.place(of: $0)) }
        let missing = column.values(of: .missing)
        for row in 0..<rows {
          let values = codes[row] < 0 ? missing : known[Int(codes[row])]
          let first = row * width + start
          for index in values.indices { matrix.storage[first + index] = values[index] }
        }
        start += missing.count
      }
    }
    return matrix
  }
}
