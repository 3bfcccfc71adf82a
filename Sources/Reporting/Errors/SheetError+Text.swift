internal import Files
package import Ingestion
internal import Units

extension SheetError: Worded {
  package var sentence: Sentence {
    switch self {
    case .unreadable(let error): error.sentenceOfUTF8
    case .otherFields(let file, let line, let found):
      "\(file):\(line): found \(found), expected as many as the header has"
    case .noID(let file, let columns, let fits):
      fits.isEmpty
        ? """
        \(file): found no column of customer ids, expected one called customer_id, or named by \
        \(option: .id); columns: \(columns: columns)
        """
        : """
        \(file): found several columns that may hold customer ids (\(listed(fits))), expected one, \
        named by \(option: .id)
        """
    case .noColumn(let file, let column, let columns):
      "\(file): found no column '\(column)', expected it; columns: \(columns: columns)"
    case .badCell(let file, let line, let column, let found, let expected):
      if found.isEmpty {
        "\(file):\(line): column '\(column)': found nothing\(expected.text)"
      } else if [.id, .idOnce, .oncePerDate].contains(expected) {
        "\(file):\(line): column '\(column)': found \(personal: found)\(expected.text)"
      } else {
        "\(file):\(line): column '\(column)': found \(found, in: column)\(expected.text)"
      }
    }
  }
}

extension SheetError.Expectation {
  /// From behind what was found on.
  fileprivate var text: Sentence {
    switch self {
    case .id: ", expected a customer id"
    case .idOnce: " again, expected one row a customer"
    case .date: ", expected a date as 2026-01-31"
    case .probability: ", expected a probability of churning from 0 to 1"
    case .oneDate: ", expected one date in all rows"
    case .oneHorizon: ", expected one number of days in all rows"
    case .number: ", expected a number of at most 1e100, or nothing"
    case .wholeNumber: ", expected a whole number"
    case .asAbove: ", expected what the rows above say"
    case .oncePerDate: " again, expected one row a customer and date"
    case .oneOf(let words): ", expected \(words.joined(separator: " or "))"
    case .dayFrom(let day):
      ", expected a date from \(day) on. Draw the rows without orders of such dates: they stand for none."
    case .dayBefore(let day):
      """
      , expected the day of the log's first order, which is before \(day), the as_of of this row. Draw the rows \
      anew by the query that `export sql` writes for training.
      """
    case .dayUpTo(let day):
      Sentence(
        """
        , expected a date up to \(day), the day after today. Draw the rows without orders of later dates, or use \
        them.
        """, use: Cure(.allowFutureDates))
    case .daysUpTo(let days):
      """
      , expected at most \(grouped(days)), the days from first_order_day to as_of. Draw the rows anew by the \
      query that `export sql` writes for training.
      """
    }
  }
}
