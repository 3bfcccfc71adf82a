internal import Files
package import Intake
internal import Units

extension Notice: Worded {
  package var sentence: Sentence {
    switch self {
    case .rejectedRows(let rows, let count):
      var text: Sentence = "\(grouped(count)) \(count == 1 ? "row was" : "rows were") rejected:"
      for row in rows { text = text + Sentence(lines: "\n  ") + row.sentence }
      return text
    case .rowsWithoutCustomer(let rows, let read):
      return """
        \(grouped(rows)) of \(counted(read, "row")) \(rows == 1 ? "has" : "have") no customer and \
        \(rows == 1 ? "is" : "are") left out.
        """
    case .strayLastDay(let day, let previous):
      return """
        the last order, of \(day), stands alone; the one before is of \(previous). If its date is \
        wrong, pass \(option: .asOf, "\(previous + 1)") or leave the row out.
        """
    case .strayFirstDay(let day, let next, let orders):
      return """
        the first day, \(day), with \(counted(orders, "order")), lies long before all others, which begin \
        on \(next). If its date is wrong, correct it or leave \(orders == 1 ? "the row" : "the rows") out.
        """
    case .partialLastDay(let day, let orders, let usual):
      return """
        the last day, \(day), has \(counted(orders, "order")) where \(grouped(usual)) are usual; it \
        looks incomplete. \(option: .asOf, "\(day)") leaves it out.
        """
    case .asOfLongAfterLog(let asOf, let lastOrder):
      return """
        the last order is of \(lastOrder), \(counted(asOf - lastOrder, "day")) before the as-of date \
        \(asOf). Later orders, if any, are not in the log: every customer looks inactive.
        """
    case .eventsEndEarly(let lastEvent, let lastOrder):
      return """
        the events end on \(lastEvent), the orders on \(lastOrder): after \(lastEvent) an absence \
        of events means nothing.
        """
    case .duplicates(let rows, let kind, dropped: true):
      return "\(copies(rows, kind)); \(rows == 1 ? "it is" : "they are") left out."
    case .duplicates(let rows, let kind, dropped: false):
      return """
        \(copies(rows, kind)); \(rows == 1 ? "it is" : "they are") kept (\(option: .dropDuplicates) leaves \
        \(rows == 1 ? "it" : "them") out).
        """
    case .busyCustomer(let id, let orders, let share):
      let isPseudonym = Pseudonyms.isPseudonym(Array(id.utf8)[...])
      let how: Sentence = """
         by its id in the files, which `perennial check` without \(option: .pseudonymise) shows
        """
      return """
        customer \(id: id) has \(grouped(orders)) orders, \
        \(fixed(100 * share, digits: 1)) % of all. Is this a guest or house account? Exclude it \
        with \(option: .filter)\(isPseudonym ? how : "").
        """
    case .similarIDs(let groups, let examples):
      return """
        \(grouped(groups)) \(groups == 1 ? "group of ids differs" : "groups of ids differ") in case \
        or blanks only, such as \(examples.enumerated().reduce(Sentence("")) {
          $0 + ($1.offset == 0 ? "\(id: $1.element)" : " and \(id: $1.element)")
        }); they are treated as different customers.
        """
    case .returnedLeftOut(let column):
      return """
        column '\(column)' is left out: it does not say from when a return was known. Pass \
        \(option: .columns, "returned_at=…") or \(option: .knownAfter, "30d").
        """
    case .undecidedColumn(let file, let role, let candidates):
      return """
        \(file): more than one column may be the \(role.word) (\(listed(candidates))): none is \
        used. Choose with \(option: .columns, "\(role.spelling)=…").
        """
    case .statusNotFound(let column, let values, let found):
      return statusSentence(column: column, values: values, found: found)
    case .firstLineLooksLikeRow(let file):
      return """
        \(file): the first line looks like a row, but is taken for the names of the columns and counts as none. If \
        it is a row, pass \(option: .noHeader).
        """
    }
  }
}

/// What was looked for in a status column in vain, and what is there.
func statusSentence(column: String, values: [String], found: [String]) -> Sentence {
  func quoted(_ texts: [String]) -> String { texts.map(quotedText).joined(separator: ", ") }
  return """
    \(option: .countStatus): no row has \(quoted(values)) in column '\(column)', which has \
    \(found.isEmpty ? "nothing" : quoted(found.map { shownValue($0, in: column) })).
    """
}

/// `1 row of the order files is an exact copy of another`.
private func copies(_ rows: Int, _ kind: ColumnRole.FileKind) -> String {
  let of = kind == .customers ? "customers" : kind == .events ? "event" : "order"
  return rows == 1
    ? "1 \(of) row is an exact copy of another"
    : "\(grouped(rows)) \(of) rows are exact copies of others"
}
