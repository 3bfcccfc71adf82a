internal import Dense
internal import Files
internal import Intake
internal import Units

/// What the columns of a table of outcomes are.
package struct OutcomeSchema: Sendable {
  package var id: String
  /// Outcomes, the first being the one that the experiment was made for.
  package var outcomes: [String]
  /// Columns of numbers known before the experiment.
  package var covariates: [String] = []
  /// A column of groups known before the experiment.
  package var segment: String?
  /// The date of a row's outcome, which must not lie before the assignment.
  package var date: String?
  /// Whether assigned customers without a row have outcomes of 0.
  package var absentAreZero = false
  package var cells = CellFormat()

  package init(id: String, outcomes: [String]) {
    self.id = id
    self.outcomes = outcomes
  }
}

/// Outcomes of the customers of an assignment, from a table of one row a customer.
package struct OutcomeTable: Sendable {
  /// One column an outcome and covariate, one value a customer of the assignment; covariates that are
  /// missing have the mean of the others.
  package let outcomes: [(name: String, values: [Double])]
  package let covariates: [(name: String, values: [Double])]
  package let segments: (names: [String], ofCustomer: [Int])?
  /// Assigned customers without a row, whose outcomes are 0.
  package let absent: Int
  /// Rows of customers who are not in the experiment.
  package let notAssigned: Int

  /// Reads outcomes.
  ///
  /// - Throws: where a column is not there, a cell cannot be read, a customer has two rows, an outcome
  ///   lies before the assignment, or assigned customers have no row.
  package init(
    _ table: PlainTable, as schema: OutcomeSchema, of assignment: AssignmentFile
  ) throws {
    var customers = CustomerTable(table, id: try table.column(schema.id, as: .id))
    var outcomeColumns: [(PlainColumn, [Double?])] = []
    for name in schema.outcomes {
      let column = try table.column(name, as: .outcome)
      let numbers = outcomeNumbers(column, decimalComma: schema.cells.decimalComma)
      customers.require(column, .outcome) { numbers[$0] != nil }
      outcomeColumns.append((column, numbers))
    }
    var covariateColumns: [(PlainColumn, [Double?])] = []
    for name in schema.covariates {
      let column = try table.column(name, as: .covariate)
      let isEmpty = (0..<column.texts.count).map {
        NumberText(column.texts.utf8(at: $0), decimalComma: schema.cells.decimalComma) == .missing
      }
      let numbers = outcomeNumbers(column, decimalComma: schema.cells.decimalComma)
      customers.require(column, .numberOrNothing) { numbers[$0] != nil || isEmpty[$0] }
      covariateColumns.append((column, numbers))
    }
    let segment = try schema.segment.map { try table.column($0, as: .segment) }
    let places = customers.ids(of: Array(0..<table.count)).places(in: assignment.ids)
    if let name = schema.date {
      let column = try table.column(name, as: .outcomeDate)
      let days = column.days(format: schema.cells.dateFormat)
      for (row, code) in column.codes.enumerated() {
        // No outcome has no date.
        if column.texts.utf8(at: Int(code)).isEmpty { continue }
        guard let day = days[Int(code)] else {
          customers.refuse(row, column, .date(pattern: nil))
          continue
        }
        if places[row] >= 0, let assigned = assignment.days?[places[row]], day < assigned {
          customers.refuse(row, column, .outcomeNotBefore(assigned.description))
        }
      }
    }
    try customers.faults.check(read: table.rowsRead)
    var rowOfCustomer = [Int](repeating: -1, count: assignment.ids.count)
    for (row, place) in places.enumerated() where place >= 0 { rowOfCustomer[place] = row }
    absent = rowOfCustomer.count { $0 < 0 }
    notAssigned = places.count { $0 < 0 }
    guard absent < assignment.ids.count else {
      throw ExperimentFileError.nobodyInBoth(assignment: assignment.file, outcomes: table.file)
    }
    if !schema.absentAreZero, let first = rowOfCustomer.firstIndex(where: { $0 < 0 }) {
      throw ExperimentFileError.withoutOutcome(
        count: absent, of: assignment.ids.count, first: assignment.ids[first], file: table.file)
    }
    outcomes = outcomeColumns.map { column, numbers in
      (
        column.name,
        rowOfCustomer.map { $0 < 0 ? 0 : numbers[Int(column.codes[$0])] ?? 0 }
      )
    }
    covariates = covariateColumns.map { column, numbers in
      let values = rowOfCustomer.map { $0 < 0 ? nil : numbers[Int(column.codes[$0])] }
      let known = values.compactMap(\.self)
      let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
      return (column.name, values.map { $0 ?? mean })
    }
    let (isComplete, rows) = (absent == 0, Array(0..<table.count))
    segments = segment.map { column in
      let (names, ofRow) = column.groups(of: rows)
      guard !isComplete else { return (names, rowOfCustomer.map { ofRow[$0] }) }
      return (names + ["(no row)"], rowOfCustomer.map { $0 < 0 ? names.count : ofRow[$0] })
    }
  }
}
