internal import Units

/// An intercept and coefficients of a fit, the largest first, with standard error and z.
enum CoefficientTable {
  /// - Parameters:
  ///   - names: of the columns.
  ///   - intercept: of the fit.
  ///   - coefficients: one a column.
  ///   - standardErrors: the intercept's, then one a column; 0 where unknown.
  /// - Returns: the lines of the table, and how many columns have no coefficient.
  static func lines(
    names: [String], intercept: Double, coefficients: [Double], standardErrors: [Double]
  ) -> [String] {
    var table = TextTable([
      ("column (standardised)", .left), ("coefficient", .right), ("error", .right), ("z", .right),
    ])
    func append(_ name: String, _ coefficient: Double, _ error: Double) {
      table.append([
        name, fixed(coefficient, digits: 4), error > 0 ? fixed(error, digits: 4) : "",
        error > 0 ? fixed(coefficient / error, digits: 1) : "",
      ])
    }
    append("(intercept)", intercept, standardErrors[0])
    let order = coefficients.indices.sorted {
      (abs(coefficients[$0]), $1) > (abs(coefficients[$1]), $0)
    }
    let told = order.filter { coefficients[$0] != 0 || standardErrors[$0 + 1] > 0 }
    for column in told { append(names[column], coefficients[column], standardErrors[column + 1]) }
    let rest = order.count - told.count
    return table.lines
      + (rest > 0 ? ["\(rest) column\(rest == 1 ? " has" : "s have") no coefficient"] : [])
  }
}
