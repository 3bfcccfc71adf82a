/// Why a labelled table cannot be read to train a model or to be scored by one.
package enum TableError: Error, Sendable {
  /// What a column that the user names is for.
  package enum ColumnUse: Sendable, Equatable {
    case id, label, splitColumn, ignore, categories, monotone, value
    // Of experiments.
    case arm, stratifyBy, outcome, covariate, segment, outcomeDate
    case treatment, effectOutcome, exclude
  }

  case column(ColumnFault<ColumnUse>)
  /// A column that the risk shall go one way with holds texts, such as the one found, or nothing.
  case directionOfText(file: String, column: String, found: String?)
  /// The labels are neither yes and no nor two texts of which one is named.
  case unknownLabels(column: String, found: [String], file: String)
  case tooManyLabels(column: String, positive: String, found: [String], file: String)
  case noPositive(column: String, positive: String, found: [String], file: String)
  /// No column is left to learn from; `notices` say what was done with each.
  case nothingToLearnFrom(file: String, notices: [UnusedColumn])
  /// A column of dates has some in one form, in the row of `line` and others, and some in another.
  case datesInTwoForms(
    file: String, line: Int, column: String, read: String, readRows: Int, unread: String,
    unreadRows: Int)
}
