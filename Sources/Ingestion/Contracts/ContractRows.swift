package import Files
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
  package private(set) var columns: [TypedColumn]
  /// Money a period of each row; nil where no column is named.
  package let values: [Double]?
  package let asOf: Day
  /// Rows of the file, rejected ones among them.
  package let rowsRead: Int
  package let refused: RefusedRows
  package let unused: [UnusedColumn]
  /// Contracts that ended on the day they began.
  package let endedAtOnce: Int
  /// The column of ends that is not in the table, so that every contract counts as in force; nil where it
  /// is there, or none is named.
  package let missingEnds: String?
  /// Whether the table's day was taken from its last date.
  package let isDayOfLastDate: Bool
  /// Columns of dates that hold seconds, or thousandths of them, since 1970.
  package let clockColumns: [ClockColumn]

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

  /// Contracts that had begun before a day and were not known to have ended or been lost.
  package func inForce(on day: Day) -> [Int] {
    (0..<count).filter { contract in
      starts[contract] < day && (ends[contract] ?? lost[contract] ?? day) >= day
    }
  }

  /// The same without some columns to learn from.
  package func without(_ names: Set<String>) -> ContractRows {
    var rows = self
    rows.columns.removeAll { names.contains($0.name) }
    return rows
  }
}

/// A column whose dates are counted in seconds since 1970 (UTC).
package struct ClockColumn: Sendable, Equatable {
  package let name: String
  /// Whether in thousandths.
  package let isInThousandths: Bool
}
