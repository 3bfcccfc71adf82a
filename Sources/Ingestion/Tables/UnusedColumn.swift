/// A column of a labelled table that is not used, and why.
package struct UnusedColumn: Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    /// No cell is filled.
    case empty
    case dates
    /// Dates in a form that may be read in two ways, or in none without being told: the formats that fit.
    case datesNeedFormat(formats: [String])
    /// More than half of the filled cells hold a text of their own.
    case hardlyRepeats(texts: Int, rows: Int)
    /// Each of its texts, which may be percents, stands in fewer rows than a category needs.
    case rareTexts(texts: Int, arePercents: Bool, fewestRows: Int)
  }

  package let name: String
  package let reason: Reason

  package init(name: String, reason: Reason) {
    self.name = name
    self.reason = reason
  }
}
