internal import Dense
package import Files
internal import Intake
import Units

/// What the customers files say about the customers of a store: every column as text, by name.
///
/// It serves output and grouping; nothing in it is a feature unless the user names it.
package struct CustomerColumns: Sendable {
  /// Names of the columns besides the id, in order of first appearance over the files.
  package private(set) var names: [String] = []
  /// Row of each of the store's customers, −1 where no file has the customer.
  package let rowOfCustomer: [Int32]
  /// Rows whose customer has no history, and their ids, in the order of the ids' bytes.
  package let rowsWithoutHistory: [Int32]
  package let idsWithoutHistory: TextColumn
  /// One column for each name; a text a row.
  private var columns: [TextColumn] = []

  /// The text of a column; nil where no file has the customer, empty where the cell is.
  package func text(_ column: Int, ofCustomer customer: Int) -> String? {
    let row = Int(rowOfCustomer[customer])
    return row < 0 ? nil : columns[column][row]
  }

  /// The text of a column in a row, empty where the cell is.
  package func text(_ column: Int, ofRow row: Int) -> String { columns[column][row] }

  /// - Parameters:
  ///   - rows: of the files.
  ///   - customers: ids of the store, or pseudonyms.
  ///   - pseudonyms: what stands in the place of the rows' ids; nil to keep them.
  /// - Throws: where a customer has a row by id and one by pseudonym.
  init(
    _ rows: CustomerRows, customers: TextColumn, pseudonyms: Pseudonyms?
  ) throws(IngestionError) {
    names = rows.names
    columns = rows.columns
    // Both lists are in the order of their bytes: one walk along the two.
    var rowOfCustomer = [Int32](repeating: -1, count: customers.count)
    let (ids, rank) = (pseudonyms?.names(of: rows.ids.texts) ?? rows.ids.texts).sortedByBytes()
    if let twice = PseudonymTwice(sorted: ids) { throw .pseudonymBesideID(twice.pseudonym) }
    var rowOfRank = [Int32](repeating: 0, count: rank.count)
    for (row, place) in rank.enumerated() { rowOfRank[Int(place)] = Int32(row) }
    var place = 0
    for customer in 0..<customers.count {
      let id = customers.utf8(at: customer)
      while place < ids.count, ids.utf8(at: place).lexicographicallyPrecedes(id) { place += 1 }
      if place < ids.count, ids.utf8(at: place).elementsEqual(id) {
        rowOfCustomer[customer] = rowOfRank[place]
      }
    }
    self.rowOfCustomer = rowOfCustomer
    let known = Set(rowOfCustomer)
    var (unknown, idsOfUnknown) = ([Int32](), TextColumn())
    for (rank, row) in rowOfRank.enumerated() where !known.contains(row) {
      unknown.append(row)
      idsOfUnknown.append(ids.utf8(at: rank))
    }
    rowsWithoutHistory = unknown
    idsWithoutHistory = idsOfUnknown
  }
}

/// The used rows of customers files as they come.
struct CustomerRows {
  fileprivate(set) var names: [String] = []
  fileprivate(set) var columns: [TextColumn] = []
  /// A customer's code is its row.
  fileprivate(set) var ids = Interner()

  var count: Int { ids.texts.count }

  /// Makes room for the columns of a file, before any row is read.
  mutating func addColumns(of file: LogFile) {
    for name in file.columns.names where !names.contains(name) {
      if name == idName(file) { continue }
      names.append(name)
      columns.append(TextColumn())
    }
  }

  private func idName(_ file: LogFile) -> String? {
    file.columns.field(.customerID).map { file.columns.names[$0] }
  }

  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(rowOf file: LogFile) -> RejectedRow? {
    guard let idField = file.columns.field(.customerID) else {
      preconditionFailure("a customers file without its id")
    }
    let id = file.reader.trimmed(idField)
    if id.isEmpty { return file.refusal(.noCustomer, idField, expected: .customer) }
    let known = count
    if Int(ids.code(of: file.reader.buffer.span, id)) < known {
      return file.refusal(.repeatedCustomer, idField, expected: .oneRow(.firstIsUsed))
    }
    for (column, name) in names.enumerated() {
      if let field = file.columns.names.firstIndex(of: name), field != idField {
        columns[column].append(file.reader.buffer.span, file.reader.trimmed(field))
      } else {
        columns[column].append(EmptyCollection<UInt8>())
      }
    }
    return nil
  }
}
