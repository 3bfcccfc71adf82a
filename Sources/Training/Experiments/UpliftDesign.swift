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

  /// Columns of a design that uplift is learned from, at most: every learner is fitted dozens of times.
  private static let mostColumns = 500

  /// The rows of a table by the design of labelled tables, which is learned from all rows: it looks at
  /// neither treatment nor outcome.
  ///
  /// - Parameters:
  ///   - table: typed rows.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: where the columns and their categories are too many.
  package init(_ table: UpliftTable, workers: Workers) throws {
    let design = try Self.design(of: table, workers: workers)
    self.table = design
    rows = UpliftRows(
      x: design.matrix, names: design.design.columns.map(\.name), isTreated: table.isTreated,
      outcome: table.outcome)
  }

  /// The columns that other customers need, and whether they hold numbers.
  package var columns: [(name: String, isNumber: Bool)] {
    table.columns.map { ($0.name, $0.kind == .number) }
  }

  /// Other customers in the design.
  ///
  /// - Parameters:
  ///   - others: with the columns of `columns`, in their order.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one row a customer.
  package func matrix(of others: TableRows, workers: Workers) -> Matrix {
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
