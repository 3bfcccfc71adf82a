/// A table or a query that a program of a database reads for us, in place of a file of text.
///
/// | text | read through |
/// |---|---|
/// | `orders.parquet`, `parquet:FILES`, `json:FILES`, `duckdb:FILE?table=…`, `duckdb:FILE?query=…` | `duckdb` |
/// | `sqlite:FILE?table=…`, `sqlite:FILE?query=…` | `sqlite3` |
/// | `postgresql://HOST/DATABASE?table=…`, `…?query=…` | `psql` |
/// | `orders.xlsx`, `orders.xlsx?sheet=…`, `xlsx:FILE` | nothing else |
///
/// Schemes are read without regard to case. What stands behind `table=` or `query=` is taken as it is up to the end: nothing in it is decoded, and
/// nothing may follow it. A file whose name looks like an address is named by a path: `./parquet:x`.
package struct SourceAddress: Sendable, Equatable {
  /// What is read of a database.
  package enum Subject: Sendable, Equatable {
    case table(String)
    case query(String)
  }

  enum Place: Sendable, Equatable {
    /// One Parquet file, whatever characters its name has.
    case parquetFile(String)
    /// Files by a pattern of DuckDB's.
    case parquet(String)
    case json(String)
    /// A database of DuckDB's; empty for none.
    case duckDB(String, Subject)
    case sqlite(String, Subject)
    /// An address as libpq takes it, without a password.
    case postgreSQL(String, Subject)
    /// A sheet of a workbook, the first where it has no name.
    case workbook(String, sheet: String?)
  }

  let place: Place
  /// As the user gave it: it holds no password.
  package let name: String

  /// Whether a text is an address and no path; it may still be a malformed one.
  package static func isAddress(_ text: String) -> Bool { Scheme(text) != nil }

  /// What stands between the fields of an address; nil for paths.
  static func delimiter(of text: String) -> Delimiter? {
    isAddress(text) ? .character(UInt8(ascii: ",")) : nil
  }

  /// Reads an address.
  ///
  /// - Returns: nil for what is a path, but for one that looks like a server's address with a password.
  /// - Throws: where it names no table or query, or has a password in it.
  init?(_ text: String) throws(SourceError) {
    if let masked = AddressPassword.masked(text) { throw .passwordInAddress(masked) }
    guard let scheme = Scheme(text) else { return nil }
    name = text
    let rest = String(text.dropFirst(scheme.prefix.count))
    switch scheme {
    case .parquetFile: place = .parquetFile(text)
    case .workbook, .workbookFile:
      let (path, sheet) = Self.sheet(of: rest)
      if path.isEmpty { throw .noFile(text) }
      place = .workbook(path, sheet: sheet)
    case .parquet, .json:
      if rest.isEmpty { throw .noFile(text) }
      place = scheme == .parquet ? .parquet(rest) : .json(rest)
    case .duckDB, .sqlite:
      let (file, subject) = Self.split(rest)
      guard let subject else { throw .noSubject(text) }
      if case .table = subject, file.isEmpty { throw .noFile(text) }
      if scheme == .sqlite, file.isEmpty { throw .noFile(text) }
      place = scheme == .duckDB ? .duckDB(file, subject) : .sqlite(file, subject)
    case .postgreSQL, .postgres:
      let (server, subject) = Self.split(rest)
      guard let subject else { throw .noSubject(text) }
      place = .postgreSQL(scheme.prefix + server, subject)
    }
  }

  /// The file behind an address, where it is one; nil for servers and patterns.
  package static func file(of text: String) -> String? {
    guard let address = try? SourceAddress(text) else { return nil }
    return switch address.place {
    case .parquetFile(let path), .parquet(let path), .json(let path), .workbook(let path, _): path
    case .duckDB(let path, _), .sqlite(let path, _): path.isEmpty ? nil : path
    case .postgreSQL: nil
    }
  }

  private enum Scheme: CaseIterable {
    case parquet, json, duckDB, sqlite, postgreSQL, postgres, workbook, parquetFile, workbookFile

    var prefix: String {
      switch self {
      case .parquet: "parquet:"
      case .json: "json:"
      case .duckDB: "duckdb:"
      case .sqlite: "sqlite:"
      case .postgreSQL: "postgresql://"
      case .postgres: "postgres://"
      case .workbook: "xlsx:"
      case .parquetFile, .workbookFile: ""
      }
    }

    init?(_ text: String) {
      let start = text.prefix(16).lowercased()
      let found = Self.allCases.first { !$0.prefix.isEmpty && start.hasPrefix($0.prefix) }
      if let found {
        self = found
      } else if text.lowercased().hasSuffix(".parquet") {
        self = .parquetFile
      } else if SourceAddress.sheet(of: text).path.lowercased().hasSuffix(".xlsx") {
        self = .workbookFile
      } else {
        return nil
      }
    }
  }

  /// Cuts the path of a workbook from the name of a sheet behind it.
  private static func sheet(of text: String) -> (path: String, sheet: String?) {
    let key = "?sheet="
    var start = text.startIndex
    while let mark = text[start...].firstIndex(of: "?") {
      if text[mark...].hasPrefix(key) {
        return (String(text[..<mark]), String(text[mark...].dropFirst(key.count)))
      }
      start = text.index(after: mark)
    }
    return (text, nil)
  }

  /// Cuts at the first `table= or `query=` behind `?` or `&`.
  private static func split(_ text: String) -> (before: String, Subject?) {
    var start = text.startIndex
    while let mark = text[start...].firstIndex(where: { $0 == "?" || $0 == "&" }) {
      let rest = text[text.index(after: mark)...]
      for (key, make) in [("table=", Subject.table), ("query=", Subject.query)]
      where rest.hasPrefix(key) {
        let subject = String(rest.dropFirst(key.count))
        let isBlank = subject.allSatisfy(\.isWhitespace)
        return (String(text[..<mark]), isBlank ? nil : make(subject))
      }
      start = rest.startIndex
    }
    return (text, nil)
  }
}
