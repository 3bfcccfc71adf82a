internal import Dense

/// Why a model cannot be fitted to what it was given.
public enum FitError: Error, Equatable, Sendable {
  /// A setting is outside its range.
  case settingOutOfRange(name: String, found: String, expected: String)
  /// An array does not have one element a row.
  case countMismatch(name: String, found: Int, rows: Int)
  /// There are no rows, or every weight is 0.
  case noRows
  /// An element of the matrix is not a number, infinite, or so large that its square may be.
  case valueOutOfRange(row: Int, column: Int, found: Double)
  /// A label or response is outside its range.
  case responseOutOfRange(row: Int, found: Double, expected: String)
  /// A weight is negative, not a number, infinite, or so large that sums may be.
  case weightOutOfRange(row: Int, found: Double)
  /// Every label is the same, 0 or 1.
  case oneClassOnly(label: Double)
  /// Every response is 0, so that its logarithm has no mean.
  case noPositiveResponse
  /// Columns that bear no penalty tell the labels apart, so that no coefficients are the best.
  case separatedWithoutPenalty(columns: [Int])
}

extension FitError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .settingOutOfRange(let name, let found, let expected):
      "\(name): found \(found), expected \(expected)."
    case .countMismatch(let name, let found, let rows):
      "\(name): found \(found) elements, expected one for each of \(rows) rows."
    case .noRows:
      "No row with a weight above 0 to learn from."
    case .valueOutOfRange(let row, let column, let found):
      """
      Row \(row), column \(column): found \(found), expected a number of magnitude up to 1e100. Impute \
      missing values first.
      """
    case .responseOutOfRange(let row, let found, let expected):
      "Row \(row): found the response \(found), expected \(expected)."
    case .weightOutOfRange(let row, let found):
      "Row \(row): found the weight \(found), expected a number from 0 to 1e100."
    case .oneClassOnly(let label):
      "all labels are \(label), expected some 0 and some 1."
    case .noPositiveResponse:
      "Every response is 0, expected at least one above 0."
    case .separatedWithoutPenalty(let columns):
      """
      The columns \(columns.map(String.init).joined(separator: ", ")), which bear no penalty, tell \
      the labels apart without error: no coefficients are the best. Give them a penalty factor above 0.
      """
    }
  }
}
