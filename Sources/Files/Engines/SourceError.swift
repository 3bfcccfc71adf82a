/// Why a table or a query cannot be read through the program of its database.
package enum SourceError: Error, Sendable, Equatable {
  /// An address without a file, or a pattern of files.
  case noFile(String)
  /// An address without `table=` or `query=`.
  case noSubject(String)
  /// Rows are to go to an address without `table=` or `append=`.
  case noTable(String)
  /// Rows are to go to a table that ends with the run, or that is one of the run's own.
  case passingTable(String)
  /// Rows are to go into a file that is no database.
  case noDatabase(String, file: String)
  /// Rows without `as_of` are to go among others.
  case noDates(String)
  /// The address is given without its password.
  case passwordInAddress(String)
  case commandMissing(String, SourceEngine)
  /// `found` is what the program says of its version.
  case oldCommand(String, SourceEngine, found: String)
  case notStarted(String, SourceEngine, reason: String)
  /// No answer to a question that takes no time.
  case noAnswer(String, SourceEngine, seconds: Int)
  /// `said` is the beginning of what the program wrote of its errors.
  case failed(String, SourceEngine, Ending, said: String)
  /// The same of a program that was to write.
  case notWritten(String, SourceEngine, Ending, said: String)

  /// What has to be put right.
  package enum Fault: Sendable, Equatable {
    /// The address, or the query in it.
    case address
    /// What stands in the file.
    case data
    /// The program, the file or the server, which is not there or does not answer.
    case place
  }

  package var fault: Fault {
    switch self {
    case .noFile, .noSubject, .noTable, .passingTable, .noDates, .passwordInAddress: .address
    case .noDatabase: .data
    case .commandMissing, .oldCommand, .notStarted, .noAnswer, .notWritten: .place
    case .failed(_, let engine, _, let said):
      if engine.wordsOfQueries.contains(where: said.contains) {
        .address
      } else if engine.wordsOfData.contains(where: said.contains) {
        .data
      } else {
        .place
      }
    }
  }

  /// How a program ended that did not end well.
  package enum Ending: Sendable, Equatable {
    case status(Int32)
    case signal(Int32)
  }
}

/// A program that reads a database for us.
package enum SourceEngine: String, Sendable, Equatable {
  case duckDB = "duckdb"
  case sqlite = "sqlite3"
  case postgreSQL = "psql"

  /// Name of the program on PATH.
  package var command: String { rawValue }

  /// What it says its version for.
  var versionArgument: String { self == .postgreSQL ? "-V" : "-version" }

  /// What it says of a query that it does not understand.
  fileprivate var wordsOfQueries: [String] {
    switch self {
    case .duckDB: ["Parser Error", "Binder Error"]
    case .sqlite: ["syntax error", "no such column", "incomplete input"]
    case .postgreSQL: ["ERROR:  syntax error", "ERROR:  column "]
    }
  }

  /// What it says of a file that it cannot make sense of.
  fileprivate var wordsOfData: [String] {
    switch self {
    case .duckDB: ["Invalid Input Error", "Conversion Error", "not a valid DuckDB database file"]
    case .sqlite: ["file is not a database", "is malformed"]
    case .postgreSQL: []
    }
  }

  /// How long SQLite waits for a database that others use.
  package static let secondsForLock = 10

  /// The oldest version that has all that is asked of it.
  package var oldest: (major: Int, minor: Int) {
    switch self {
    // `allowed_paths`, INT96, decimals by FIXED_LEN_BYTE_ARRAY as tested.
    case .duckDB: (1, 5)
    // `-safe`.
    case .sqlite: (3, 37)
    case .postgreSQL: (12, 0)
    }
  }

  /// Whether the program's answer to `--version` names one that is new enough.
  func isEnough(_ answer: String) -> Bool {
    for word in answer.split(whereSeparator: \.isWhitespace) {
      let numbers = word.drop { $0 == "v" }.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        .split(separator: ".").compactMap { Int($0) }
      guard numbers.count >= 2 else { continue }
      return (numbers[0], numbers[1]) >= (oldest.major, oldest.minor)
    }
    return false
  }
}
