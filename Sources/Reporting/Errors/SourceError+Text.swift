package import Files
internal import Units

extension SourceError: Worded {
  package var sentence: Sentence {
    switch self {
    case .noFile(let address):
      "\(address): found no file in the address, expected one: parquet:FILES, sqlite:FILE?table=NAME."
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
    case .failed(let address, let engine, let ending, let said):
      """
      \(address): `\(engine.command)` \(ending.words) while it was read, so what was read may not \
      be all: \(Self.words(said)).
      """
    case .notWritten(let address, let engine, let ending, let said):
      """
      \(address): `\(engine.command)` \(ending.words) while it wrote, so nothing is changed: \
      \(Self.words(said)).
      """
    }
  }

  /// What a program says of itself, or that it says nothing.
  private static func words(_ said: String) -> String {
    said.isEmpty ? "it said nothing" : oneLine(said)
  }

  /// The first lines of what a program says, without its colours and empty lines.
  private static func oneLine(_ said: String) -> String {
    var text = ""
    var isEscape = false
    for character in said {
      if character == "\u{1b}" { isEscape = true }
      if !isEscape { text.append(character) }
      if isEscape, character.isLetter { isEscape = false }
    }
    let lines = text.split(whereSeparator: \.isNewline)
      .map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    let words = lines.prefix(3).joined(separator: " ").prefix(500)
    return words.last == "." ? String(words.dropLast()) : String(words)
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
