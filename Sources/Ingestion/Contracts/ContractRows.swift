package import Files
package import Intake
package import Units

/// Contracts read from a table, by rising id and start; all rows of one lie together, by rising date.
package struct ContractRows: Sendable {
  /// As the user gave it.
  package let file: String
  /// One a contract.
  package let ids: TextColumn
  package let starts: [Day]
  /// Nil where none is known as of the table's day.
  package let ends: [Day?]
  /// Where a contract was lost from sight without an end; nil where it was followed to the table's day.
  package let lost: [Day?]
  /// Place of the reason in `reasons`; −1 without an end.
  package let causes: [Int]
  package let reasons: [String]
  /// Periods of the first renewal after the start, modulo the term; 0 without a column of them.
  package let phases: [Int]
  /// Rows of each contract.
  package let versions: [Range<Int>]
  /// From when each row holds; nil where from the start.
  package let validFrom: [Day?]
  /// Of rows.
  package let columns: [TypedColumn]
  /// Money a period of each row; nil where no column is named.
  package let values: [Double]?
  package let asOf: Day
  package let refused: [RejectedRow]
  package let unused: [UnusedColumn]
  /// Contracts that ended on the day they began.
  package let endedAtOnce: Int

  package var count: Int { starts.count }

  /// The row that holds of a contract on a day: the latest from then, or its first.
  package func row(of contract: Int, on day: Day) -> Int {
    let rows = versions[contract]
    var row = rows.lowerBound
    for candidate in rows.dropFirst() {
      guard let from = validFrom[candidate], from <= day else { break }
      row = candidate
    }
    return row
  }
}
