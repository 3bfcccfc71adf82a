package import Files
internal import Intake
package import Units

/// Customers to be assigned to the arms of an experiment, with the columns that they are grouped by.
package struct AssignmentTable: Sendable {
  /// In the order of their bytes, each once.
  package let ids: TextColumn
  /// Columns to group by, in the order of the user's.
  package let columns: [TypedColumn]

  /// - Parameters:
  ///   - table: one row a customer.
  ///   - id: name of the column of ids.
  ///   - stratifyBy: names of the columns to group by.
  ///   - cells: how cells are read.
  /// - Throws: where a column is not there, or a row has no customer or one that another row has.
  package init(
    _ table: PlainTable, id: String, stratifyBy: [String], cells: CellFormat
  ) throws {
    let customers = CustomerTable(table, id: try table.column(id, as: .id))
    var reader = TableReader(table, cells: cells)
    for name in stratifyBy {
      reader.take(try table.column(name, as: .stratifyBy), asCategory: false)
    }
    let rows = try customers.rows()
    ids = customers.ids(of: rows)
    columns = reader.columns.map { $0.at(rows) }
  }
}

/// Who is in which arm of an experiment, as `perennial experiment assign` writes it or any program does:
/// a customer and an arm a row, and what else there is.
package struct AssignmentFile: Sendable {
  package static let columns = [
    "experiment", "customer_id", "arm", "share", "stratum", "assigned_on",
  ]

  /// As the user gave it.
  package let file: String
  /// In the order of their bytes, each once.
  package let ids: TextColumn
  /// Place of each customer's arm in `armNames`.
  package let arms: [Int]
  /// In the order of their bytes.
  package let armNames: [String]
  /// The planned share of each arm; nil where the file has no such column.
  package let shares: [Double]?
  /// Strata in the order of their bytes, and the place of each customer's; nil without the column.
  package let strata: (names: [String], ofCustomer: [Int])?
  /// The first day on which each customer's outcome counts; nil without the column.
  package let days: [Day]?

  /// Reads an assignment.
  ///
  /// - Parameters:
  ///   - table: the file.
  ///   - id: name of the column of ids.
  ///   - arm: name of the column of arms.
  ///   - cells: how dates are written.
  /// - Throws: where a column is not there, a customer stands in two rows or in two arms, or a cell
  ///   cannot be read.
  package init(_ table: PlainTable, id: String, arm: String, cells: CellFormat) throws {
    let armColumn = try table.column(arm, as: .arm)
    var customers = CustomerTable(table, id: try table.column(id, as: .id), arm: armColumn)
    customers.require(armColumn, .arm([])) { !armColumn.texts.utf8(at: $0).isEmpty }
    let names = Array(Set((0..<armColumn.texts.count).map { armColumn.texts[$0] })).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let armOfRow = armColumn.codes.map { places[armColumn.texts[Int($0)]] ?? 0 }
    let shareColumn = table.column(named: "share")
    var shares = [Double?](repeating: nil, count: names.count)
    if let shareColumn {
      let numbers = (0..<shareColumn.texts.count).map { index -> Double? in
        guard
          case .number(let value) = NumberText(
            shareColumn.texts.utf8(at: index), decimalComma: cells.decimalComma),
          value > 0, value < 1
        else { return nil }
        return value
      }
      for (row, code) in shareColumn.codes.enumerated() {
        let arm = armOfRow[row]
        let share = numbers[Int(code)]
        if shares[arm] == nil { shares[arm] = share }
        if share == nil || share != shares[arm] { customers.refuse(row, shareColumn, .armShare) }
      }
    }
    let dayColumn = table.column(named: "assigned_on")
    let days = dayColumn?.days(format: cells.dateFormat) ?? []
    if let dayColumn {
      customers.require(dayColumn, .date(pattern: nil)) { days[$0] != nil }
    }
    let rows = try customers.rows()
    file = table.file
    ids = customers.ids(of: rows)
    arms = rows.map { armOfRow[$0] }
    armNames = names
    self.shares = shareColumn == nil ? nil : shares.compactMap(\.self)
    strata = table.column(named: "stratum").map { $0.groups(of: rows) }
    self.days = dayColumn.map { column in rows.compactMap { days[Int(column.codes[$0])] } }
  }
}

extension PlainColumn {
  /// The different texts of some rows in the order of their bytes, and the place of each row's.
  func groups(of rows: [Int]) -> (names: [String], ofCustomer: [Int]) {
    let codes = Set(rows.map { Int(self.codes[$0]) })
    let ranks = texts.byteRanks()
    let ordered = codes.sorted { ranks[$0] < ranks[$1] }
    let places = Dictionary(uniqueKeysWithValues: zip(ordered, ordered.indices))
    return (
      ordered.map { texts[$0].isEmpty ? "(none)" : texts[$0] },
      rows.map { places[Int(self.codes[$0])] ?? 0 }
    )
  }
}
