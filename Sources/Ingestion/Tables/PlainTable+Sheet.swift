package import Files
internal import Intake

extension PlainTable {
  /// Reads a table that is used whole or not at all: every row has as many fields as the header.
  ///
  /// - Parameters:
  ///   - path: of a CSV with a header; `-` is standard input.
  ///   - delimiter: nil to find it out from the first line.
  ///   - mayHaveNoRows: whether a header alone will do.
  /// - Throws: where it cannot be read, or a row has other fields.
  package init(
    sheet path: String, delimiter: Delimiter? = nil, mayHaveNoRows: Bool = false
  ) throws(SheetError) {
    do {
      try self.init(
        path: path, delimiter: delimiter, encoding: .utf8, mayHaveNoRows: mayHaveNoRows)
    } catch { throw .unreadable(error) }
    if let row = refused.first {
      throw .otherFields(file: file, line: row.line, found: row.found)
    }
  }

  /// A column that must be there.
  package func required(_ name: String) throws(SheetError) -> PlainColumn {
    guard let column = column(named: name) else {
      throw .noColumn(file: file, column: name, columns: names)
    }
    return column
  }

  /// The column of ids, or of pseudonyms where there is a key: the one named, or the one that is
  /// recognised by its name.
  package func ids(in name: String?) throws(SheetError) -> PlainColumn {
    if let name { return try required(name).pseudonymised(by: pseudonyms) }
    let fits = ColumnRole.customerID.candidates(in: names.map(plainName))
    guard fits.count == 1 else {
      throw .noID(file: file, columns: names, fits: fits.map { names[$0] })
    }
    return try required(names[fits[0]]).pseudonymised(by: pseudonyms)
  }

  /// The fault of a cell.
  package func fault(
    _ row: Int, _ column: PlainColumn, _ expected: SheetError.Expectation
  ) -> SheetError {
    .badCell(
      file: file, line: lines[row], column: column.name, found: column.text(of: row), expected)
  }
}
