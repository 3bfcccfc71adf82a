package import Units

/// Why a table of contracts cannot be read.
package enum ContractError: Error, Sendable {
  /// What a column of the table is for.
  package enum ColumnUse: Sendable, Equatable {
    case id, start, end, reason, renewal, validFrom, ignore, categories, knownAtStart, value
  }

  /// A row of the file.
  package struct Place: Sendable, Equatable {
    package let file: String
    package let line: Int

    package init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  /// What versions of one contract must agree on.
  package enum VersionFact: Sendable, Equatable {
    case start, end, reason
  }

  case column(ColumnFault<ColumnUse>)
  /// Some dates of a column have another form than those that could be read.
  case datesInTwoForms(
    Place, column: String, read: String, readRows: Int, unread: String, unreadRows: Int)
  /// No date of a column could be read.
  case datesInOtherForm(Place, column: String, found: String, rows: Int)
  /// The first of `rows` contracts that end before they start.
  case endsBeforeStart(Place, column: String, end: Day, start: Day, rows: Int)
  /// Two contracts of one id are in force at once; `other` is the line of the earlier one.
  case overlapping(
    Place, id: String, start: Day, other: Int, otherEnd: Day?, contracts: Int)
  /// Two versions of one contract say different things of all of it; empty where one says nothing.
  case versionsDisagree(
    Place, id: String, column: String, VersionFact, found: String, other: Int, otherFound: String)
  /// Two versions of one contract hold from the same date; nil where both hold from the start.
  case versionsOfOneDate(Place, id: String, column: String, from: Day?, other: Int)
  /// Dates after today, so that nobody knows what day the table was written.
  case datesAfterToday(Place, column: String, found: Day, rows: Int, latest: Day?)
  case noEnds(file: String, column: String, contracts: Int, asOf: Day)
  case noneBegun(file: String, column: String, contracts: Int, asOf: Day)
  case unknownReason(String, option: ReasonOption, file: String, column: String, found: [String])
  case noReasonColumn(ReasonOption)
  /// Contracts to score have reasons why they ended, and no column says when.
  case reasonsWithoutEnds(Place, column: String, found: String, rows: Int, end: String)
  /// More causes than are worth a fit of their own.
  case tooManyReasons(Int, most: Int, file: String, column: String)
  /// A period so short that contracts have more of them than can be learned from; of a contract to score
  /// the model has the period. `asOf` is the table's day, where the user said it and the contract runs to it.
  case tooManyPeriods(
    Place, found: Int, most: Int, period: String, isOfModel: Bool, asOf: Day?)
  case termNotWholePeriods(term: String, period: String)

  /// Which option named a reason.
  package enum ReasonOption: Sendable, Equatable { case running, cause }
}
