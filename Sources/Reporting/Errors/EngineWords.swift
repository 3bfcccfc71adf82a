package import Files

// What programs of databases say of their errors. Some of it quotes cells of rows, in quotes or without, so that what
// is shown is chosen by what is known to quote none, not by what is known to quote some.

/// What is shown of the words of an engine, in one line.
///
/// - Parameters:
///   - engine: whose.
///   - said: the beginning of what it wrote of its errors.
///   - disclosure: how much is shown of persons.
/// - Returns: the words, and whether some are held back that may quote rows.
/// - Complexity: O(length of the words).
package func shownWords(
  of engine: SourceEngine, _ said: String, _ disclosure: Disclosure
) -> (text: String, isCut: Bool) {
  let lines = plainLines(said)
  guard !lines.isEmpty else { return ("it said nothing", false) }
  let all = lines.prefix(3).joined(separator: " ").prefix(500)
  if disclosure == .whole { return (withoutPoint(all), false) }
  let shown = engine.linesWithoutRows(lines).joined(separator: " ").prefix(500)
  return (withoutPoint(shown), shown != all)
}

/// The lines without colours, blanks before them and empty ones.
private func plainLines(_ said: String) -> [String] {
  var text = ""
  var isEscape = false
  for character in said {
    if character == "\u{1b}" { isEscape = true }
    if !isEscape { text.append(character) }
    if isEscape, character.isLetter { isEscape = false }
  }
  return text.split(whereSeparator: \.isNewline)
    .map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
}

private func withoutPoint(_ text: Substring) -> String {
  String(text.last == "." ? text.dropLast() : text)
}

extension SourceEngine {
  /// The lines that quote names, places and the query alone; of others the kind of the error.
  fileprivate func linesWithoutRows(_ lines: [String]) -> [String] {
    // DuckDB may end its line where the kind of the error is named.
    let isKindAlone = lines[0].hasSuffix("Error:") && lines.count > 1
    let message = isKindAlone ? "\(lines[0]) \(lines[1])" : lines[0]
    guard isWithoutRows(message) else { return [kind(of: message)] }
    let next = lines.dropFirst(isKindAlone ? 2 : 1).first ?? ""
    // Of tables and functions.
    let names = message.hasPrefix("Catalog Error") && next.hasPrefix("Did you mean")
    return names ? [message, next] : [message]
  }

  /// Whether an error is of a kind that quotes no cell, by how it begins: what follows may be a cell.
  private func isWithoutRows(_ message: String) -> Bool {
    switch self {
    case .duckDB:
      let isOurs =
        message.hasPrefix("Invalid Input Error: column ") && message.contains(" of the table is ")
      return isOurs || isOfNoParquet(message)
        || duckDBKinds.contains { message.hasPrefix("\($0) Error:") }
    case .sqlite: return sqliteWords.contains { message.contains($0) }
    case .postgreSQL:
      // Of a script it begins with the line: psql:<stdin>:3: ERROR:  …
      let words = message.trimmingPrefix(#/psql:<stdin>:[0-9]+: /#)
      return postgreSQLBeginnings.contains { words.hasPrefix($0) }
    }
  }

  /// Whether DuckDB says that a file, which it names, is no Parquet.
  private func isOfNoParquet(_ message: String) -> Bool {
    message.hasPrefix("Invalid Input Error: No magic bytes")
      || message.hasPrefix("Invalid Input Error: File '")
        && message.contains("too small to be a Parquet file")
  }

  /// What an error calls itself, without what it says.
  private func kind(of message: String) -> String {
    if self == .duckDB, let end = message.firstRange(of: " Error:") {
      let name = message[..<end.lowerBound]
      let isName = name.utf8.count < 40 && name.allSatisfy { $0.isLetter || $0 == " " }
      if isName { return "\(name) Error" }
    }
    return "an error"
  }
}

private let duckDBKinds = [
  "Binder", "Catalog", "Connection", "HTTP", "IO", "Invalid Configuration", "Missing Extension",
  "Out of Memory", "Parser", "Permission", "TransactionContext",
]

private let sqliteWords = [
  "attempt to write a readonly database", "constraint failed", "database is locked",
  "database or disk is full", "disk I/O error", "disk image is malformed", "file is not a database",
  "incomplete input", "lacks a column of the rows", "no such column", "no such function",
  "no such table", "out of memory", "syntax error", "unable to open",
]

private let postgreSQLBeginnings = [
  "psql: error:", "server closed the connection", "ERROR:  canceling statement due to",
  "ERROR:  column ", "ERROR:  could not ", "ERROR:  database ", "ERROR:  deadlock ",
  "ERROR:  duplicate key value violates ", "ERROR:  function ",
  "ERROR:  insert or update on table ",
  "ERROR:  new row for relation ", "ERROR:  null value in column ", "ERROR:  permission denied",
  "ERROR:  relation ", "ERROR:  schema ", "ERROR:  syntax error", "ERROR:  type ",
  "FATAL:  terminating connection due to",
]
