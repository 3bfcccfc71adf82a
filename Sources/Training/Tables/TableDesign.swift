package import Dense
package import Features
package import Files
internal import Learning
package import Models
internal import RealModule
internal import Snapshots

/// The columns of a labelled table as a model's matrix: what was learned of them, and their values.
package struct TableDesign: Sendable {
  package let columns: [TableColumn]
  let recipe: DesignRecipe
  package let design: FittedDesign
  /// One row a row of the table, one column a column of the design, standardised.
  package let matrix: Matrix
  /// To which side of 0 the coefficient of each column of the design keeps; nil where none has to.
  let bounds: [CoefficientBound]?

  /// Columns of a design that a model of labels may have.
  package static let mostColumns = 2_000

  /// Learns the design of some rows; nothing else is looked at.
  ///
  /// - Parameters:
  ///   - typed: columns of the table.
  ///   - rows: number of rows.
  ///   - steps: that a column of numbers has at most, one per 200 rows.
  ///   - interactions: products of its features, and of the hinges of their splines.
  ///   - most: columns of the design that are not too many.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: where the columns and their categories are too many.
  package init(
    learnedFrom typed: [TypedColumn], rows: Int, steps: Int = 0,
    interactions: [DesignRecipe.Interaction] = [],
    atMost most: Int = TableDesign.mostColumns, workers: Workers
  ) throws(TableTrainingError) {
    let columns = TableDesign.columns(learnedFrom: typed, rows: rows, steps: steps)
    let encoding = TableEncoding(columns: columns)
    recipe = DesignRecipe(
      terms: zip(typed, columns).flatMap { Self.terms(of: $0, $1, rows: rows) },
      interactions: interactions)
    let width = recipe.terms.reduce(0) { $0 + 1 + $1.knots }
    guard width <= most else {
      let widest = columns.max { $0.features.count < $1.features.count }
      throw .tooManyColumns(
        found: width, most: most, widest: widest?.name ?? "")
    }
    let features = encoding.matrix(of: typed, rows: rows)
    self.columns = columns
    let design = recipe.fitted(names: encoding.names, values: [features], workers: workers)
    self.design = design
    matrix = design.design(of: features, names: encoding.names, workers: workers)
    bounds = Self.bounds(of: design, columns)
  }

  /// A sum of what rises with a column, with coefficients of one sign, goes one way with it; nothing is
  /// bound where its cell is missing.
  private static func bounds(
    of design: FittedDesign, _ columns: [TableColumn]
  ) -> [CoefficientBound]? {
    let signs = columns.signsOfFeatures
    guard !signs.isEmpty else { return nil }
    return design.columns.map { column in
      guard column.kind != .missing, let sign = signs[column.feature] else { return .none }
      return sign > 0 ? .atLeastZero : .atMostZero
    }
  }

  /// What is learned of each column, with at most so many steps.
  static func columns(learnedFrom typed: [TypedColumn], rows: Int, steps: Int) -> [TableColumn] {
    typed.map {
      TableColumn(learnedFrom: $0, steps: min(steps, rows / rowsPerKnot), knots: knots(rows))
    }
  }

  private static let rowsPerKnot = 200

  /// Of a column of numbers, at most.
  private static func knots(_ rows: Int) -> Int { min(4, rows / rowsPerKnot) }

  /// Numbers that are skewed to the right go through log1p where none is below 0; those with many
  /// values get a spline, finer for more rows.
  private static func terms(
    of typed: TypedColumn, _ column: TableColumn, rows: Int
  ) -> [DesignRecipe.Term] {
    guard case .numbers(let values) = typed.cells, let name = column.features.first else {
      return column.features.map { DesignRecipe.Term(feature: $0, transform: .identity) }
    }
    let present = values.filter { !$0.isNaN }
    let others = column.stepFeatures.map { DesignRecipe.Term(feature: $0, transform: .identity) }
    guard column.direction == nil else {
      let ramps = present.map(column.ramps)
      return column.plainFeatures.enumerated().map { place, feature in
        DesignRecipe.Term(feature: feature, transform: transform(of: ramps.map { $0[place] }))
      } + others
    }
    let distinct = Set(present).count
    return [
      DesignRecipe.Term(
        feature: name, transform: transform(of: present),
        knots: distinct < TableColumn.fewestValues ? 0 : knots(rows))
    ]
      + column.plainFeatures.dropFirst().map {
        DesignRecipe.Term(feature: $0, transform: .identity)
      } + others
  }

  private static func transform(of values: [Double]) -> Transform {
    values.allSatisfy { $0 >= 0 } && isLessSkewedAsLog(values) ? .log1p : .identity
  }
}

/// Whether numbers of 0 or more have a long right tail that log1p takes away without making a longer
/// left one.
private func isLessSkewedAsLog(_ values: [Double]) -> Bool {
  let plain = skewness(values)
  return plain > 0.5 && abs(skewness(values.map { Double.log(onePlus: $0) })) < plain
}

/// Third standardised moment; 0 where all values are alike.
private func skewness(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
  guard variance > 0 else { return 0 }
  let deviation = variance.squareRoot()
  return values.reduce(0) { sum, value in
    let z = (value - mean) / deviation
    return sum + z * z * z
  } / count
}
