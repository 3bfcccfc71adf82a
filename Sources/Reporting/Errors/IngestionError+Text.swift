internal import Dense
internal import Expressions
internal import Files
internal import Histories
internal import Ingestion
package import Intake
internal import Units

extension IngestionError: Worded {
  package var sentence: Sentence {
    switch self {
    case .file(let error): error.sentence
    case .noRows(let files):
      "\(listed(files)): no rows, expected at least one below the header."
    case .noRowsUsed(let files, let read, filtered: 0, let rejected):
      "\(listed(files)): none of the \(grouped(read)) rows can be used: \(grouped(rejected)) rejected."
    case .noRowsUsed(let files, let read, let filtered, let rejected):
      """
      \(listed(files)): none of the \(grouped(read)) rows can be used: \(grouped(filtered)) \
      filtered out by \(option: .filter), \(grouped(rejected)) rejected.
      """
    case .unknownRole(let role, let nearest):
      """
      \(option: .columns): '\(role)' is no role\(nearest == nil ? "." : suggestion(nearest)) \
      Roles: \(ColumnRole.spellings.joined(separator: ", ")).
      """
    case .malformedColumns(let part, let fault):
      "\(option: .columns): '\(part)': \(fault.words). Write role=column,role=column."
    case .malformedExpression(let use, let error):
      "\(use.words): \(Sentence(lines: error.description))"
    case .needsBareColumn(let role, let expression):
      """
      \(option: .columns, "\(role.spelling)=\(expression)"): expected one column, not a calculation.
      """
    case .unfitExpression(let file, let use, let error):
      """
      \(file): \(use.words): \
      \(Sentence(lines: (Disclosure.current == .masked ? error.withoutNearest : error).description))
      """
    case .unrecognisedColumns(let file, let missing, let columns, let start):
      start.completing(
        """
        \(file): no column was recognised as \(listed(missing.map(\.word))). Columns: \
        \(columns: columns). Say which is which
        """)
    case .ambiguousColumns(let file, let role, let candidates, let columns):
      Sentence(
        """
        \(file): more than one column may be the \(role.word): \(listed(candidates)). Columns: \
        \(columns: columns). Say which.
        """,
        choose: columnNames(candidates, in: columns).prefix(12).map {
          Cure(.columns, "\(role.spelling)=\($0)")
        })
    case .missingFeatures(let file, let missing, let found):
      """
      \(file): found \(grouped(found.count)) columns (\(columns: found)), expected also \
      \(listed(missing)). Write the file again with `perennial features`, without \
      \(option: .select) and with the model's own catalogue.
      """
    case .repeatedColumn(let file, let column):
      "\(file): found more than one column '\(columns: [column])', expected one."
    case .noSuchColumn(let file, let column, let columns):
      """
      \(file ?? "the customers files"): found no column '\(column)', expected one of: \
      \(columns: columns).\(shownNearest(to: column, among: columns).map { " Did you mean '\($0)'?" } ?? "")
      """
    case .noStatusColumn(let files, let column, let columns):
      """
      \(option: .countStatus): found no column '\(column)' in \(listed(files)), expected one of: \
      \(columns: columns).\(shownNearest(to: column, among: columns).map { " Did you mean '\($0)'?" } ?? "")
      """
    case .noStatusCounted(let files, let column, let values, let found):
      """
      \(listed(files)): no row counts. \(statusSentence(column: column, values: values, found: found))
      """
    case .tooManyGroups(let file, let column, let count):
      """
      \(file): column '\(column)': found \(grouped(count)) different values, expected at most \
      \(grouped(GroupColumn.mostGroups)) groups. Is this a name or an amount? Choose a column \
      that divides customers into groups.
      """
    case .datesNeedFormat(let place, let column, let found, let formats):
      formats.completing(
        """
        \(place): column '\(column)': found \(found, in: column), expected yyyy-mm-dd or yyyymmdd. \

        """)
    case .futureDate(let place, let column, let found, let today):
      Sentence(
        """
        \(place): column '\(column)': found \(found, in: column), a date in the future (it is no later than \
        \(today) anywhere). Correct it, leave such rows out, or use them.
        """,
        choose: [
          Cure(.filter, "\(expressionName(column)) <= '\(today)'"), Cure(.allowFutureDates),
        ])
    case .twoCurrencies(let place, let column, let first, let second):
      Sentence(
        """
        \(place): column '\(column)': found '\(shownCurrency(second))' after '\(shownCurrency(first))'; amounts in two \
        currencies cannot be added. Choose one.
        """,
        choose: [first, second].filter(mayBeShown(currency:)).map {
          Cure(.filter, "\(expressionName(column)) = '\($0)'")
        })
    case .malformedJSON(let place):
      "\(place): found no JSON object, expected one on each line, with each name once."
    case .malformedProfile(let file, let line, let reason):
      "\(line.map { "\(file):\($0)" } ?? file): \(reason)."
    case .unknownProfile(let name, let nearest):
      """
      \(option: .profile, name): no such profile\(nearest == nil ? "." : suggestion(nearest)) \
      `perennial profiles` lists them; a file is named by its path.
      """
    case .questions(let questions):
      questions.dropFirst().reduce(questions.first?.worded ?? "") {
        $0 + Sentence(lines: "\n") + $1.worded
      }
    case .tooManyKinds:
      """
      the column of event kinds has more than \(grouped(Int(Event.mostKinds))) different values, so it holds \
      something else. Name the right one: \(option: .columns, "event.kind=…")
      """
    case .tooManyChannels:
      """
      the column of channels has more than \(grouped(Line.mostChannels)) different values, so it \
      holds something else. Name the right one: \(option: .columns, "channel=…")
      """
    case .tooManyRows(let rows):
      """
      \(grouped(rows)) rows of one kind are more than the \(grouped(Int(Int32.max))) that one run \
      can hold. Split the customers over several runs.
      """
    case .pseudonymBesideID(let pseudonym):
      """
      \(option: .pseudonymise): found the pseudonym \(pseudonym) in some rows and the id that it \
      stands for in others, expected one or the other for each customer. Take the rows with \
      pseudonyms from files that have ids, or leave them out.
      """
    case .repeatedTotal(let order, let lines, let amount, let share):
      Sentence(
        """
        order \(order): each of its \(lines) lines has the amount \(amount), and \
        \(fixed(100 * share, digits: 1)) % of the orders of several lines repeat one amount. Is \
        the amount the order's total, or each line's own?
        """, choose: [Cure(.amountPer, "order"), Cure(.amountPer, "line")])
    case .amountsTooLarge(let scale):
      """
      the amounts, kept with \(scale) decimals, add up to more than \
      \(decimalText(Int128(Int64.max / 4), scale: scale)). Round them, or leave out rows with \
      \(option: .filter).
      """
    case .tooManyRejected(let rows, let rejected, let read, let limit):
      listing(
        rows, of: rejected,
        after: """
          \(grouped(rejected)) of \(grouped(read)) rows cannot be used, more than \
          \(option: .maxRejected, percentText(limit)) allows:
          """)
    case .unusableRows(let rows, let count, let read):
      listing(
        rows, of: count,
        after: "\(grouped(count)) of \(grouped(read)) rows cannot be scored, so none is:")
    }
  }
}

/// A line for each row that is quoted.
private func listing(_ rows: [RejectedRow], of count: Int, after title: Sentence) -> Sentence {
  var text = title
  for row in rows { text = text + Sentence(lines: "\n  ") + row.sentence }
  guard count > rows.count else { return text }
  return text + Sentence(lines: "\n  … and \(grouped(count - rows.count)) more")
}

private func percentText(_ share: Double) -> String {
  let percent = 100 * share
  return percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
}

extension IngestionError.ExpressionUse {
  fileprivate var words: Sentence {
    switch self {
    case .filter: "\(option: .filter)"
    case .column(let role, let text): "\(option: .columns, "\(role.spelling)=\(text)")"
    }
  }
}

extension IngestionError.ColumnsFault {
  fileprivate var words: String {
    switch self {
    case .noEquals: "there is no '='"
    case .repeatedRole(let role): "the role '\(role.spelling)' is given twice"
    case .required(let role): "the role '\(role.spelling)' cannot be left out"
    }
  }
}

extension IngestionError.ColumnsStart {
  /// A text that ends with how to say which column is what.
  fileprivate func completing(_ text: Sentence) -> Sentence {
    switch self {
    case .positions(let roles):
      return text
        + """
        : \(option: .columns, roles.map { "\($0.spelling)=…" }.joined(separator: ",")) (positions \
        from 1; is there a header after all?)
        """
    case .blanksAsDelimiter: return Sentence(text + ".", use: Cure(.delimiter, "space"))
    case .columns(let columns):
      let choice = columns.map { "\($0.role.spelling)=\($0.expression ?? "…")" }
        .joined(separator: ",")
      guard columns.allSatisfy({ $0.expression != nil }) else {
        return text + ": \(option: .columns, choice)"
      }
      return Sentence(text + ".", use: Cure(.columns, choice))
    }
  }
}

extension IngestionError.DateFormats {
  /// A text that ends with the pattern to give.
  fileprivate func completing(_ text: Sentence) -> Sentence {
    switch self {
    case .only(let pattern):
      Sentence(text + "Pass its \(option: .dateFormat).", use: Cure(.dateFormat, pattern))
    case .either(let patterns):
      Sentence(
        text + "Pass its \(option: .dateFormat): all rows fit either.",
        choose: patterns.map { Cure(.dateFormat, $0) })
    case .unknown:
      text + "Pass its \(option: .dateFormat), such as \(option: .dateFormat, "%d.%m.%Y %H:%M")."
    }
  }
}

/// Columns as expressions name them: by their places where several have one name.
private func columnNames(_ names: [String], in columns: [String]) -> [String] {
  var taken: [String: Int] = [:]
  return names.map { name in
    let places = columns.indices.filter { columns[$0] == name }
    let number = taken[name, default: 0]
    taken[name] = number + 1
    return places.count > 1 && number < places.count
      ? "$\(places[number] + 1)" : expressionName(name)
  }
}
