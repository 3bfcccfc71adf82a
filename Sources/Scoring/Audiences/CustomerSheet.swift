package import Files
package import Ingestion

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
  ///   - pseudonyms: what stands in the place of ids in the lists that it goes with; nil where ids do.
  /// - Throws: where it cannot be read, has no one column of ids, or a customer twice.
  package init(
    path: String, idColumn: String? = nil, pseudonyms: Pseudonyms? = nil
  ) throws(SheetError) {
    var table = try PlainTable(sheet: path)
    table.pseudonyms = pseudonyms
    let ids = try table.ids(in: idColumn)
    var rows: [String: Int] = [:]
    for row in 0..<table.count {
      let id = csvText(ids.text(of: row))
      guard !id.isEmpty else { throw table.fault(row, ids, .id) }
      guard rows.updateValue(row, forKey: id) == nil else { throw table.fault(row, ids, .idOnce) }
    }
    self.table = table
    rowOfCustomer = rows
    file = table.file
    names = table.names.filter { $0 != ids.name }
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
