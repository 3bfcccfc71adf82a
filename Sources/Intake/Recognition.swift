/// What a file was read as, and what was done to it before its rows counted.
package enum Recognition: Sendable, Equatable {
  /// A role and the column, or calculation, that has it.
  package struct Taken: Sendable, Equatable {
    package var role: ColumnRole
    package var column: String

    package init(role: ColumnRole, column: String) {
      (self.role, self.column) = (role, column)
    }
  }

  /// How many rows a column named.
  package struct Named: Sendable, Equatable {
    package var column: String
    package var rows: Int

    package init(column: String, rows: Int) {
      (self.column, self.rows) = (column, rows)
    }
  }

  /// `unused` is empty for files of customers, all of whose columns are kept.
  case columns(file: String, taken: [Taken], unused: [String])
  /// The file fits no profile.
  case commonNames(file: String)
  /// `means` says what the money includes.
  case profile(file: String, name: String, title: String, means: String?)
  /// Several columns name the customer, each where those before it are blank.
  case namedBy(file: String, [Named])
  /// Customers are told apart by their names.
  case namesOnly(file: String)
  /// E-mail addresses were brought to one case.
  case foldedAddresses(file: String, rows: Int)
  case remark(file: String, Remark)
  /// A customers file was joined by the column that has most of the orders' customers.
  case joinedBy(file: String, column: String, matches: Int, customers: Int)
  /// What the values of a status column count for.
  case statuses(file: String, column: String, values: [ReadingQuestion.Value])
  /// Money given back that was taken off.
  case refunds(file: String, rows: Int, sum: String)
  /// A choice of columns or a condition that is for other files: this one lacks its columns.
  case notApplied(file: String, IngestionError.ExpressionUse, column: String)
  /// Events were joined to orders by two columns of a customers file.
  case bridged(file: String, events: String, orders: String, customers: Int, doubtful: Int)
  /// How many of the customers with events have an order.
  case eventsMatched(files: [String], matched: Int, customers: Int)

  /// What was filled, merged, left out or reinterpreted.
  package enum Remark: Sendable, Equatable {
    case jsonLines
    case utf16
    /// The first line, `sep=;`.
    case delimiterLine
    case linesAboveHeader(Int)
    /// So many columns have one name; the profile takes the first.
    case columnsOfOneName(String, count: Int)
    case continuedLines(Int)
    case filledCells(Int)
    case linesWithoutRow(Int)
    case totals(Int)
    /// A row named a total, of neither customer nor time, whose amount is not the sum of the others.
    case otherTotal(line: Int, amount: String, sum: String)
    /// A pattern that this export is known to write.
    case usualTimes(pattern: String)
    /// A pattern that another column of dates settles.
    case timesSettled(pattern: String, column: String, cell: String)
    /// `zone` explains all offsets; nil where none or several do.
    case offsets(zone: String?)
    /// Rows that sum the lines of their order, and say another amount than the lines do.
    case sumsDiffer(orders: Int, sum: String, lines: String)
    case unusedRemainder(column: String)
    case pointZero
    case repeatedRows(Int, alsoIn: String)
    /// Orders that a file which reaches further has otherwise; what each file counts of them.
    case replacedOrders(Int, sum: String, by: String, newSum: String)
  }
}
