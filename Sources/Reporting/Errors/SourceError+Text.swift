package import Files
internal import Units

extension SourceError: Worded {
  package var sentence: Sentence {
    switch self {
    case .noFile(let address):
      "\(address): found no file in the address, expected one: \(Self.example(of: address))."
    case .noSubject(let address):
      """
      \(address): found no table or query in the address, expected ?table=NAME or ?query=SELECT … at \
      its end.
      """
    case .noTable(let address):
      """
      \(address): found no table that rows could be written to, expected ?table=NAME, or ?append=NAME to \
      keep rows of other dates, of a database, or a file: scores.csv, scores.parquet, scores.xlsx.
      """
    case .passingTable(let address):
      """
      \(address): found a table that would not outlive the run, expected a file and a table of its own: not \
      :memory:, nothing in temp or pg_temp, and no name that begins with perennial_.
      """
    case .noDatabase(let address, let file):
      """
      \(address): found \(file), which is no database of DuckDB, expected one or a name that is free.
      """
    case .noDates(let address):
      """
      \(address): found rows without a column as_of, by which they could be told from others of the \
      table, expected ?table=NAME, which replaces all of them.
      """
    case .passwordInAddress(let masked):
      """
      \(masked): found a password in the address, expected it in PGPASSWORD or in ~/.pgpass: an \
      address is shown in messages and to everybody on this machine.
      """
    case .commandMissing(let address, let engine):
      """
      \(address): found no `\(engine.command)` on PATH, which reads and writes this, expected version \
      \(engine.oldestText) or newer. \(engine.origin)
      """
    case .oldCommand(let address, let engine, let found):
      """
      \(address): found '\(found)' as the version of `\(engine.command)`, expected \
      \(engine.oldestText) or newer. \(engine.origin)
      """
    case .notStarted(let address, let engine, let reason):
      "\(address): `\(engine.command)`, which reads and writes this, cannot be started: \(reason)."
    case .noAnswer(let address, let engine, let seconds):
      """
      \(address): `\(engine.command)` was asked for its version and said nothing within \
      \(grouped(seconds)) s. Is it the program that PATH should name?
      """
    case .failed(let address, .sqlite, _, let said) where said.contains(Self.lock),
      .notWritten(let address, .sqlite, _, let said) where said.contains(Self.lock):
      """
      \(address): found the database locked by another program for \
      \(SourceEngine.secondsForLock) s, expected it to be free within that time. Run this again once the \
      other program has ended or let go of it.
      """
    case .failed(let address, let engine, let ending, let said):
      """
      \(address): `\(engine.command)` \(ending.words) while it was read, so what was read may not \
      be all: \(said: said, engine).
      """
    case .notWritten(let address, let engine, let ending, let said):
      """
      \(address): `\(engine.command)` \(ending.words) while it wrote, so nothing is changed: \
      \(said: said, engine).
      """
    }
  }
}

extension SourceError {
  /// What SQLite says of a database that others use.
  private static let lock = "database is locked"

  /// An address of the same kind that is whole.
  private static func example(of address: String) -> String {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    switch scheme {
    case "xlsx", "json", "parquet": return "\(scheme):FILE"
    default: return "\(scheme):FILE?table=NAME"
    }
  }
}

extension SourceError.Ending {
  fileprivate var words: String {
    switch self {
    case .status(let status): "failed with status \(status)"
    case .signal(let signal): "was ended by signal \(signal)"
    }
  }
}

extension SourceEngine {
  fileprivate var oldestText: String {
    oldest.minor == 0 ? "\(oldest.major)" : "\(oldest.major).\(oldest.minor)"
  }

  /// Where the program comes from.
  fileprivate var origin: String {
    switch self {
    case .duckDB: "Install it from duckdb.org, or by `pip install duckdb-cli`."
    case .sqlite: "Install it by `apt install sqlite3`."
    case .postgreSQL: "Install it by `apt install postgresql-client`."
    }
  }
}
