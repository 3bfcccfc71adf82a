package import Dense
internal import Features
package import Files

extension TableModel {
  /// The probability of churn of every row.
  package func probabilities(of columns: [TypedColumn], rows: Int, workers: Workers) -> [Double] {
    let encoding = TableEncoding(columns: self.columns)
    let matrix = encoding.matrix(of: columns, rows: rows)
    return program(encoding).families(of: matrix, workers: workers).probabilities(ofRows: rows)
  }

  package func program(_ encoding: TableEncoding) -> ContributionProgram {
    let sources = encoding.sources
    return ContributionProgram(
      design: design, intercept: intercept, coefficients: coefficients, names: encoding.names,
      order: encoding.names
    ) { sources[$0] ?? $0 }
  }
}
