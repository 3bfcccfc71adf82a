internal import Files
package import Scoring
internal import Units

extension PreviousScoresError: Worded {
  package var sentence: Sentence {
    switch self {
    case .unreadable(let error): error.sentenceOfUTF8
    case .otherFields(let file, let line, let found, let expected):
      """
      \(file):\(line): found \(counted(found, "field")), expected \(expected), as the header has: the \
      CSV that an earlier run wrote, with commas
      """
    case .noColumn(let file, let column, let columns):
      """
      \(file): found no column '\(column)', expected the CSV that an earlier run wrote, with commas and \
      with that column; columns: \(columns: columns)
      """
    case .notAllColumns(let file, let column, let columns):
      """
      \(file): found no column '\(column)', expected the rows of `predict` with all columns, as it writes \
      them without \(option: .select); columns: \(columns: columns)
      """
    case .badCell(let file, let line, let column, let found, let expected):
      "\(file):\(line): column '\(column)': found \(found, in: column), expected \(expected.text)"
    case .notAllRows(let file, let rows, let lastRank):
      """
      \(file): found \(counted(rows, "row")), ranked up to \(grouped(lastRank)), expected all rows of \
      the earlier run
      """
    case .later(let file, let asOf, let scored):
      """
      \(file): found rows of \(asOf.description), later than the date that is scored, \
      \(scored.description); expected those of an earlier run, or a later \(option: .asOf)
      """
    }
  }
}

extension PreviousScoresError.Expectation {
  fileprivate var text: String {
    switch self {
    case .id: "a customer id"
    case .idOnce: "one row per customer"
    case .probability: "a probability from 0 to 1, or nothing"
    case .count: "a whole number of at least 0, or nothing"
    case .number(let range):
      "a number from \(grouped(range.lowerBound)) to \(grouped(range.upperBound)), or nothing"
    case .list(let names): "one of \(names.joined(separator: ", ")), or nothing"
    case .yesOrNo: "yes or no"
    case .oneDate: "one date (2026-01-31) in all rows"
    case .oneHorizon: "one number of days in all rows"
    }
  }
}
