internal import Dense

/// The rows of several matrices of one width, one after the other.
func stacked(_ matrices: [Matrix]) -> Matrix {
  guard let columns = matrices.first?.columns else { return Matrix(rows: 0, columns: 0) }
  var storage: [Double] = []
  storage.reserveCapacity(matrices.reduce(0) { $0 + $1.storage.count })
  for matrix in matrices {
    precondition(matrix.columns == columns)
    storage += matrix.storage
  }
  return Matrix(rows: matrices.reduce(0) { $0 + $1.rows }, columns: columns, storage: storage)
}
