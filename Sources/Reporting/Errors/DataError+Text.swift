internal import Dense
internal import Expressions
internal import Features
package import Files
internal import Histories
internal import Ingestion
internal import Learning
import Units

// Every sentence that this module says about data it cannot use.

extension DataError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooManyRefused, .unusableRows: aboutRows
    // Lines of their own show the place.
    case .malformedExpression, .unfitExpression: visibleText(sentence, keepingLines: true)
    case .questions(let questions): questions.map(\.text).joined(separator: "\n")
    default: visibleText(sentence)
    }
  }

  private var sentence: String {
    switch self {
    case .missingFile, .unreadableFile, .unwritableFile, .damagedGzip, .utf16, .notUTF8, .noRows,
      .noRowsUsed:
      aboutFile
    case .unclosedQuote, .textAfterQuote, .nulByte, .fieldTooLong, .tooManyColumns, .malformedJSON:
      aboutRecord
    case .unknownRole, .malformedColumns, .malformedExpression, .needsBareColumn,
      .malformedDateFormat, .unknownTimeZone, .malformedProfile, .unknownProfile:
      aboutSetting
    case .unfitExpression, .unrecognisedColumns, .ambiguousColumns, .missingFeatures,
      .repeatedColumn, .noSuchColumn, .tooManyGroups:
      aboutColumns
    default:
      aboutValues
    }
  }

  private var aboutFile: String {
    switch self {
    case .missingFile(let path): "\(path): there is no such file."
    case .unreadableFile(let path, let reason): "\(path): cannot be read: \(reason)."
    case .unwritableFile(let path, let reason):
      "\(path): cannot be written: \(reason). Check that the folder exists, may be written and has room."
    case .damagedGzip(let file, let reason):
      "\(file): the gzip data are damaged: \(reason). Fetch the file again, or check it with "
        + "gzip --test."
    case .utf16(let file):
      "\(file): found a UTF-16 byte order mark, expected UTF-8. Convert it first: "
        + "iconv -f UTF-16 -t UTF-8."
    case .notUTF8(let place, let column):
      "\(place): column '\(column)': found bytes that are not UTF-8. Pass --encoding latin1 if the "
        + "file is Latin-1, or convert it to UTF-8."
    case .noRows(let files):
      "\(listed(files)): no rows, expected at least one below the header."
    case .noRowsUsed(let files, let read, let filtered, let refused):
      "\(listed(files)): none of the \(grouped(read)) rows can be used: \(grouped(filtered)) "
        + "filtered out by --where, \(grouped(refused)) refused."
    default: preconditionFailure("not about a file")
    }
  }

  private var aboutRecord: String {
    switch self {
    case .unclosedQuote(let place):
      "\(place): found a quote that opens a field and is never closed. Close it, or double a quote "
        + "that is part of the text."
    case .textAfterQuote(let place):
      "\(place): found text after a closing quote, expected a delimiter or the end of the line. "
        + "Double a quote that is part of the text."
    case .nulByte(let place):
      "\(place): found a NUL byte, expected text. Is this a text file?"
    case .fieldTooLong(let place, let isQuoted):
      "\(place): found a field longer than 64 KiB."
        + (isQuoted ? " Is its opening quote never closed?" : " Is --delimiter right?")
    case .tooManyColumns(let place):
      "\(place): found more than \(grouped(RecordReader.mostColumns)) columns. Is --delimiter right?"
    case .malformedJSON(let place):
      "\(place): found no JSON object, expected one on each line, with each name once."
    default: preconditionFailure("not about a record")
    }
  }

  private var aboutSetting: String {
    switch self {
    case .unknownRole(let role, let nearest):
      "--columns: '\(role)' is no role\(nearest == nil ? "." : suggestion(nearest))"
        + " Roles: \(ColumnRole.spellings.joined(separator: ", "))."
    case .malformedColumns(let part, let reason):
      "--columns: '\(part)': \(reason). Write role=column,role=column."
    case .malformedExpression(let text, let reason): "'\(text)': \(reason)"
    case .needsBareColumn(let role, let expression):
      "--columns: \(role)=\(expression): expected one column, not a calculation."
    case .malformedDateFormat(let format, let reason):
      "--date-format '\(format)': \(reason). Known: %Y %y %m %d %b %H %I %M %S %p %%."
    case .unknownTimeZone(let name):
      "--time-zone '\(name)': no such time zone. Expected an IANA name, as Europe/Berlin or UTC."
    case .malformedProfile(let file, let line, let reason):
      "\(line.map { "\(file):\($0)" } ?? file): \(reason)."
    case .unknownProfile(let name, let nearest):
      "--profile '\(name)': no such profile\(nearest == nil ? "." : suggestion(nearest))"
        + " `perennial profiles` lists them; a file is named by its path."
    default: preconditionFailure("not about a setting")
    }
  }

  private var aboutColumns: String {
    switch self {
    case .unfitExpression(let file, let use, let reason):
      "\(visibleText(file)): \(use): \(reason)"
    case .unrecognisedColumns(let file, let missing, let columns, let example):
      "\(file): no column was recognised as \(listed(missing)). Columns: \(listed(columns)). "
        + "Say which is which: \(example)"
    case .ambiguousColumns(let file, let role, let candidates, let columns, let example):
      "\(file): more than one column may be the \(role): \(listed(candidates)). Columns: "
        + "\(listed(columns)). Say which: \(example)"
    case .missingFeatures(let file, let missing, let found):
      "\(file): found \(grouped(found.count)) columns (\(listed(found))), expected also "
        + "\(listed(missing)). Write the file again with `perennial features`, without --select and "
        + "with the model's own catalogue."
    case .repeatedColumn(let file, let column):
      "\(file): found more than one column '\(column)', expected one."
    case .noSuchColumn(let file, let column, let columns):
      "\(file): found no column '\(column)', expected one of: \(listed(columns))."
        + (nearestName(to: column, among: columns).map { " Did you mean '\($0)'?" } ?? "")
    case .tooManyGroups(let file, let column, let count):
      "\(file): column '\(column)': found \(grouped(count)) different values, expected at most "
        + "\(grouped(GroupColumn.mostGroups)) groups. Is this a name or an amount? Choose a column "
        + "that parts customers into groups."
    default: preconditionFailure("not about columns")
    }
  }

  private var aboutValues: String {
    switch self {
    case .datesNeedFormat(let place, let column, let found, let formats):
      "\(place): column '\(column)': found '\(found)', expected yyyy-mm-dd or yyyymmdd. Pass "
        + formats.map { "--date-format '\($0)'" }.joined(separator: " or ")
        + (formats.count > 1 ? ": the rows do not tell which." : ".")
    case .futureDate(let place, let column, let found, let today):
      "\(place): column '\(column)': found '\(found)', a date after today (\(today)). Correct it, "
        + "leave the row out with --where, or pass --allow-future-dates."
    case .twoCurrencies(let place, let column, let first, let second):
      "\(place): column '\(column)': found '\(second)' after '\(first)'; amounts in two currencies "
        + "cannot be added. Choose one: --where \"\(expressionName(column)) = '\(first)'\""
    case .tooManyRows(let rows):
      "\(grouped(rows)) rows of one kind are more than the \(grouped(Int(Int32.max))) that one run "
        + "can hold. Split the customers over several runs."
    case .tooManyKinds:
      "the column of events' kinds has more than \(Event.mostKinds) different values, so it holds "
        + "something else. Name the right one: --columns kind=…"
    case .tooManyChannels:
      "the column of channels has more than \(grouped(Line.mostChannels)) different values, so it holds "
        + "something else. Name the right one: --columns channel=…"
    case .repeatedTotal(let order, let lines, let amount, let share):
      "order \(order): each of its \(lines) lines has the amount \(amount), and "
        + "\(fixed(100 * share, digits: 1)) % of the orders of several lines repeat one amount. "
        + "Pass --amount-per order if the amount is the order's total, --amount-per line if it is "
        + "each line's own."
    case .amountsTooLarge(let scale):
      "the amounts, kept with \(scale) digits after the point, add up to more than "
        + "\(decimalText(Int128(Int64.max / 4), scale: scale)). Round them, or leave out rows with "
        + "--where."
    default: preconditionFailure("not about values")
    }
  }

  /// A line for each row that is quoted.
  private var aboutRows: String {
    switch self {
    case .tooManyRefused(let rows, let refused, let read, let limit):
      ([
        "\(grouped(refused)) of \(grouped(read)) rows cannot be used, more than --max-refused "
          + "\(percentText(limit)) lets pass:"
      ] + rows.map { "  \($0)" }
        + (refused > rows.count ? ["  … and \(grouped(refused - rows.count)) more"] : []))
        .joined(separator: "\n")
    case .unusableRows(let rows, let count, let read):
      ([
        "\(grouped(count)) of \(grouped(read)) rows cannot be scored, so none is:"
      ] + rows.map { "  \($0)" }
        + (count > rows.count ? ["  … and \(grouped(count - rows.count)) more"] : []))
        .joined(separator: "\n")
    default: preconditionFailure("not about rows")
    }
  }
}

extension DataError.Place: CustomStringConvertible {
  package var description: String {
    column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
  }
}

extension RejectedRow: CustomStringConvertible {
  package var description: String {
    let place = column.isEmpty ? "\(file):\(line)" : "\(file):\(line): column '\(column)'"
    return visibleText("\(place): found '\(found)', expected \(expected)")
  }
}

private func percentText(_ share: Double) -> String {
  let percent = 100 * share
  return percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
}
