package import Dense

/// A design whose constants are learned: turns features into standardised columns.
package struct FittedDesign: Sendable, Equatable {
  /// The features that the columns are made of.
  package let features: [FittedFeature]
  package let columns: [DesignColumn]
  /// Columns that the recipe asked for and training could not give.
  package let dropped: [DroppedColumn]

  init(features: [FittedFeature], columns: [DesignColumn], dropped: [DroppedColumn]) {
    self.features = features
    self.columns = columns
    self.dropped = dropped
  }

  package var names: [String] { columns.map(\.name) }

  /// The design with some of its columns alone.
  package func keeping(_ kept: [Int]) -> FittedDesign {
    FittedDesign(features: features, columns: kept.map { columns[$0] }, dropped: dropped)
  }

  /// The standardised columns of every row of a snapshot.
  package func design(of snapshot: FeatureMatrix, workers: Workers) -> Matrix {
    design(of: snapshot.values, names: snapshot.names, workers: workers)
  }

  /// The standardised columns of every row.
  ///
  /// A missing value is imputed, also where training had none; values beyond the training range are
  /// taken for its ends.
  /// - Parameters:
  ///   - values: features by row, not-a-number where missing.
  ///   - names: names of its columns, in any order; every feature of the design must be among them.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: rows × `columns.count`.
  package func design(of values: Matrix, names: [String], workers: Workers) -> Matrix {
    design(of: [values], names: names, workers: workers)
  }

  /// The standardised columns of every row of several matrices, one after the other: the rows are never
  /// in memory twice.
  package func design(of values: [Matrix], names: [String], workers: Workers) -> Matrix {
    precondition(values.allSatisfy { $0.columns == names.count })
    return DesignProgram(self, names: names).design(of: values, workers: workers)
  }
}

extension FittedDesign {
  /// Products of its columns alone, neither centred nor scaled.
  ///
  /// - Parameter interactions: products that it has the factors of.
  /// - Returns: a design for looking through products, not one to fit.
  package func products(_ interactions: [DesignRecipe.Interaction]) -> FittedDesign {
    let known = columnsByName(columns)
    let products = interactions.compactMap { DesignColumn.interaction($0, of: known) }
    let used = Set(products.flatMap { [$0.feature, $0.other ?? $0.feature] })
    return FittedDesign(
      features: features.filter { used.contains($0.name) }, columns: products, dropped: [])
  }

  /// Those of some products that it has both factors of.
  package func possible(_ interactions: [DesignRecipe.Interaction]) -> [DesignRecipe.Interaction] {
    let known = columnsByName(columns)
    return interactions.filter { DesignColumn.interaction($0, of: known) != nil }
  }

  /// The largest magnitude that each column can have, whatever a row holds; infinite where its
  /// constants make no number of some row.
  ///
  /// Values are kept within a feature's range, or imputed, and columns are monotone in each of them.
  package var largestMagnitudes: [Double] {
    let learned = Dictionary(
      features.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return columns.map { column in
      guard let feature = learned[column.feature] else { return .infinity }
      let outermost = feature.outermost
      let raw: [Double]
      switch column.kind {
      case .value: raw = outermost
      case .missing: raw = [0, 1]
      case .hinge: raw = outermost.map { max(0, $0 - (column.knot ?? 0)) }
      case .interaction:
        guard let other = learned[column.other ?? ""] else { return .infinity }
        raw = outermost.flatMap { value in
          other.outermost.map {
            feature.factor(value, knot: column.knot) * other.factor($0, knot: column.otherKnot)
          }
        }
      }
      return raw.reduce(0) { largest, value in
        let magnitude = abs((value - column.mean) / column.standardDeviation)
        return magnitude.isFinite ? max(largest, magnitude) : .infinity
      }
    }
  }

  /// Whether an intercept and one coefficient a column give every row a number.
  package func isBounded(intercept: Double, coefficients: [Double]) -> Bool {
    zip(coefficients, largestMagnitudes).reduce(abs(intercept)) { $0 + abs($1.0) * $1.1 }.isFinite
  }
}

extension FittedDesign: Codable {
  private enum CodingKeys: String, CodingKey {
    case features, columns, dropped
  }

  /// Reads a design, refusing columns whose feature has no constants.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    features = try container.decode([FittedFeature].self, forKey: .features)
    columns = try container.decode([DesignColumn].self, forKey: .columns)
    dropped = try container.decode([DroppedColumn].self, forKey: .dropped)
    let names = features.map(\.name)
    guard Set(names).count == names.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .features, in: container, debugDescription: "a feature is listed twice")
    }
    for column in columns {
      let isComplete =
        names.contains(column.feature) && column.standardDeviation > 0
        && (column.kind != .hinge || column.knot != nil)
        && (column.kind != .interaction || column.other.map(names.contains) ?? false)
      guard isComplete else {
        throw DecodingError.dataCorruptedError(
          forKey: .columns, in: container,
          debugDescription: "the column '\(column.name)' lacks a constant it is made of")
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(features, forKey: .features)
    try container.encode(columns, forKey: .columns)
    try container.encode(dropped, forKey: .dropped)
  }
}
