package import Dense
package import Experiments
internal import Features
internal import Files
package import Ingestion
internal import Models

extension UpliftRows {
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
    self.init(
      x: design.matrix, names: design.design.columns.map(\.name), isTreated: table.isTreated,
      outcome: table.outcome)
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
