public import Dense

/// A one-to-one assignment of rows to columns with the least, or greatest, total.
///
/// Where rows and columns differ in number, the smaller side is assigned in full.
/// Source: shortest augmenting paths, Jonker & Volgenant (1987), in Crouse's (2016) rectangular
/// form; the total equals that of SciPy's `linear_sum_assignment`.
public struct LinearAssignment: Sendable, Equatable {
  /// The column of each row; nil where there are more rows than columns and it has none.
  public let columnOfRow: [Int?]
  /// Sum of the chosen elements, in order of row.
  public let total: Double

  /// Assigns with the least total.
  ///
  /// - Parameter costs: finite numbers.
  /// - Complexity: O(s² · l) for a smaller side of s and a longer one of l.
  public init(minimizing costs: Matrix) {
    precondition(costs.storage.allSatisfy(\.isFinite), "costs are finite")
    if costs.rows <= costs.columns {
      columnOfRow = ShortestPaths(costs: costs).solved()
    } else {
      let rowOfColumn = ShortestPaths(costs: costs.transposed).solved()
      var columns = [Int?](repeating: nil, count: costs.rows)
      for (column, row) in rowOfColumn.enumerated() { columns[row] = column }
      columnOfRow = columns
    }
    total = columnOfRow.enumerated().reduce(0) { sum, pair in
      guard let column = pair.element else { return sum }
      return sum + costs[pair.offset, column]
    }
  }

  /// Assigns with the greatest total.
  ///
  /// - Parameter gains: finite numbers.
  public init(maximizing gains: Matrix) {
    let least = Self(
      minimizing: Matrix(
        rows: gains.rows, columns: gains.columns, storage: gains.storage.map { -$0 }))
    columnOfRow = least.columnOfRow
    total = -least.total
  }
}

extension Matrix {
  fileprivate var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }
}

/// Assigns row after row, each along the path of least reduced cost that ends in a free column.
private struct ShortestPaths {
  let costs: Matrix
  // Dual prices: costs[i, j] − rowPrices[i] − columnPrices[j] ≥ 0, and 0 on assigned pairs.
  var rowPrices: [Double]
  var columnPrices: [Double]
  var columnOfRow: [Int]
  var rowOfColumn: [Int]

  /// Marks what is not assigned.
  private static let none = -1

  init(costs: Matrix) {
    self.costs = costs
    rowPrices = [Double](repeating: 0, count: costs.rows)
    columnPrices = [Double](repeating: 0, count: costs.columns)
    columnOfRow = [Int](repeating: Self.none, count: costs.rows)
    rowOfColumn = [Int](repeating: Self.none, count: costs.columns)
  }

  consuming func solved() -> [Int] {
    for row in 0..<costs.rows { assign(row) }
    return columnOfRow
  }

  private mutating func assign(_ start: Int) {
    var shortest = [Double](repeating: .infinity, count: costs.columns)
    var previousRow = [Int](repeating: Self.none, count: costs.columns)
    var settled: [Int] = []
    var open = Array(0..<costs.columns)
    var (row, distance) = (start, 0.0)
    var end = Self.none
    while end == Self.none {
      var nearest = 0
      for (place, column) in open.enumerated() {
        let reduced = costs[row, column] - rowPrices[row] - columnPrices[column]
        if distance + reduced < shortest[column] {
          shortest[column] = distance + reduced
          previousRow[column] = row
        }
        let (candidate, best) = (shortest[column], shortest[open[nearest]])
        // Of equally near columns a free one ends the path soonest.
        if candidate < best || candidate == best && rowOfColumn[column] == Self.none {
          nearest = place
        }
      }
      let column = open[nearest]
      distance = shortest[column]
      settled.append(column)
      open.remove(at: nearest)
      if rowOfColumn[column] == Self.none {
        end = column
      } else {
        row = rowOfColumn[column]
      }
    }
    reprice(from: start, settled: settled, shortest: shortest, length: distance)
    augment(from: start, to: end, along: previousRow)
  }

  private mutating func reprice(
    from start: Int, settled: [Int], shortest: [Double], length: Double
  ) {
    rowPrices[start] += length
    for column in settled {
      let slack = length - shortest[column]
      if rowOfColumn[column] != Self.none { rowPrices[rowOfColumn[column]] += slack }
      columnPrices[column] -= slack
    }
  }

  private mutating func augment(from start: Int, to end: Int, along previousRow: [Int]) {
    var column = end
    while true {
      let row = previousRow[column]
      rowOfColumn[column] = row
      swap(&column, &columnOfRow[row])
      if row == start { return }
    }
  }
}
