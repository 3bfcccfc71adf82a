package import Dense
internal import Features
package import Files
package import Ingestion
internal import Interventions
internal import Learning
internal import Lifetime
package import Models
internal import Snapshots
package import Units

/// Scored rows of a plain table, one element a row in each column, by rising id.
package struct TableScores: Sendable {
  package let ids: TextColumn
  package let churnProbability: [Double]
  /// Not-a-number where missing; nil where no column is named.
  package let value: [Double]?
  /// Probability × value: what is lost on average if the value goes with the customer.
  package let expectedLoss: [Double]?
  package let reliable: Bool
  package let contributions: FamilyContributions
  package let drift: PopulationDrift
  package let modelDigest: String
  package let notices: [UnseenCategories]
  package let refused: RefusedRows
  /// Rows, the first to act on first: by expected loss where values are named, then by probability,
  /// then by id; rows without a value come last.
  package let ranking: [Int]
  /// The typed cells, for reasons.
  let columns: [TypedColumn]
  let model: TableModel
  /// What dates were counted to; nil where the model looks at none.
  package let datesTo: DateReference?

  package var count: Int { ids.count }

  /// The score rows.
  package var table: ScoreTable {
    var table = ScoreTable(
      layout: ScoreColumn.labelledTable, ids: ids, ranking: ranking, modelDigest: modelDigest
    ) { row, count in
      reasons(of: row, count: count).map { .cell($0) }
    }
    table[.churnProbability] = .numbers(churnProbability)
    table[.reliable] = .one(.flag(reliable))
    table.fill(.value, value.map { .numbers($0) })
    table.fill(.expectedLoss, expectedLoss.map { .numbers($0) })
    return table
  }
}

extension TableColumn {
  /// What its cells hold.
  package var form: CellForm {
    switch kind {
    case .number: .number
    case .date: .date
    case .category: .category
    }
  }
}

extension TableModel {
  /// Scores the rows of a table and ranks them.
  ///
  /// - Parameters:
  ///   - table: with all columns that the model looks at.
  ///   - id: the column of ids; nil for the name that it had in training.
  ///   - value: a column of money to weigh the risk by.
  ///   - asOf: the day that dates are counted to; nil for the column that they were counted to in training,
  ///     or without one for the latest date of the table.
  ///   - cells: how cells are read.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: the scores.
  /// - Throws: where a column is not there, or too many rows cannot be used.
  package func scores(
    of table: PlainTable, id: String?, value: String?, asOf: Day? = nil, cells: CellFormat,
    workers: Workers
  ) throws -> TableScores {
    let rows = try TableRows(
      scoring: table, columns: columns.map { ($0.name, $0.form) }, id: id ?? self.id,
      value: value, datesTo: datesToColumn, asOf: asOf, cells: cells)
    let own = Array(rows.columns.prefix(columns.count))
    let encoding = TableEncoding(columns: columns)
    let contributions = program(encoding).families(
      of: encoding.matrix(of: own, rows: rows.count), workers: workers)
    let probabilities = contributions.probabilities(ofRows: rows.count)
    var values: [Double]?
    if value != nil, case .numbers(let numbers)? = rows.columns.last?.cells { values = numbers }
    let losses = values.map { zip(probabilities, $0).map { $0 * $1 } }
    let counts = zip(zip(own, columns), population.columns).map { typed, reference in
      typed.1.counts(of: typed.0, by: reference)
    }
    return TableScores(
      ids: rows.ids, churnProbability: probabilities, value: values, expectedLoss: losses,
      reliable: isInformative, contributions: contributions,
      drift: population.drift(
        counts: counts, scores: population.scores.counts(of: probabilities),
        meanScore: mean(probabilities)), modelDigest: shortDigest,
      notices: notices(of: own), refused: rows.refused,
      // Ids rise, so a row's number breaks the last ties.
      ranking: rankedRows(
        Array(0..<rows.count), descending: losses ?? probabilities, workers: workers
      ) { (probabilities[$1], $0) < (probabilities[$0], $1) },
      columns: own, model: self, datesTo: rows.datesTo)
  }

  private func notices(of typed: [TypedColumn]) -> [UnseenCategories] {
    zip(columns, typed).compactMap { UnseenCategories(in: $1, of: $0) }
  }
}

/// One of the columns that move a row's logit most.
package struct TableReason: Sendable {
  package enum Cell: Sendable, Equatable {
    case number(Double)
    case text(String)
    case missing
    /// A text too rare in training to stand alone, or none of it.
    case rare(String)
  }

  package let column: String
  package let cell: Cell
  package let change: RiskChange
}

extension TableScores {
  /// The columns that move a row's logit most, the largest first.
  package func reasons(of row: Int, count: Int) -> [TableReason] {
    let logit = contributions.logit(ofRow: row)
    return contributions.strongest(ofRow: row, count: count).map { strongest in
      let name = contributions.families[strongest.family]
      return TableReason(
        column: name, cell: cell(of: row, column: name),
        change: RiskChange(contribution: strongest.value, logit: logit))
    }
  }

  private func cell(of row: Int, column name: String) -> TableReason.Cell {
    guard let index = model.columns.firstIndex(where: { $0.name == name }) else { return .missing }
    if let dates = columns[index].dates {
      return dates[row].isNaN ? .missing : .text("\(Day(number: Int32(dates[row])))")
    }
    switch columns[index].cells {
    case .numbers(let values): return values[row].isNaN ? .missing : .number(values[row])
    case .categories(let codes, let levels):
      guard codes[row] >= 0 else { return .missing }
      let text = levels[Int(codes[row])]
      return model.columns[index].place(of: text) == .other ? .rare(text) : .text(text)
    }
  }
}
