internal import Glibc

/// How a program is called to write a table or a query as CSV to its standard output.
///
/// Programs are called by a vector of arguments, never by a shell; names and paths are quoted as the
/// engine's SQL quotes them. None may change what it reads, none reads a file of settings of its own, and
/// none asks anybody anything.
struct SourceCall {
  let engine: SourceEngine
  let arguments: [String]
  /// Variables that are set where the caller's environment does not.
  let defaults: [String: String]

  /// - Parameters:
  ///   - address: what is read.
  ///   - keepsBits: whether SQLite is to give a number of a REAL as `ieee754(mantissa,exponent)`, and one of a
  ///     DECIMAL with its digits after the point.
  /// - Throws: where a file is not there, or JSON or SQLite cannot be read for its names.
  init(_ address: SourceAddress, keepsBits: Bool = false) throws(FileError) {
    switch address.place {
    case .parquetFile(let path):
      try Self.requireFile(path)
      self.init(
        duckDB: "",
        "SELECT * FROM read_parquet(\(SQLText.text(Self.literalPattern(Self.path(path)))))"
      )
    case .parquet(let pattern):
      self.init(duckDB: "", "SELECT * FROM read_parquet(\(SQLText.text(Self.path(pattern))))")
    case .json(let pattern):
      // Texts as they stand: what looks like a date or a UUID would be rewritten, and an id of many
      // digits be rounded, where the engine may guess.
      let files = SQLText.text(Self.path(pattern))
      let columns = try Self.columns(address, files)
      self.init(duckDB: "", "SELECT * FROM read_json(\(files), columns = \(columns))")
    case .duckDB(let file, let subject):
      if !file.isEmpty { try Self.requireFile(file) }
      switch subject {
      case .table(let table): self.init(duckDB: file, "SELECT * FROM \(Self.identifier(table))")
      // As a value it is one SELECT, or refused.
      case .query(let query): self.init(duckDB: file, "SELECT * FROM query(\(SQLText.text(query)))")
      }
    case .workbook: preconditionFailure("a workbook is read without a program")
    case .sqlite(let file, let subject):
      try Self.requireFile(file)
      let source = "SELECT * FROM \(Self.source(subject))"
      let select =
        keepsBits
        ? "SELECT \(try Self.exactCells(address, file, source)) FROM (\(source))" : source
      self.init(engine: .sqlite, arguments: Self.sqlite(["-header"], file, [select]))
    case .postgreSQL(let server, let subject):
      self.init(
        engine: .postgreSQL,
        arguments: [
          "-X", "-w", "-q", "-v", "ON_ERROR_STOP=1", "-d", server,
          "-c", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
          "-c", "SET LOCAL TIME ZONE 'UTC'", "-c", "SET LOCAL DateStyle = 'ISO, YMD'",
          "-c", "SET LOCAL extra_float_digits = 1",
          "-c",
          "COPY (SELECT * FROM \(Self.source(subject))) TO STDOUT "
            + "WITH (FORMAT csv, HEADER, ENCODING 'UTF8')",
        ],
        defaults: Self.defaults(of: .postgreSQL))
    }
  }

  /// Variables that a program is given where its caller sets none of their names.
  static func defaults(of engine: SourceEngine) -> [String: String] {
    engine == .postgreSQL ? ["PGCONNECT_TIMEOUT": "30", "PGAPPNAME": "perennial"] : [:]
  }

  init(engine: SourceEngine, arguments: [String], defaults: [String: String] = [:]) {
    (self.engine, self.arguments, self.defaults) = (engine, arguments, defaults)
  }

  /// - Parameters:
  ///   - file: of the database; empty for none.
  ///   - select: what is written.
  private init(duckDB file: String, _ select: String) {
    let database = file.isEmpty ? [":memory:"] : ["-readonly", Self.path(file)]
    self.init(
      engine: .duckDB,
      arguments: ["-no-init", "-batch", "-bail", "-no-stdin"] + database + [
        "-c",
        Self.settings + "COPY (\(select)) TO '/dev/stdout' (FORMAT csv, HEADER true)",
      ])
  }

  /// What DuckDB is to take each name of JSON files for: a text.
  private static func columns(
    _ address: SourceAddress, _ files: String
  ) throws(FileError) -> String {
    let name = "'''' || replace(column_name, '''', '''''') || ''': ''VARCHAR'''"
    let call = SourceCall(
      engine: .duckDB,
      arguments: [
        "-no-init", "-batch", "-bail", "-no-stdin", "-list", "-noheader", ":memory:", "-c",
        settings + "SELECT '{' || string_agg(\(name), ', ') || '}' FROM "
          + "(DESCRIBE SELECT * FROM read_json(\(files), sample_size = -1))",
      ])
    return try text(of: call, address.name)
  }

  private static func sqlite(_ form: [String], _ file: String, _ words: [String]) -> [String] {
    ["-init", "/dev/null", "-batch", "-bail", "-readonly", "-safe", "-csv"] + form + [
      "-nullvalue", "", "-newline", "\n", "-cmd", patience, path(file),
    ] + words
  }

  /// What makes SQLite wait for others.
  static let patience = ".timeout \(1_000 * SourceEngine.secondsForLock)"

  /// What SQLite is to give of each column, so that no digit is lost.
  private static func exactCells(
    _ address: SourceAddress, _ file: String, _ source: String
  ) throws(FileError) -> String {
    let name = "'\"' || replace(name, '\"', '\"\"') || '\"'"
    let scale = "CAST(substr(type, instr(type, ',') + 1) AS INTEGER)"
    let cell =
      "CASE WHEN upper(type) LIKE 'DECIMAL(%,%)' THEN "
      + "'CASE WHEN ' || \(name) || ' IS NOT NULL THEN printf(''%.' || \(scale) || 'f'', ' || \(name) || ') END' "
      + "ELSE 'CASE typeof(' || \(name) || ') WHEN ''real'' THEN ieee754(' || \(name) || ') ELSE ' || \(name) "
      + "|| ' END' END || ' AS ' || \(name)"
    let call = SourceCall(
      engine: .sqlite,
      arguments: sqlite(
        ["-list", "-noheader"], file,
        [
          "CREATE TEMP VIEW perennial_source AS \(source)",
          "SELECT group_concat(\(cell), ', ') FROM pragma_table_info('perennial_source')",
        ]))
    return try text(of: call, address.name)
  }

  /// All that a call writes, which is short.
  static func text(of call: SourceCall, _ name: String) throws(FileError) -> String {
    let process = try SourceProcess(call, of: name)
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try process.read(into: &piece, from: 0)
      text += piece[..<count]
      if count < piece.count { break }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Before every statement of DuckDB: nothing is fetched, times with a zone are of UTC.
  static let settings =
    "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; "
    + "SET TimeZone = 'UTC'; SET lock_configuration = true; "

  private static func requireFile(_ path: String) throws(FileError) {
    let status = unsafe access(path, F_OK)
    if status != 0 { throw .missingFile(path) }
  }

  private static func source(_ subject: SourceAddress.Subject) -> String {
    switch subject {
    case .table(let table): return identifier(table)
    case .query(let query):
      // A comment at the end must not hide the parenthesis, and a semicolon is no part of the query.
      var text = Substring(query)
      while let last = text.last, last == ";" || last.isWhitespace { text.removeLast() }
      return "(\(text)\n) AS source"
    }
  }

  /// A name, or names with points between them, each quoted.
  ///
  /// Between quotes a point is one, and two quotes are one.
  static func identifier(_ text: String) -> String {
    var parts = [""]
    var isQuoted = false
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if character == "\"", !isQuoted, parts[parts.count - 1].isEmpty {
        isQuoted = true
      } else if character == "\"", isQuoted, rest.first != "\"" {
        isQuoted = false
      } else if character == ".", !isQuoted {
        parts.append("")
      } else if character == "\"" {
        if isQuoted { rest.removeFirst() }
        parts[parts.count - 1] += "\"\""
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { "\"\($0)\"" }.joined(separator: ".")
  }

  /// A path that is no option, no address and no file of another engine's.
  static func path(_ path: String) -> String {
    path.hasPrefix("/") || path.hasPrefix("./") ? path : "./\(path)"
  }

  /// A path in which nothing stands for other characters.
  private static func literalPattern(_ path: String) -> String {
    path.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
  }
}
