package import Units

/// What the columns of a table of contracts are to its reader.
package struct ContractSchema: Sendable {
  package var id: String
  package var start: String
  /// The first day that the contract was no longer in force; empty while it is.
  package var end: String?
  /// Why it ended.
  package var reason: String?
  /// Reasons that mean that it had not ended by the date in the column of ends.
  package var running: [String] = []
  /// A date on which the contract renews; only its place in the term counts.
  package var renewal: String?
  /// From when a row's other columns hold, where a contract has several rows.
  package var validFrom: String?
  package var value: String?
  package var ignored: [String] = []
  package var categories: [String] = []
  /// Columns that were known when contracts began, though they look as if filled in at the end.
  package var knownAtStart: [String] = []
  package var period = ContractPeriod.months(1)
  /// How long a contract runs until it renews.
  package var term: ContractPeriod?
  /// The day that the table shows; nil for the day after its last date.
  package var asOf: Day?
  /// Contracts that ended before are not in the table.
  package var observedFrom: Day?
  /// Whether the column of ends must be there: to be scored, a table of contracts in force may have none.
  package var needsEnds = true
  /// Whether the column of reasons must be there.
  package var needsReasons = true
  /// Whether contracts are scored by a model rather than learned from.
  package var isForScoring = false
  package var cells = CellFormat()
  /// No date of what has happened is later.
  package var today: Day

  package init(id: String, start: String, today: Day) {
    self.id = id
    self.start = start
    self.today = today
  }

  /// Longest life, in periods.
  package static let mostPeriods = 1_200

  /// Periods in a term; nil without one.
  package func termPeriods() throws(ContractError) -> Int? {
    guard let term else { return nil }
    guard let count = period.count(in: term) else {
      throw .termNotWholePeriods(term: term.text, period: period.text)
    }
    return count
  }
}
