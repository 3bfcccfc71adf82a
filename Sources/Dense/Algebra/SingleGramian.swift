/// The sum of products of columns with each other, AᵀA, of many rows in single precision.
///
/// Products and the sums of some thousand rows are in single precision, which takes half the time; sums of
/// those are in double precision. So an element is off by about 10⁻⁷ of the columns' lengths at most, with
/// many rows by far less. It is for what need not be exact, as the matrix that steers a solver.
package struct SingleGramian: Sendable {
  /// Rows whose sums are in single precision.
  private static let rowsInSingle = 2_048

  private let order: Int
  /// Upper triangle.
  private var sum: Matrix
  private var partial: [Float]
  private var rowsInPartial = 0

  /// - Parameter order: columns of A.
  package init(order: Int) {
    self.order = order
    sum = Matrix(rows: order, columns: order)
    partial = [Float](repeating: 0, count: order * order)
  }

  /// Adds rows of A.
  ///
  /// - Parameters:
  ///   - block: row-major; longer arrays may hold scratch after the rows.
  ///   - rows: how many, at most 2,048.
  package mutating func add(_ block: [Float], rows: Int) {
    if rowsInPartial + rows > Self.rowsInSingle { fold() }
    multiplyColumns(
      of: block, rows: rows, columns: order, adding: rowsInPartial > 0, to: &partial)
    rowsInPartial += rows
  }

  /// Adds rows of A whose columns each are one run of memory.
  ///
  /// - Parameters:
  ///   - runs: column after column.
  ///   - rows: how many, at most 2,048.
  package mutating func add(runs: [Float], rows: Int) {
    if rowsInPartial + rows > Self.rowsInSingle { fold() }
    multiplyRuns(runs, rows: rows, columns: order, adding: rowsInPartial > 0, to: &partial)
    rowsInPartial += rows
  }

  /// AᵀA of all rows so far: its upper triangle, zeros below.
  package mutating func total() -> Matrix {
    fold()
    return sum
  }

  private mutating func fold() {
    guard rowsInPartial > 0 else { return }
    rowsInPartial = 0
    addUpperTriangle(partial, to: &sum)
  }
}

private func addUpperTriangle(_ part: [Float], to sum: inout Matrix) {
  let order = sum.rows
  let part = part.span
  var sums = sum.storage.mutableSpan
  for row in 0..<order {
    for index in row * order + row..<(row + 1) * order { sums[index] += Double(part[index]) }
  }
}
