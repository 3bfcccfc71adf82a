internal import Dense
package import Files
internal import Intake
internal import Units

/// What the columns of a table of treated and untreated customers are.
package struct UpliftSchema: Sendable {
  package var treatment: String
  package var outcome: String
  /// Nil where rows have no ids.
  package var id: String?
  /// The value that means treated; nil where values are yes and no, true and false, or 1 and 0.
  package var treated: String?
  /// The value that means untreated; nil where there is one other.
  package var control: String?
  /// Columns that are not known before the treatment, or are no features.
  package var excluded: [String] = []
  /// Columns of numbers that name categories.
  package var categories: [String] = []
  package var cells = CellFormat()

  package init(treatment: String, outcome: String) {
    self.treatment = treatment
    self.outcome = outcome
  }

  /// Whether a value of the treatment means treated where nobody says which does.
  package static func meansTreated(_ value: String) -> Bool {
    UpliftTable.yes.contains(value.lowercased())
  }
}

/// Customers of whom some were treated, from a table of one row a customer.
///
/// In the order of their ids or, where there are none, of what they hold, so that the order of the file's
/// rows does not matter.
package struct UpliftTable: Sendable {
  /// Of each row, its id; nil without ids.
  package let ids: TextColumn?
  /// Line of each row in the file.
  package let lines: [Int]
  package let isTreated: [Bool]
  package let outcome: [Double]
  package let columns: [TypedColumn]
  /// Values of the treatment that mean treated and not.
  package let arms: (treated: String, control: String)
  /// Rows with other values of the treatment, which are left out.
  package let otherArms: Int
  package let notices: [UnusedColumn]

  fileprivate static let yes: Set<String> = ["yes", "true", "1", "1.0", "y", "t"]
  private static let no: Set<String> = ["no", "false", "0", "0.0", "n", "f"]

  /// Reads a table.
  ///
  /// - Throws: where a column is not there, values of the treatment are unclear, or any row of the two
  ///   arms cannot be used.
  package init(_ table: PlainTable, as schema: UpliftSchema) throws {
    let treatment = try table.column(schema.treatment, as: .treatment)
    let outcomeColumn = try table.column(schema.outcome, as: .effectOutcome)
    let id = try schema.id.map { try table.column($0, as: .id) }
    for name in schema.excluded { _ = try table.column(name, as: .exclude) }
    for name in schema.categories { _ = try table.column(name, as: .categories) }
    try schema.requireDifferentColumns()
    let taken = Set(
      [schema.treatment, schema.outcome] + (schema.id.map { [$0] } ?? []) + schema.excluded)
    let arms = try Self.arms(of: treatment, schema, file: table.file)
    let side = (0..<treatment.texts.count).map { index -> Bool? in
      let text = treatment.texts[index]
      return text == arms.treated ? true : text == arms.control ? false : nil
    }
    let numbers = outcomeNumbers(outcomeColumn, decimalComma: schema.cells.decimalComma)
    let kept = (0..<table.count).filter { side[Int(treatment.codes[$0])] != nil }
    let isKept = Set(kept.map { table.lines[$0] })
    var customers = CustomerTable(table, id: id)
    for row in kept where numbers[Int(outcomeColumn.codes[row])] == nil {
      customers.refuse(row, outcomeColumn, .outcome)
    }
    // A value that is not known is no arm either, but it is no answer.
    for row in 0..<table.count where treatment.texts.utf8(at: Int(treatment.codes[row])).isEmpty {
      customers.refuse(row, treatment, .arm([arms.treated, arms.control]))
    }
    var reader = TableReader(table, cells: schema.cells)
    let features = table.columns.filter { !taken.contains($0.name) }
    for column in features {
      reader.take(column, asCategory: schema.categories.contains(column.name))
    }
    var faults = customers.faults
    let refused = reader.refused
    faults.add(refused) {
      refused.reason(at: $0) != .fieldCount && isKept.contains(refused.line(at: $0))
    }
    try faults.check(read: table.rowsRead)
    guard !reader.columns.isEmpty else {
      throw ExperimentFileError.nothingToLearnFrom(file: table.file)
    }
    let rows = customers.ordered(kept, by: [treatment, outcomeColumn] + features)
    ids = id.map { _ in customers.ids(of: rows) }
    lines = rows.map { table.lines[$0] }
    isTreated = rows.map { side[Int(treatment.codes[$0])] == true }
    outcome = rows.map { numbers[Int(outcomeColumn.codes[$0])] ?? 0 }
    columns = reader.columns.map { $0.at(rows) }
    self.arms = arms
    otherArms = table.count - kept.count
    notices = reader.notices
  }

  /// The two values of the treatment that are compared.
  private static func arms(
    of column: PlainColumn, _ schema: UpliftSchema, file: String
  ) throws(ExperimentFileError) -> (treated: String, control: String) {
    let values = (0..<column.texts.count).map { column.texts[$0] }.filter { !$0.isEmpty }.sorted()
    for named in [schema.treated, schema.control] {
      if let named, !values.contains(named) {
        throw .noSuchTreatment(named, column: column.name, found: values, file: file)
      }
    }
    func only(_ matches: [String]) throws(ExperimentFileError) -> String {
      guard matches.count == 1, let match = matches.first else {
        throw .unclearTreatment(column: column.name, found: values, file: file)
      }
      return match
    }
    let treated: String
    if let named = schema.treated {
      treated = named
    } else {
      treated = try only(values.filter { yes.contains($0.lowercased()) && $0 != schema.control })
    }
    let others = values.filter { $0 != treated }
    if let named = schema.control, named != treated { return (treated, named) }
    let plain = others.filter { no.contains($0.lowercased()) }
    return (treated, try only(plain.count == 1 ? plain : others))
  }
}

extension UpliftSchema {
  fileprivate func requireDifferentColumns() throws(TableError) {
    let uses: [(use: TableError.ColumnUse, name: String)] =
      [(.treatment, treatment), (.effectOutcome, outcome)] + (id.map { [(.id, $0)] } ?? [])
      + excluded.map { (.exclude, $0) }
    do throws(ColumnFault<TableError.ColumnUse>) {
      try ColumnFault.requireDifferent(uses)
      let noFeatures = excluded.map { (use: TableError.ColumnUse.exclude, name: $0) }
      try ColumnFault.requireDifferent(noFeatures + categories.map { (.categories, $0) })
    } catch { throw .column(error) }
  }
}
