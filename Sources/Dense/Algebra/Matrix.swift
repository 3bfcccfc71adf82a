/// A dense matrix of `Double`, row-major: element (i, j) is `storage[i * columns + j]`.
public struct Matrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// All elements, row after row; its count is always `rows * columns`.
  public var storage: [Double]

  /// Creates a matrix of one repeated value.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    storage = [Double](repeating: value, count: rows * columns)
  }

  /// Wraps a row-major array.
  public init(rows: Int, columns: Int, storage: [Double]) {
    precondition(
      storage.count == rows * columns,
      "\(storage.count) elements for a matrix of \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { storage[row * columns + column] }
    set { storage[row * columns + column] = newValue }
  }

  /// A copy of one column.
  public func column(_ index: Int) -> [Double] {
    (0..<rows).map { storage[$0 * columns + index] }
  }

  /// A copy of one row.
  public func row(_ index: Int) -> [Double] {
    Array(storage[index * columns..<(index + 1) * columns])
  }
}
