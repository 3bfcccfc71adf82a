internal import Files
internal import Ingestion
package import Intake

/// What a shop knows of its customers besides orders: addresses, names, consent; one row a customer.
package struct CustomerSheet: Sendable {
  /// As the user gave it.
  package let file: String
  /// Names of all columns but the id.
  package let names: [String]
  private let table: PlainTable
  private let rowOfCustomer: [String: Int]

  /// Reads a CSV with a header and a customer id.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - idColumn: name of the column of ids; nil to recognise it by its name.
  /// - Throws: where it cannot be read, has no one column of ids, or a customer twice.
  package init(path: String, idColumn: String? = nil) throws(CustomerSheetError) {
    let table: PlainTable
    do {
      table = try PlainTable(path: path, delimiter: nil, encoding: .utf8)
    } catch { throw .unreadable(error) }
    if let row = table.refused.first {
      throw .otherFields(file: table.file, line: row.line, found: row.found)
    }
    let name: String
    if let idColumn {
      name = idColumn
    } else {
      let fits = ColumnRole.customerID.candidates(in: table.names.map(plainName))
      guard fits.count == 1 else {
        throw .noID(file: table.file, columns: table.names, fits: fits.map { table.names[$0] })
      }
      name = table.names[fits[0]]
    }
    guard let ids = table.column(named: name) else {
      throw .noColumn(file: table.file, column: name, columns: table.names)
    }
    var rows: [String: Int] = [:]
    for row in 0..<table.count {
      let id = csvText(ids.text(of: row))
      guard !id.isEmpty, rows.updateValue(row, forKey: id) == nil else {
        throw .badID(file: table.file, line: table.lines[row], column: name, found: id)
      }
    }
    self.table = table
    rowOfCustomer = rows
    file = table.file
    names = table.names.filter { $0 != name }
  }

  package var count: Int { table.count }

  /// Ids of all customers, in no order.
  package var customers: some Collection<String> { rowOfCustomer.keys }

  package func has(_ column: String) -> Bool { names.contains(column) }

  /// The text of a customer's cell, the id being as CSV files have it (`csvText`); nil where the sheet has
  /// no such customer, empty where the cell is.
  package func text(_ column: String, of customer: String) -> String? {
    rowOfCustomer[customer].flatMap { row in table.column(named: column)?.text(of: row) }
  }

  /// The line of a customer's row, from 1.
  package func line(of customer: String) -> Int? { rowOfCustomer[customer].map { table.lines[$0] } }
}

/// Why a file does not say whom it is about.
package enum CustomerSheetError: Error, Sendable, Equatable {
  case unreadable(IngestionError)
  case otherFields(file: String, line: Int, found: String)
  /// No column, or more than one, that may hold the ids.
  case noID(file: String, columns: [String], fits: [String])
  case noColumn(file: String, column: String, columns: [String])
  /// No id, or one that stood before.
  case badID(file: String, line: Int, column: String, found: String)
}
