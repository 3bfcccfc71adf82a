internal import Dense

/// How often each pair of groups of two partitions meets: rows are groups of the first, columns of
/// the second, only cells above 0 are held.
public struct ContingencyTable: Sendable, Equatable {
  /// A pair of groups that share members.
  public struct Cell: Sendable, Equatable {
    public let row: Int
    public let column: Int
    public let count: Int
  }

  /// The labels of the first partition, rising; a row's index is its place here.
  public let rowLabels: [Int]
  /// The labels of the second partition, rising.
  public let columnLabels: [Int]
  /// Members of each group of the first partition.
  public let rowTotals: [Int]
  /// Members of each group of the second partition.
  public let columnTotals: [Int]
  /// Cells above 0, row after row.
  public let cells: [Cell]

  /// Counts pairs of labels.
  ///
  /// - Parameters:
  ///   - first: each member's group in the first partition; any integers.
  ///   - second: its group in the second.
  /// - Complexity: O(n + r log r) for r groups and pairs.
  public init(_ first: [Int], _ second: [Int]) {
    precondition(first.count == second.count, "\(first.count) and \(second.count) labels")
    let rows = DenseLabels(first)
    let columns = DenseLabels(second)
    rowLabels = rows.labels
    columnLabels = columns.labels
    rowTotals = rows.totals
    columnTotals = columns.totals
    cells = Self.cells(of: rows, and: columns)
  }

  /// Number of members.
  public var total: Int { rowTotals.reduce(0, +) }

  private static func cells(of rows: DenseLabels, and columns: DenseLabels) -> [Cell] {
    // Members' columns sorted by row (a counting sort), so that one row of counts is enough.
    var ends = [Int](repeating: 0, count: rows.totals.count)
    for row in ends.indices.dropLast() { ends[row + 1] = ends[row] + rows.totals[row] }
    var columnsByRow = [Int](repeating: 0, count: rows.codes.count)
    for (row, column) in zip(rows.codes, columns.codes) {
      columnsByRow[ends[row]] = column
      ends[row] += 1
    }
    var cells: [Cell] = []
    var counts = [Int](repeating: 0, count: columns.totals.count)
    var start = 0
    for (row, end) in ends.enumerated() {
      var met: [Int] = []
      for column in columnsByRow[start..<end] {
        if counts[column] == 0 { met.append(column) }
        counts[column] += 1
      }
      met.sort()
      for column in met {
        cells.append(Cell(row: row, column: column, count: counts[column]))
        counts[column] = 0
      }
      start = end
    }
    return cells
  }
}

/// Labels recoded as 0, 1, … in rising order.
private struct DenseLabels {
  let labels: [Int]
  let codes: [Int]
  let totals: [Int]

  init(_ values: [Int]) {
    labels = Set(values).sorted()
    let codeOfLabel = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
    var codes: [Int] = []
    codes.reserveCapacity(values.count)
    var totals = [Int](repeating: 0, count: labels.count)
    for value in values {
      guard let code = codeOfLabel[value] else { preconditionFailure("a label without code") }
      codes.append(code)
      totals[code] += 1
    }
    self.codes = codes
    self.totals = totals
  }
}
