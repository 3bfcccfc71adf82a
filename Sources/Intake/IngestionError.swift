package import Expressions
package import Files
package import Units

/// Why files cannot be read as orders, events, customers or features.
package enum IngestionError: Error, Sendable, Equatable {
  case file(FileError)
  case noRows(files: [String])
  case noRowsUsed(files: [String], read: Int, filtered: Int, rejected: Int)

  // Settings.
  case unknownRole(String, nearest: String?)
  case malformedColumns(String, ColumnsFault)
  case malformedExpression(ExpressionUse, ExpressionError)
  case needsBareColumn(role: ColumnRole, expression: String)

  // Columns.
  case unfitExpression(file: String, ExpressionUse, ExpressionError)
  case unrecognisedColumns(
    file: String, missing: [ColumnRole], columns: [String], start: ColumnsStart)
  case ambiguousColumns(file: String, role: ColumnRole, candidates: [String], columns: [String])
  case missingFeatures(file: String, missing: [String], found: [String])
  case repeatedColumn(file: String, column: String)
  /// `file` is nil for the customers files taken together.
  case noSuchColumn(file: String?, column: String, columns: [String])
  /// A column of which values are to count is in none of the files.
  case noStatusColumn(files: [String], column: String, columns: [String])
  /// No row has a status that counts.
  case noStatusCounted(files: [String], column: String, values: [String], found: [String])
  case tooManyGroups(file: String, column: String, count: Int)

  // Exports.
  case malformedJSON(FileError.Place)
  /// `reason` says what was found and expected in a profile file.
  case malformedProfile(file: String, line: Int?, reason: String)
  case unknownProfile(String, nearest: String?)
  /// What only the files' owner knows, of all files at once.
  case questions([ReadingQuestion])

  // Values and guards.
  case datesNeedFormat(FileError.Place, column: String, found: String, DateFormats)
  case futureDate(FileError.Place, column: String, found: String, today: Day)
  case twoCurrencies(FileError.Place, column: String, first: String, second: String)
  case tooManyKinds
  case tooManyChannels
  case tooManyRows(Int)
  /// A customer has an id in some rows and that id's pseudonym in others.
  case pseudonymBesideID(String)
  case repeatedTotal(order: String, lines: Int, amount: String, share: Double)
  case amountsTooLarge(scale: Int)
  case tooManyRejected([RejectedRow], rejected: Int, read: Int, limit: Double)
  /// Rows that must all be usable are not.
  case unusableRows([RejectedRow], count: Int, read: Int)
}

extension IngestionError {
  /// What an expression of the user is for.
  package enum ExpressionUse: Sendable, Equatable {
    case filter
    case column(ColumnRole, String)
  }

  /// What is wrong with a part of the user's choice of columns.
  package enum ColumnsFault: Sendable, Equatable {
    case noEquals
    case repeatedRole(ColumnRole)
    case required(ColumnRole)
  }

  /// Where to start with columns that were not recognised.
  package enum ColumnsStart: Sendable, Equatable {
    /// The file has no header: roles need positions.
    case positions([ColumnRole])
    /// The header is one text with blanks.
    case blanksAsDelimiter
    /// The expression of each role that is known or near; nil where none is.
    case columns([(role: ColumnRole, expression: String?)])

    package static func == (first: Self, second: Self) -> Bool {
      switch (first, second) {
      case (.positions(let first), .positions(let second)): first == second
      case (.blanksAsDelimiter, .blanksAsDelimiter): true
      case (.columns(let first), .columns(let second)):
        first.elementsEqual(second) { $0.role == $1.role && $0.expression == $1.expression }
      case (.positions, _), (.blanksAsDelimiter, _), (.columns, _): false
      }
    }
  }

  /// Which patterns fit dates that are not ISO 8601.
  package enum DateFormats: Sendable, Equatable {
    /// Every row fits the pattern, and no other that is common.
    case only(String)
    /// Every row fits each of them.
    case either([String])
    /// None of the common ones fits every row.
    case unknown
  }

  /// Who has to act, which decides the exit status.
  package enum Kind: Sendable {
    case usage, badData, missing, cannotWrite
  }

  package var kind: Kind {
    switch self {
    case .file(let error): error.kind
    case .unknownRole, .malformedColumns, .malformedExpression, .needsBareColumn,
      .malformedProfile, .unknownProfile:
      .usage
    case .noRows, .noRowsUsed, .unfitExpression, .unrecognisedColumns, .ambiguousColumns,
      .missingFeatures, .repeatedColumn, .noSuchColumn, .noStatusColumn, .noStatusCounted,
      .tooManyGroups, .datesNeedFormat,
      .futureDate, .twoCurrencies, .tooManyKinds, .tooManyChannels, .tooManyRows,
      .pseudonymBesideID,
      .repeatedTotal,
      .amountsTooLarge, .tooManyRejected, .unusableRows, .malformedJSON, .questions:
      .badData
    }
  }
}

extension FileError {
  /// Who has to act, which decides the exit status.
  package var kind: IngestionError.Kind {
    switch self {
    case .missingFile, .unreadableFile: .missing
    case .source(let error):
      switch error.fault {
      case .address: .usage
      case .data: .badData
      case .place: .missing
      }
    case .workbook(_, let fault): fault == .noExpat || fault == .noFile ? .missing : .badData
    case .unwritableFile: .cannotWrite
    case .malformedDateFormat, .unknownTimeZone: .usage
    case .damagedCompression, .expandsTooFar, .utf16, .cutUTF16, .notUTF8, .unclosedQuote,
      .textAfterQuote,
      .nulByte, .fieldTooLong,
      .tooManyColumns:
      .badData
    }
  }
}
