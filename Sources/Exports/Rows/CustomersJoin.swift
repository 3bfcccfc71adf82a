internal import Expressions
package import Files
package import Intake

/// The columns of a file by how many of known customers they have.
package struct CustomersJoin {
  /// A column, and how many known customers it has.
  package struct Column: Sendable {
    package var index: Int
    package var name: String
    package var matches: Int
  }

  private let sheet: Sheet
  private let columns: [Column]
  /// Columns that the profile of the file says are the customers' ids; empty where none fits.
  private let named: Set<Int>
  private let keepsCase: Bool
  private let knownCount: Int

  /// - Parameters:
  ///   - path: of the file.
  ///   - options: how files are read.
  ///   - held: inputs that are no files.
  ///   - known: ids of customers, as they were read.
  ///   - pseudonyms: where given, an id is known by its pseudonym too.
  /// - Throws: where the file cannot be read.
  /// - Complexity: O(cells), with a pseudonym for each different one.
  package init(
    _ path: String, options: ReadOptions, held: HeldInputs, known: Set<String>,
    pseudonyms: Pseudonyms? = nil
  ) throws(IngestionError) {
    let opened = try OpenedExport(
      path: path, kind: .customers, options: options, choice: try ProfileChoice(options.profile),
      held: held)
    let sheet = opened.sheet
    let keepsCase = options.keepsCase
    named = Set(opened.profile.keys.compactMap { opened.found[$0] })
    columns = sheet.header.indices.map { column in
      var found = Set<String>()
      for id in Set(sheet.texts(of: column).map { Self.folded($0, keepsCase) })
      where known.contains(id) || pseudonyms.map({ known.contains($0.name(of: id)) }) == true {
        found.insert(id)
      }
      return Column(index: column, name: sheet.header[column], matches: found.count)
    }
    self.sheet = sheet
    self.keepsCase = keepsCase
    knownCount = known.count
  }

  var file: String { sheet.file }

  /// The cells of two columns on each row where both are filled.
  func pairs(_ first: Int, _ second: Int) -> [(String, String)] {
    (0..<sheet.count).compactMap { row in
      let pair = [first, second].map { Self.folded(sheet.text(row, $0), keepsCase) }
      return pair.contains("") ? nil : (pair[0], pair[1])
    }
  }

  private static func folded(_ id: String, _ keepsCase: Bool) -> String {
    id.contains("@") && !keepsCase ? foldedName(id) : id
  }

  /// The column that a fifth of the known customers, or all of the file's, are in; nil where `column`
  /// has as many and is written as the orders are.
  package func best(than column: Int) -> Column? {
    guard
      let best = best(among: columns.filter { named.contains($0.index) }) ?? best(among: columns)
    else { return nil }
    guard column >= 0 else { return best }
    if best.index == column || columns[column].matches == best.matches {
      let isPlain =
        !sheet.stripped.contains(column)
        && (0..<sheet.count).allSatisfy { row in
          let text = sheet.text(row, column)
          return Self.folded(text, keepsCase) == text
        }
      return isPlain ? nil : columns[column]
    }
    // Where the column of ids has some, the ids decide.
    return 20 * columns[column].matches >= best.matches ? nil : best
  }

  private func best(among columns: [Column]) -> Column? {
    guard let best = columns.max(by: { ($0.matches, $1.index) < ($1.matches, $0.index) }),
      best.matches > 0, 5 * best.matches >= min(knownCount, sheet.count)
    else { return nil }
    return best
  }

  /// The file with a column as its ids.
  package func plainRows(_ column: Column) -> PlainRows {
    var plain = PlainRows(file: sheet.file)
    for (index, name) in sheet.header.enumerated() {
      plain.addColumn(index == column.index ? .customerID : nil, name)
    }
    for row in 0..<sheet.count {
      let cells = sheet.header.indices.map { index in
        let text = sheet.text(row, index)
        return index == column.index ? Self.folded(text, keepsCase) : text
      }
      plain.append(cells, line: sheet.line(row))
    }
    return plain
  }

  /// What the file is joined by, of so many customers.
  package func recognition(_ column: Column, of known: Int) -> Recognition {
    .joinedBy(
      file: sheet.file, column: column.name, matches: column.matches, customers: known)
  }
}
