/// Why a table or a query cannot be read through the program of its database.
package enum SourceError: Error, Sendable, Equatable {
  /// An address without a file, or a pattern of files.
  case noFile(String)
  /// An address without `table=` or `query=`.
  case noSubject(String)
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

  /// Whether the text of the address is at fault.
  package var isOfAddress: Bool {
    switch self {
    case .noFile, .noSubject, .passwordInAddress: true
    case .commandMissing, .oldCommand, .notStarted, .noAnswer, .failed: false
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
