/// A row that could not be used: where it stands, what was found and what was expected.
package struct RejectedRow: Sendable, Equatable {
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

  package var file: String
  package var line: Int
  /// Name of the column, empty where the row as a whole is meant.
  package var column: String
  package var found: String
  package var expected: String
  package var reason: Reason

  package init(
    file: String, line: Int, column: String, found: String, expected: String, reason: Reason
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.found = found
    self.expected = expected
    self.reason = reason
  }
}
