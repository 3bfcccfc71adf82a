package import Dense
package import Experiments
internal import Features
internal import Files
package import Ingestion
internal import Models

extension UpliftRows {
  /// The rows of a table by the design of labelled tables, which is learned from all rows: it looks at
  /// neither treatment nor outcome.
  ///
  /// - Parameters:
  ///   - table: typed rows.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: where the columns and their categories are too many.
  package init(_ table: UpliftTable, workers: Workers) throws(TableTrainingError) {
    let design = try TableDesign(
      learnedFrom: table.columns, rows: table.isTreated.count, workers: workers)
    self.init(
      x: design.matrix, names: design.design.columns.map(\.name), isTreated: table.isTreated,
      outcome: table.outcome)
  }
}
