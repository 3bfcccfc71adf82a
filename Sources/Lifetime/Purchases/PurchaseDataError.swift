internal import Dense

/// Columns that cannot be purchase histories.
public enum PurchaseDataError: Error, Equatable, Sendable {
  /// There are no rows, or every weight is 0.
  case noRows
  /// A column does not have one element a row.
  case countMismatch(name: String, found: Int, rows: Int)
  /// A count of repeat orders is below 0.
  case negativeFrequency(row: Int, found: Int)
  /// Recency is negative, infinite or not a number.
  case recencyOutOfRange(row: Int, found: Double)
  /// Tenure is negative, infinite or not a number.
  case tenureOutOfRange(row: Int, found: Double)
  /// The last order is later than the end of observation.
  case recencyExceedsTenure(row: Int, recency: Double, tenure: Double)
  /// The last order is later than the first, although there are no repeat orders.
  case recencyWithoutRepeatOrders(row: Int, recency: Double)
  /// There are repeat orders, although the last order is the first.
  case repeatOrdersWithoutRecency(row: Int, frequency: Int)
  /// A weight is negative, infinite or not a number.
  case weightOutOfRange(row: Int, found: Double)
  /// The mean value of repeat orders is 0, negative, infinite or not a number.
  case spendOutOfRange(row: Int, found: Double)
  /// No row has a repeat order whose value could be learned from.
  case noRepeatSpend
  /// The length of the time unit, the sum of log gaps or a setting makes no sense.
  case settingOutOfRange(name: String, found: Double, expected: String)
}

extension PurchaseDataError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noRows:
      "No customer with a weight above 0 to learn from."
    case .countMismatch(let name, let found, let rows):
      "\(name): found \(found) elements, expected one for each of \(rows) rows."
    case .negativeFrequency(let row, let found):
      "Row \(row): found the frequency \(found), expected a count of repeat orders from 0."
    case .recencyOutOfRange(let row, let found):
      "Row \(row): found the recency \(found), expected the time from the first order to the last."
    case .tenureOutOfRange(let row, let found):
      """
      Row \(row): found the tenure \(found), expected the time from the first order to the last day \
      observed. Leave out customers whose first order is later.
      """
    case .recencyExceedsTenure(let row, let recency, let tenure):
      """
      Row \(row): found a recency of \(recency) beyond the tenure of \(tenure). Recency is the time \
      from the first order to the last, not from the last order to today.
      """
    case .recencyWithoutRepeatOrders(let row, let recency):
      """
      Row \(row): found a recency of \(recency) without repeat orders, expected 0. Frequency counts \
      orders after the first.
      """
    case .repeatOrdersWithoutRecency(let row, let frequency):
      """
      Row \(row): found \(frequency) repeat orders at the time of the first. Count the orders of one \
      day as one.
      """
    case .weightOutOfRange(let row, let found):
      "Row \(row): found the weight \(found), expected a finite number from 0."
    case .spendOutOfRange(let row, let found):
      """
      Row \(row): found \(found) as the mean value of repeat orders, expected an amount above 0. \
      Leave out customers who paid nothing.
      """
    case .noRepeatSpend:
      "No customer has a repeat order, so nothing tells how order values differ."
    case .settingOutOfRange(let name, let found, let expected):
      "\(name): found \(found), expected \(expected)."
    }
  }
}
