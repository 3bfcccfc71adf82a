/// The sum of products of two sets of columns, AᵀB, of many rows in single precision.
///
/// As with `SingleGramian`, sums of some thousand rows are in single precision and sums of those in double, so
/// that an element is off by about 10⁻⁷ of the columns' lengths at most.
package struct SingleProducts: Sendable {
  /// Rows whose sums are in single precision.
  private static let rowsInSingle = 2_048

  private var sum: Matrix
  private var partial: [Float]
  private var rowsInPartial = 0

  /// - Parameters:
  ///   - first: columns of A.
  ///   - second: columns of B.
  package init(_ first: Int, by second: Int) {
    sum = Matrix(rows: first, columns: second)
    partial = [Float](repeating: 0, count: first * second)
  }

  /// Adds rows of A and B.
  ///
  /// - Parameters:
  ///   - first: Aᵀ, column after column.
  ///   - second: Bᵀ, likewise.
  ///   - rows: how many, at most 2,048.
  package mutating func add(_ first: [Float], _ second: [Float], rows: Int) {
    if rowsInPartial + rows > Self.rowsInSingle { fold() }
    multiplyRuns(
      first, columns: sum.rows, by: second, columns: sum.columns, rows: rows,
      adding: rowsInPartial > 0, to: &partial)
    rowsInPartial += rows
  }

  /// AᵀB of all rows so far.
  package mutating func total() -> Matrix {
    fold()
    return sum
  }

  private mutating func fold() {
    guard rowsInPartial > 0 else { return }
    rowsInPartial = 0
    addElements(partial, to: &sum)
  }
}

private func addElements(_ part: [Float], to sum: inout Matrix) {
  let part = part.span
  var sums = sum.storage.mutableSpan
  for index in 0..<sums.count { sums[index] += Double(part[index]) }
}
