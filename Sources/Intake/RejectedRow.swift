package import Expressions
internal import Files

/// A row that could not be used: where it stands, what was found and what was expected.
package struct RejectedRow: Sendable, Equatable {
  /// Raw values are the keys of the ledger and the last column of the file of rejected rows.
  package enum Reason: String, Sendable, CaseIterable, Codable {
    case noCustomer = "no customer"
    case fieldCount = "wrong number of fields"
    case filter = "bad value in filter"
    case time = "bad time"
    case amount = "bad amount"
    case quantity = "bad quantity"
    case value = "bad value"
    case kind = "no kind"
    case returnedAt = "bad return time"
    case repeatedCustomer = "repeated customer"
  }

  /// What a usable row would have in the place of what was found.
  package enum Expectation: Sendable, Equatable {
    case fields(Int)
    case customer
    case utf8
    /// A customer has one row; which others are rejected.
    case oneRow(OneRow)
    /// What an expression needs of a cell.
    case cell(CellError.Expectation, NumberHint?)
    /// The value of an event, whose column may be left out.
    case eventValue(CellError.Expectation, NumberHint?)
    case eventKind
    /// `pattern` is the user's date format; nil where dates are ISO 8601 or `yyyymmdd`.
    case date(pattern: String?)
    case existingDay
    case label
    case splitDate
    /// A cell of a column of dates of a labelled table.
    case dateOrNothing
    /// A cell of a column of numbers of a labelled table.
    case numberOrNothing
    case feature(FeatureForm, NumberHint?)
    case atMost(column: String)
    /// An amount in the form of its column.
    case amount
    /// The order's amount on one of its lines.
    case orderAmount
    /// `form` is `iso` or the pattern of the file's times.
    case time(form: String)
    /// A line above that this one continues.
    case orderAbove
    /// A whole number of things, at most so many.
    case count(atMost: Int)
    /// One of the arms of an experiment; any where none are known.
    case arm([String])
    /// The arm that an earlier row gives the customer.
    case oneArm(String)
    /// A share above 0 and below 1, for an arm the same in every row.
    case armShare
    /// A day not before that of the customer's assignment.
    case outcomeNotBefore(String)
    /// A number, or yes or no.
    case outcome
  }

  /// Why a customer has one row.
  package enum OneRow: Sendable, Equatable {
    case every
    case firstIsUsed
    /// Without a column `valid_from` that dates each row.
    case undated
  }

  /// What to do about a cell that looks like a number to people.
  package enum NumberHint: Sendable, Equatable {
    case decimalComma
    case plainNumbers
  }

  package var file: String
  package var line: Int
  /// Name of the column, empty where the row as a whole is meant.
  package var column: String
  package var found: String
  package var expected: Expectation
  package var reason: Reason

  package init(
    file: String, line: Int, column: String, found: String, expected: Expectation, reason: Reason
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.found = found
    self.expected = expected
    self.reason = reason
  }
}

/// Where every rejected row is written, and in which words.
package struct RejectedRowsOutput: Sendable {
  package let path: String
  /// The text of the column `expected`.
  package let words: @Sendable (RejectedRow.Expectation) -> String

  package init(path: String, words: @escaping @Sendable (RejectedRow.Expectation) -> String) {
    self.path = path
    self.words = words
  }
}

/// What to do about a cell that looks like a number to people.
package func numberHint(_ bytes: ArraySlice<UInt8>) -> RejectedRow.NumberHint? {
  let comma = UInt8(ascii: ",")
  let isPlain = bytes.allSatisfy { digit($0) != nil || $0 == comma || $0 == UInt8(ascii: "-") }
  if isPlain, bytes.count(where: { $0 == comma }) == 1 {
    return .decimalComma
  }
  if bytes.contains(where: { digit($0) != nil }), !bytes.contains(where: { $0 == 0 }) {
    return .plainNumbers
  }
  return nil
}
