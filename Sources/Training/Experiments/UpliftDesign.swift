package import Dense
package import Experiments
internal import Features
internal import Files
package import Ingestion
internal import Models

/// The rows of a table of treated and untreated customers, and the design that others are brought into.
package struct UpliftDesign: Sendable {
  package let rows: UpliftRows
  private let table: TableDesign
  /// Column that effects are learned as shares of, and its values.
  private let shareOf: String?
  private let most: [Double]?

  /// Columns of a design that uplift is learned from, at most: every learner is fitted dozens of times.
  private static let mostColumns = 500

  /// The rows of a table by the design of labelled tables, which is learned from all rows: it looks at
  /// neither treatment nor outcome.
  ///
  /// - Parameters:
  ///   - table: typed rows.
  ///   - file: that they come from.
  ///   - shareOf: column that effects are learned as shares of, in [0, 1]; nil for effects by themselves.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: where the columns and their categories are too many, or the column of `shareOf` is not there
  ///   or holds anything else.
  package init(
    _ table: UpliftTable, file: String, shareOf: String?, workers: Workers
  ) throws {
    self.shareOf = shareOf
    most = try shareOf.map { try Self.most(of: table.columns, $0, file, table.lines) }
    let design = try Self.design(of: table, workers: workers)
    self.table = design
    rows = UpliftRows(
      x: design.matrix, names: design.design.columns.map(\.name), isTreated: table.isTreated,
      outcome: table.outcome, most: most)
  }

  private static func most(
    of columns: [TypedColumn], _ name: String, _ file: String, _ lines: [Int]
  ) throws(ExperimentError) -> [Double] {
    guard let column = columns.first(where: { $0.name == name }),
      case .numbers(let values) = column.cells
    else { throw .noShares(column: name, columns: columns.map(\.name)) }
    if let row = values.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .badShare(
        column: name, file: file, line: row < lines.count ? lines[row] : 0, found: values[row])
    }
    return values
  }

  /// What a study expects of other customers.
  ///
  /// - Parameters:
  ///   - others: with the columns of `columns`, in their order.
  ///   - file: that they come from.
  ///   - study: of these rows.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one score a customer.
  /// - Throws: where the column that effects are shares of holds anything else.
  package func scores(
    of others: TableRows, file: String, _ study: UpliftStudy, workers: Workers
  ) throws(ExperimentError) -> UpliftScores {
    let theirs = try shareOf.map { name throws(ExperimentError) in
      try Self.most(of: others.columns, name, file, [])
    }
    return UpliftScores(
      of: matrix(of: others, workers: workers),
      most: most.flatMap { own in theirs.map { (others: $0, own: own) } }, learnedFrom: rows, study)
  }

  /// The columns that other customers need, and whether they hold numbers.
  package var columns: [(name: String, form: CellForm)] {
    table.columns.map { ($0.name, $0.kind == .category ? .category : .number) }
  }

  /// Other customers in the design.
  ///
  /// - Parameters:
  ///   - others: with the columns of `columns`, in their order.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one row a customer.
  private func matrix(of others: TableRows, workers: Workers) -> Matrix {
    let encoding = TableEncoding(columns: table.columns)
    return table.design.design(
      of: encoding.matrix(of: others.columns, rows: others.count), names: encoding.names,
      workers: workers)
  }

  /// The design, or why there is none in the words of an experiment.
  private static func design(of table: UpliftTable, workers: Workers) throws -> TableDesign {
    do {
      return try TableDesign(
        learnedFrom: table.columns, rows: table.isTreated.count, atMost: mostColumns,
        workers: workers)
    } catch {
      if case .tooManyColumns(let found, let most, let widest) = error {
        throw ExperimentError.tooManyColumns(found: found, most: most, widest: widest)
      }
      throw error
    }
  }
}
