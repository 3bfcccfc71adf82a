package import Units

/// Why data cannot be read or used: what was found, where, and in `description` what to do.
package enum DataError: Error, Sendable {
  /// Where in a file; `column` counts bytes of the line from 1.
  package struct Place: Sendable, Equatable {
    package var file: String
    package var line: Int
    package var column: Int?

    package init(file: String, line: Int, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// Who has to act, which decides the exit code.
  package enum Kind: Int32, Sendable {
    case usage = 64
    case badData = 65
    case missing = 66
    case cannotWrite = 73
  }

  // Files.
  case missingFile(String)
  case unreadableFile(String, reason: String)
  case unwritableFile(String, reason: String)
  case damagedGzip(String, String)
  case utf16(file: String)
  case notUTF8(Place, column: String)
  case noRows(files: [String])
  case noRowsUsed(files: [String], read: Int, filtered: Int, refused: Int)

  // Records.
  case unclosedQuote(Place)
  case textAfterQuote(Place)
  case nulByte(Place)
  case fieldTooLong(Place, isQuoted: Bool)
  case tooManyColumns(Place)

  // Settings.
  case unknownRole(String, nearest: String?)
  case malformedColumns(String, reason: String)
  case malformedExpression(String, reason: String)
  case needsBareColumn(role: String, expression: String)
  case malformedDateFormat(String, reason: String)
  case unknownTimeZone(String)

  // Columns.
  case unfitExpression(file: String, use: String, reason: String)
  case unrecognisedColumns(file: String, missing: [String], columns: [String], example: String)
  case ambiguousColumns(
    file: String, role: String, candidates: [String], columns: [String], example: String)

  case missingFeatures(file: String, missing: [String], found: [String])
  case repeatedColumn(file: String, column: String)
  case noSuchColumn(file: String, column: String, columns: [String])
  case tooManyGroups(file: String, column: String, count: Int)

  // Exports.
  case malformedJSON(Place)
  case malformedProfile(file: String, line: Int?, reason: String)
  case unknownProfile(String, nearest: String?)
  case questions([ReadingQuestion])

  // Values and guards.
  case datesNeedFormat(Place, column: String, found: String, formats: [String])
  case futureDate(Place, column: String, found: String, today: Day)
  case twoCurrencies(Place, column: String, first: String, second: String)
  case tooManyKinds
  case tooManyChannels
  case tooManyRows(Int)
  case repeatedTotal(order: String, lines: Int, amount: String, share: Double)
  case amountsTooLarge(scale: Int)
  case tooManyRefused([RejectedRow], refused: Int, read: Int, limit: Double)
  case unusableRows([RejectedRow], count: Int, read: Int)

  package var kind: Kind {
    switch self {
    case .missingFile, .unreadableFile: .missing
    case .unwritableFile: .cannotWrite
    case .unknownRole, .malformedColumns, .malformedExpression, .needsBareColumn,
      .malformedDateFormat, .unknownTimeZone, .malformedProfile, .unknownProfile:
      .usage
    default: .badData
    }
  }
}
