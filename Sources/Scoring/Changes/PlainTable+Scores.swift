internal import Files
package import Ingestion
package import Intake

extension PlainTable {
  /// Reads rows that a run wrote, whatever they were written to: each cell has the text that CSV has of it.
  ///
  /// - Parameters:
  ///   - path: of CSV, or an address.
  ///   - isKept: which columns are kept, by name.
  /// - Throws: where it cannot be read.
  package init(scoresAt path: String, isKept: @escaping (String) -> Bool) throws(IngestionError) {
    guard SourceAddress.isAddress(path) else {
      try self.init(
        path: path, delimiter: .character(UInt8(ascii: ",")), encoding: .utf8, isKept: isKept)
      return
    }
    self = try PlainTable(bitsOf: path, isKept: isKept).mapped { name, text in
      switch ScoreColumn(rawValue: name)?.rowType(moneyScale: 0) {
      case .number, .integer: numberText(text)
      case .flag: flagText(text)
      case .decimal, .date: text
      // A spreadsheet would run it, so that CSV has a guard before it.
      case .text: csvText(text)
      case nil: csvText(text.hasPrefix(bitsStart) ? numberText(text) : text)
      }
    }
  }

  /// Reads rows to compare with ours: CSV of any delimiter, or what a run or an engine wrote to an address.
  ///
  /// - Parameter path: of the file, or an address; `-` is standard input.
  /// - Throws: where it cannot be read, or a row has other fields than the header.
  package init(comparedScoresAt path: String) throws(SheetError) {
    guard SourceAddress.isAddress(path) else {
      try self.init(sheet: path)
      return
    }
    do throws(IngestionError) {
      try self.init(scoresAt: path) { _ in true }
    } catch { throw .unreadable(error) }
    if let row = refused.first {
      throw .otherFields(file: file, line: row.line, found: row.found)
    }
  }
}

/// How a number with all of its bits begins.
private let bitsStart = "ieee754("

/// The text of a number that an engine wrote in its own way.
private func numberText(_ text: String) -> String {
  if let number = Double(text), number.isFinite { return numberCell(number) }
  guard text.hasPrefix(bitsStart), text.hasSuffix(")") else { return text }
  let parts = text.dropFirst(bitsStart.count).dropLast().split(separator: ",")
  guard parts.count == 2, let mantissa = Int64(parts[0]), let exponent = Int(parts[1]),
    mantissa.magnitude <= 1 << 53, (-1_100...1_100).contains(exponent)
  else { return text }
  return numberCell(Double(sign: .plus, exponent: exponent, significand: Double(mantissa)))
}

private func flagText(_ text: String) -> String {
  writtenFlag(text).map { $0 ? "yes" : "no" } ?? text
}
