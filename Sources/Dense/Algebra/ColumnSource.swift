/// Columns of many rows that are made as they are asked for, so that the whole need not be in memory.
///
/// A column of some rows is one run of memory. What is written for a row depends on that row alone.
public protocol ColumnSource: Sendable {
  var rows: Int { get }
  var columns: Int { get }

  /// Writes some columns of consecutive rows.
  ///
  /// - Parameters:
  ///   - columns: which columns.
  ///   - rows: which rows.
  ///   - target: output, one run a column.
  ///   - stride: elements from one run to the next, at least `rows.count`; those after a run stay.
  func write(
    _ columns: [Int], of rows: Range<Int>, to target: inout MutableSpan<Double>, stride: Int)

  /// The same of rows in any order.
  func write(
    _ columns: [Int], of rows: [Int], to target: inout MutableSpan<Double>, stride: Int)
}

extension ColumnSource {
  /// A copy of one column.
  public func column(_ index: Int) -> [Double] {
    var column = [Double](repeating: 0, count: rows)
    var target = column.mutableSpan
    write([index], of: 0..<rows, to: &target, stride: rows)
    return column
  }
}
