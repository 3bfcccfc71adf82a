/// What a program of a database is told to take rows into a table, or make a Parquet file of them.
///
/// The rows are CSV with a header behind a pipe of their own, so that nothing in a cell can be taken for a
/// statement. What makes them count is said behind them: a run that dies before leaves the table as it was.
struct DestinationScript {
  let arguments: [String]
  /// Up to where the rows are read.
  let before: String
  /// Said once all rows are given.
  let after: String

  private static let staged = "perennial_rows"

  /// Writes a table, of which `commented` columns keep the comments that they have (DuckDB).
  init(
    _ engine: SourceEngine, database: String, table: String, _ keeping: RowDestination.Keeping,
    columns: [RowColumn], commented: Set<String> = [], from pipe: String
  ) {
    let table = SourceCall.identifier(table)
    let names = columns.map { SQLText.quoted($0.name) }.joined(separator: ", ")
    let date = SQLText.quoted(RowDestination.dateColumn)
    let rows = engine == .postgreSQL ? "pg_temp.\(Self.staged)" : "temp.\(Self.staged)"
    let dates = keeping == .none ? "" : " WHERE \(date) IN (SELECT \(date) FROM \(rows))"
    let text =
      "DELETE FROM \(table)\(dates);\nINSERT INTO \(table) (\(names)) SELECT \(names) FROM \(rows);\nCOMMIT;\n"
    switch engine {
    case .duckDB:
      arguments = ["-no-init", "-batch", "-bail", SourceCall.path(database)]
      before = Self.duckDB(table, columns, commented: commented, pipe)
      after = text
    case .sqlite:
      arguments = [
        "-init", "/dev/null", "-batch", "-bail", "-cmd", SourceCall.patience,
        SourceCall.path(database),
      ]
      before = Self.sqlite(table, columns, pipe)
      after = Self.sqliteTypes(columns) + text
    case .postgreSQL:
      arguments = ["-X", "-w", "-q", "-v", "ON_ERROR_STOP=1", "-d", database]
      before = Self.postgreSQL(table, columns, pipe)
      after = text
    }
  }

  /// Writes a Parquet file to a path at which one is that may be replaced.
  init(parquet path: String, columns: [RowColumn], from pipe: String) {
    arguments = ["-no-init", "-batch", "-bail", ":memory:"]
    before =
      SourceCall.settings + "COPY (\(Self.duckDBSelect(columns, pipe))) TO "
      + "\(SQLText.text(SourceCall.path(path))) (FORMAT parquet, USE_TMP_FILE false);\n"
    after = ""
  }
}

extension DestinationScript {
  /// Columns of a DuckDB table that have a comment, whoever gave it; messages call the destination `name`.
  static func commentedColumns(
    database: String, table: String, _ name: String
  ) throws(FileError) -> Set<String> {
    guard headOfFile(database, bytes: 1)?.isEmpty == false else { return [] }
    let table = SQLText.text(SQLText.lastPart(of: SourceCall.identifier(table)))
    let call = SourceCall(
      engine: .duckDB,
      arguments: [
        "-no-init", "-batch", "-bail", "-no-stdin", "-list", "-noheader", "-readonly",
        SourceCall.path(database), "-c",
        SourceCall.settings + "SELECT column_name FROM duckdb_columns() "
          + "WHERE lower(table_name) = lower(\(table)) AND comment IS NOT NULL",
      ])
    return Set(
      try SourceCall.text(of: call, name).split(whereSeparator: \.isNewline).map(String.init))
  }

  private static func duckDB(
    _ table: String, _ columns: [RowColumn], commented: Set<String>, _ pipe: String
  ) -> String {
    let found = "coalesce(t.column_type, 'not there')"
    return """
      \(SourceCall.settings)
      BEGIN;
      CREATE TABLE IF NOT EXISTS \(table) (\(declared(columns, .duckDB)));
      \(comments(table, columns.filter { !commented.contains($0.name) }))
      CREATE TEMP TABLE \(staged) AS \(duckDBSelect(columns, pipe));
      SELECT error('column ' || w.column_name || ' of the table is ' || \(found) || ', expected ' || w.column_type)
        FROM (DESCRIBE temp.\(staged)) AS w LEFT JOIN (DESCRIBE \(table)) AS t USING (column_name)
        WHERE t.column_type IS DISTINCT FROM w.column_type LIMIT 1;

      """
  }

  private static func duckDBSelect(_ columns: [RowColumn], _ pipe: String) -> String {
    let cells = columns.map { column in
      let name = SQLText.quoted(column.name)
      return column.type == .flag
        ? "\(name) = 'yes' AS \(name)" : "\(name)::\(column.type.name(in: .duckDB)) AS \(name)"
    }
    let texts = columns.map { "\(SQLText.text($0.name)): 'VARCHAR'" }
    return "SELECT \(cells.joined(separator: ", ")) FROM read_csv(\(SQLText.text(pipe)), "
      + "auto_detect = false, "
      + "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
      + "allow_quoted_nulls = false, max_line_size = \(longestRow), "
      + "columns = {\(texts.joined(separator: ", "))})"
  }

  /// Bytes of a row that DuckDB takes.
  private static let longestRow = 64 << 20

  private static func postgreSQL(
    _ table: String, _ columns: [RowColumn], _ pipe: String
  ) -> String {
    let tag = "$perennial$"
    return """
      BEGIN;
      SET LOCAL standard_conforming_strings = on;
      SET LOCAL client_min_messages = warning;
      SET LOCAL DateStyle = 'ISO, YMD';
      SELECT to_regclass(\(SQLText.text(table))) IS NULL AS perennial_is_new \\gset
      \\if :perennial_is_new
      CREATE TABLE \(table) (\(declared(columns, .postgreSQL)));
      \(comments(table, columns))
      \\endif
      LOCK TABLE \(table) IN SHARE ROW EXCLUSIVE MODE;
      CREATE TEMP TABLE \(staged) (\(declared(columns, .postgreSQL))) ON COMMIT DROP;
      SELECT set_config('perennial.target', \(SQLText.text(table)), true) \\g /dev/null
      DO \(tag)
      DECLARE fault text;
      BEGIN
        SELECT format('column %s of the table is %s, expected %s', w.attname,
            coalesce(format_type(t.atttypid, t.atttypmod), 'not there'), format_type(w.atttypid, w.atttypmod))
          INTO fault FROM pg_attribute AS w
          LEFT JOIN pg_attribute AS t ON t.attrelid = to_regclass(current_setting('perennial.target'))
            AND t.attname = w.attname AND NOT t.attisdropped
          WHERE w.attrelid = 'pg_temp.\(staged)'::regclass AND w.attnum > 0
            AND (t.attname IS NULL OR (t.atttypid, t.atttypmod) IS DISTINCT FROM (w.atttypid, w.atttypmod))
          LIMIT 1;
        IF fault IS NOT NULL THEN RAISE EXCEPTION '%', fault; END IF;
      END \(tag);
      \\copy pg_temp.\(staged) FROM \(SQLText.text(pipe)) WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')

      """
  }

  private static func sqlite(
    _ table: String, _ columns: [RowColumn], _ pipe: String
  ) -> String {
    let cells = columns.indices.map { "c\($0)" }.joined(separator: ", ")
    // What a declaration says stays with it, comments too.
    let lines = columns.enumerated().map { index, column in
      "  \(SQLText.quoted(column.name)) \(column.type.name(in: .sqlite))"
        + (index + 1 < columns.count ? "," : "")
        + (column.comment.isEmpty ? "" : " -- \(SQLText.oneLine(column.comment))")
    }
    return """
      BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS \(table) (
      \(lines.joined(separator: "\n"))
      );
      CREATE TEMP TABLE perennial_check (found, expected, CONSTRAINT \(SQLText.quoted(otherTypes)) CHECK (found = expected));
      INSERT INTO temp.perennial_check SELECT upper(coalesce(t.type, '')), w.column2
        FROM (VALUES \(columns.map { "(\(SQLText.text($0.name)), \(SQLText.text($0.type.name(in: .sqlite))))" }.joined(separator: ", "))) AS w
        LEFT JOIN pragma_table_info(\(SQLText.text(SQLText.lastPart(of: table)))) AS t ON t.name = w.column1;
      CREATE TEMP TABLE perennial_text (\(cells));
      .import -csv -skip 1 -schema temp \(SQLText.text(pipe)) perennial_text

      """
  }

  private static let otherTypes =
    "the table lacks a column of the rows, or has it with another type"

  /// Gives the texts their types: a number is given by its bits, since SQLite reads few decimals to the last.
  private static func sqliteTypes(_ columns: [RowColumn]) -> String {
    let cells = columns.enumerated().map { index, column in
      let cell = "NULLIF(c\(index), '')"
      let value =
        switch column.type {
        case .text, .date: cell
        case .integer: "CAST(\(cell) AS INTEGER)"
        case .decimal: "CAST(\(cell) AS NUMERIC)"
        case .flag: "CASE \(cell) WHEN 'yes' THEN 1 WHEN 'no' THEN 0 END"
        case .number:
          "CASE WHEN \(cell) IS NOT NULL THEN ieee754(CAST(c\(index) AS INTEGER), "
            + "CAST(substr(c\(index), instr(c\(index), ':') + 1) AS INTEGER)) END"
        }
      return "\(value) AS \(SQLText.quoted(column.name))"
    }
    return "CREATE TEMP TABLE \(staged) AS SELECT \(cells.joined(separator: ", ")) "
      + "FROM temp.perennial_text ORDER BY rowid;\n"
  }

  private static func declared(_ columns: [RowColumn], _ engine: SourceEngine) -> String {
    columns.map { "\(SQLText.quoted($0.name)) \($0.type.name(in: engine))" }
      .joined(separator: ", ")
  }

  private static func comments(_ table: String, _ columns: [RowColumn]) -> String {
    columns.filter { !$0.comment.isEmpty }.map {
      "COMMENT ON COLUMN \(table).\(SQLText.quoted($0.name)) IS "
        + "\(SQLText.text(SQLText.oneLine($0.comment)));"
    }.joined(separator: "\n")
  }
}

extension RowType {
  /// The name of the type as the engine itself says it.
  fileprivate func name(in engine: SourceEngine) -> String {
    switch (self, engine) {
    case (.text, .duckDB): "VARCHAR"
    case (.text, .sqlite): "TEXT"
    case (.text, .postgreSQL): "text"
    case (.integer, .sqlite): "INTEGER"
    case (.integer, .duckDB): "BIGINT"
    case (.integer, .postgreSQL): "bigint"
    case (.number, .sqlite): "REAL"
    case (.number, .duckDB): "DOUBLE"
    case (.number, .postgreSQL): "double precision"
    case (.decimal, .postgreSQL): "numeric"
    case (.decimal(let scale), .duckDB), (.decimal(let scale), .sqlite): "DECIMAL(18,\(scale))"
    case (.date, .postgreSQL): "date"
    case (.date, .duckDB), (.date, .sqlite): "DATE"
    case (.flag, .postgreSQL): "boolean"
    case (.flag, .duckDB), (.flag, .sqlite): "BOOLEAN"
    }
  }
}
