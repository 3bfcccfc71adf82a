/// Where rows go that keep the types of their columns: a table of a database, a Parquet file, a workbook.
///
/// | text | what becomes of it | written through |
/// |---|---|---|
/// | `scores.parquet`, `parquet:FILE` | the file is replaced | `duckdb` |
/// | `duckdb:FILE?table=NAME`, `sqlite:FILE?table=NAME`, `postgresql://HOST/DATABASE?table=NAME` | all rows of the table are replaced | the program of the database |
/// | the same with `append=NAME` | rows of the same `as_of` are replaced, others stay | the same |
/// | `scores.xlsx`, `xlsx:FILE` | the file is replaced | nothing else |
///
/// Any other text is a path of a file of text.
package struct RowDestination: Sendable, Equatable {
  /// What becomes of the rows that a table has.
  enum Keeping: Sendable, Equatable { case none, otherDates }

  enum Place: Sendable, Equatable {
    case parquet(path: String)
    case workbook(path: String)
    case table(SourceEngine, database: String, name: String, Keeping)
  }

  let place: Place
  /// As the user gave it: it holds no password.
  package let name: String

  /// The column by which rows of one run are told from those of another.
  package static let dateColumn = "as_of"

  /// Reads the text of a destination.
  ///
  /// - Returns: nil for what is a path of text.
  /// - Throws: where it is an address that rows cannot be written to.
  package init?(_ text: String) throws(SourceError) {
    let lower = text.lowercased()
    if lower.hasPrefix("xlsx:") || lower.hasSuffix(".xlsx") {
      let path = String(lower.hasPrefix("xlsx:") ? text.dropFirst(5) : text[...])
      if path.isEmpty { throw .noFile(text) }
      (name, place) = (text, .workbook(path: path))
      return
    }
    let (asTable, keeping) = Self.asTable(text)
    let address: SourceAddress
    do {
      guard let read = try SourceAddress(asTable) else { return nil }
      address = read
    } catch {
      // A query is no place for rows.
      if case .noSubject = error { throw .noTable(text) }
      throw error
    }
    name = text
    switch address.place {
    case .parquetFile(let path), .parquet(let path): place = .parquet(path: path)
    case .duckDB(let file, .table(let table)):
      place = .table(.duckDB, database: file, name: table, keeping)
    case .sqlite(let file, .table(let table)):
      place = .table(.sqlite, database: file, name: table, keeping)
    case .postgreSQL(let server, .table(let table)):
      place = .table(.postgreSQL, database: server, name: table, keeping)
    case .json, .duckDB, .sqlite, .postgreSQL, .workbook: throw .noTable(text)
    }
    if case .table(let engine, let database, let table, _) = place {
      try Self.requireLasting(engine, database: database, table: table, in: text)
    }
  }

  /// Refuses tables that end with the run: programs would take the rows and say that all went well.
  private static func requireLasting(
    _ engine: SourceEngine, database: String, table: String, in text: String
  ) throws(SourceError) {
    let parts = table.lowercased().split(separator: ".").map { $0.filter { $0 != "\"" } }
    let isOwn = parts.last?.hasPrefix("perennial_") == true
    let isPassing = parts.dropLast().contains { $0 == "temp" || $0 == "pg_temp" }
    guard !isOwn, !isPassing, engine == .postgreSQL || !database.hasPrefix(":memory:") else {
      throw .passingTable(text)
    }
    // Other files of data DuckDB opens as views in memory.
    if engine == .duckDB, let head = headOfFile(database, bytes: 12), !head.isEmpty,
      Array(head.dropFirst(8)) != Array("DUCK".utf8)
    {
      throw .noDatabase(text, file: database)
    }
  }

  /// The address of a source of the same table.
  private static func asTable(_ text: String) -> (String, Keeping) {
    guard SourceAddress.isAddress(text) else { return (text, .none) }
    var start = text.startIndex
    while let mark = text[start...].firstIndex(where: { $0 == "?" || $0 == "&" }) {
      let rest = text[text.index(after: mark)...]
      if rest.hasPrefix("table=") || rest.hasPrefix("query=") { break }
      if rest.hasPrefix("append=") {
        return (text[...mark] + "table=" + rest.dropFirst("append=".count), .otherDates)
      }
      start = rest.startIndex
    }
    return (text, .none)
  }

  /// The file that is replaced as a whole; nil for tables.
  package var replacedFile: String? {
    switch place {
    case .parquet(let path), .workbook(let path): path
    case .table: nil
    }
  }

  /// The program that writes it; nil where none does.
  var engine: SourceEngine? {
    switch place {
    case .parquet: .duckDB
    case .workbook: nil
    case .table(let engine, _, _, _): engine
    }
  }

  /// Throws where the program that writes it is not there or too old, before long work is done.
  package func requireProgram() throws(OutputError) {
    guard let engine else { return }
    do { _ = try SourceProcess.path(of: engine, for: name) } catch { throw .engine(error) }
  }
}
