internal import Units

/// An engine of SQL, and the few things that engines say differently.
///
/// Everything else in a query is what all of them say alike and mean alike: `CASE`, `COALESCE`, the four
/// operations on floating-point numbers, window functions with a whole order, `UNION ALL`, common table
/// expressions.
package enum SQLDialect: String, Sendable, CaseIterable {
  case duckdb, postgres, sqlite, spark, snowflake, bigquery

  var textType: String {
    switch self {
    case .duckdb, .snowflake: "VARCHAR"
    case .postgres, .sqlite: "TEXT"
    case .spark, .bigquery: "STRING"
    }
  }

  var numberType: String {
    switch self {
    case .duckdb, .spark, .snowflake: "DOUBLE"
    case .postgres: "DOUBLE PRECISION"
    case .sqlite: "REAL"
    case .bigquery: "FLOAT64"
    }
  }

  var wholeType: String {
    switch self {
    case .bigquery: "INT64"
    case .sqlite: "INTEGER"
    case .duckdb, .postgres, .spark, .snowflake: "BIGINT"
    }
  }

  /// Days from 1970-01-01 to a time of the shop's wall clock, a whole number: differences of dates, as
  /// those of times are hours off where clocks change.
  func day(_ time: String) -> String {
    switch self {
    case .duckdb: "DATE_DIFF('day', DATE '1970-01-01', CAST(\(time) AS DATE))"
    case .postgres: "(CAST(\(time) AS DATE) - DATE '1970-01-01')"
    case .sqlite: "CAST(JULIANDAY(DATE(\(time))) - 2440587.5 AS INTEGER)"
    case .spark: "DATEDIFF(CAST(\(time) AS DATE), DATE '1970-01-01')"
    case .snowflake: "DATEDIFF('day', DATE '1970-01-01', CAST(\(time) AS DATE))"
    case .bigquery: "DATE_DIFF(CAST(\(time) AS DATE), DATE '1970-01-01', DAY)"
    }
  }

  /// Whole seconds from the start of its day to a time.
  func secondOfDay(_ time: String) -> String {
    switch self {
    case .sqlite:
      "(CAST(STRFTIME('%s', \(time)) AS INTEGER) - CAST(STRFTIME('%s', DATE(\(time))) AS INTEGER))"
    case .duckdb, .postgres, .snowflake:
      secondOfDay("CAST(\(time) AS TIMESTAMP)", second: { "CAST(FLOOR(\($0)) AS BIGINT)" })
    case .spark:
      secondOfDay("CAST(\(time) AS TIMESTAMP)", second: { "CAST(FLOOR(\($0)) AS BIGINT)" })
    case .bigquery: secondOfDay("CAST(\(time) AS DATETIME)", second: { $0 })
    }
  }

  private func secondOfDay(_ time: String, second: (String) -> String) -> String {
    "(EXTRACT(HOUR FROM \(time)) * 3600 + EXTRACT(MINUTE FROM \(time)) * 60 + "
      + second("EXTRACT(SECOND FROM \(time))") + ")"
  }

  /// A date as a constant.
  func date(_ day: Day) -> String { self == .sqlite ? "'\(day)'" : "DATE '\(day)'" }

  /// The date of a number of days from 1970-01-01.
  func date(ofDay day: String) -> String {
    switch self {
    case .duckdb, .postgres: "(DATE '1970-01-01' + CAST(\(day) AS INTEGER))"
    case .sqlite: "DATE((\(day)) * 86400, 'unixepoch')"
    case .spark: "DATE_ADD(DATE '1970-01-01', CAST(\(day) AS INT))"
    case .snowflake: "DATEADD('day', \(day), DATE '1970-01-01')"
    case .bigquery: "DATE_ADD(DATE '1970-01-01', INTERVAL (\(day)) DAY)"
    }
  }

  /// Whether this engine can draw texts by a hash that all such engines compute alike.
  package var draws: Bool { self != .sqlite }

  /// Whether a text is drawn, by the first eight of the hex digits of its MD5.
  ///
  /// The same texts are drawn wherever they lie, and a larger share holds a smaller one.
  /// - Parameters:
  ///   - text: as an expression.
  ///   - share: from 0 to 1.
  /// - Returns: nil where all are drawn.
  func drawing(_ text: String, share: Double) -> String? {
    guard share < 1 else { return nil }
    let first = String(Int(share * 0x1p32), radix: 16)
    let limit = literal(String(repeating: "0", count: 8 - first.count) + first)
    let digits = self == .bigquery ? "TO_HEX(MD5(\(text)))" : "MD5(\(text))"
    return "\(byBytes("SUBSTR(\(digits), 1, 8)")) < \(limit)"
  }

  /// Money in millionths, a whole number: exact sums, in whatever order an engine adds.
  func millionths(_ amount: String) -> String {
    switch self {
    // A product has the digits of its factors, and with 18 none are left for a million of the currency.
    case .duckdb, .spark: "CAST(CAST(\(amount) AS DECIMAL(30, 6)) * 1000000 AS BIGINT)"
    case .postgres, .snowflake: "CAST(CAST(\(amount) AS NUMERIC(18, 6)) * 1000000 AS BIGINT)"
    case .bigquery: "CAST(CAST(\(amount) AS NUMERIC) * 1000000 AS INT64)"
    case .sqlite: "CAST(ROUND(\(amount) * 1000000) AS INTEGER)"
    }
  }

  /// Whole numbers of 0 or more divided, without the rest.
  func quotient(_ a: String, _ b: String) -> String {
    switch self {
    case .duckdb: "((\(a)) // (\(b)))"
    case .postgres, .sqlite: "((\(a)) / (\(b)))"
    case .spark: "((\(a)) DIV (\(b)))"
    case .snowflake: "CAST(FLOOR((\(a)) / (\(b))) AS BIGINT)"
    case .bigquery: "DIV(\(a), \(b))"
    }
  }

  /// What is left of a whole number of 0 or more divided.
  func rest(_ a: String, _ b: String) -> String {
    self == .bigquery ? "MOD(\(a), \(b))" : "((\(a)) % (\(b)))"
  }

  /// A text up to the first of a sign, or all of it.
  func before(_ sign: Character, in text: String) -> String {
    let sign = literal(String(sign))
    return switch self {
    case .duckdb, .postgres, .snowflake: "SPLIT_PART(\(text), \(sign), 1)"
    case .spark: "SUBSTRING_INDEX(\(text), \(sign), 1)"
    case .bigquery: "SPLIT(\(text), \(sign))[OFFSET(0)]"
    case .sqlite: "SUBSTR(\(text), 1, INSTR(\(text) || \(sign), \(sign)) - 1)"
    }
  }

  /// Whether it has regular expressions, by which words are parted that are joined by capitals.
  var partsHumps: Bool { self != .sqlite }

  /// The name of a kind of event as the table of kinds has it: small letters, words parted by `_`.
  ///
  /// Where the engine parts no words joined by capitals, such a name stays as it is.
  func plainName(_ name: String) -> String {
    func replaced(_ text: String, _ pattern: String, _ other: String) -> String {
      let all = self == .duckdb || self == .postgres ? ", 'g'" : ""
      let function = "REGEXP_REPLACE(\(text), \(literal(pattern)), \(literal(other))"
      return "\(function)\(all))"
    }
    switch self {
    case .sqlite:
      let parted = ["' '", "'-'", "'.'", "'/'"].reduce(name) { "REPLACE(\($0), \($1), '_')" }
      // A run of signs is one.
      let single = (0..<4).reduce(parted) { text, _ in "REPLACE(\(text), '__', '_')" }
      return
        "CASE WHEN \(name) GLOB '*[a-z][A-Z]*' THEN \(name) ELSE LOWER(TRIM(\(single), '_')) END"
    case .duckdb, .postgres, .spark, .snowflake, .bigquery:
      let backwards = self == .spark ? "$1_$2" : "\\1_\\2"
      let humps = replaced(name, "([a-z])([A-Z])", backwards)
      let parted = replaced(humps, "[ ._/-]+", "_")
      return "LOWER(\(replaced(parted, "^_|_$", "")))"
    }
  }

  /// Text in the order of its bytes.
  func byBytes(_ text: String) -> String {
    self == .postgres ? "\(text) COLLATE \"C\"" : text
  }

  /// Between the name of a stage and its query: of engines that would put the text of a stage in the place
  /// of its columns, whose lengths then multiply.
  var materialized: String {
    switch self {
    case .postgres, .sqlite: " MATERIALIZED"
    case .duckdb, .spark, .snowflake, .bigquery: ""
    }
  }

  /// The same of a stage that several others read.
  var materializedIfShared: String { self == .duckdb ? " MATERIALIZED" : materialized }

  /// A text as a constant.
  func literal(_ text: String) -> String {
    switch self {
    case .spark, .bigquery:
      "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    case .snowflake:
      "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    case .duckdb, .postgres, .sqlite: "'" + text.replacing("'", with: "''") + "'"
    }
  }

  /// A table of numbers as the body of a stage.
  ///
  /// - Parameters:
  ///   - columns: names.
  ///   - rows: one number a column; at least one row.
  /// - Returns: a SELECT, indented.
  func table(_ columns: [String], _ rows: [[Double]]) -> String {
    let texts = rows.map { $0.map(number) }
    switch self {
    case .bigquery:
      let structs = texts.enumerated().map { index, row in
        index == 0
          ? "STRUCT(" + zip(row, columns).map { "\($0) AS \($1)" }.joined(separator: ", ") + ")"
          : "(" + row.joined(separator: ", ") + ")"
      }
      return "  SELECT * FROM UNNEST([\n    " + structs.joined(separator: ",\n    ") + "\n  ])"
    case .duckdb, .postgres, .spark, .snowflake, .sqlite:
      let values =
        "VALUES\n    "
        + texts.map { "(" + $0.joined(separator: ", ") + ")" }
        .joined(separator: ",\n    ")
      // SQLite names the columns of VALUES itself.
      let names = columns.enumerated().map { "column\($0 + 1) AS \($1)" }.joined(separator: ", ")
      return self == .sqlite
        ? "  SELECT \(names) FROM (\(values))"
        : "  SELECT * FROM (\(values)) AS v(\(columns.joined(separator: ", ")))"
    }
  }
}

/// A number as a constant: with an exponent, which makes it a floating-point number everywhere, and with all
/// its digits.
func number(_ value: Double) -> String {
  let text = "\(value)"
  return text.contains("e") ? text : text + "e0"
}

extension SQLDialect {
  func asNumber(_ expression: String) -> String { "CAST(\(expression) AS \(numberType))" }
  func asWhole(_ expression: String) -> String { "CAST(\(expression) AS \(wholeType))" }
  func asText(_ expression: String) -> String { "CAST(\(expression) AS \(textType))" }

  var noNumber: String { asNumber("NULL") }
  var noText: String { asText("NULL") }
}

/// e to the power of something that is kept where engines have a number for it.
func exponential(_ power: String) -> String {
  "EXP(CASE WHEN \(power) > 7e2 THEN 7e2 WHEN \(power) < -7e2 THEN -7e2 ELSE \(power) END)"
}
