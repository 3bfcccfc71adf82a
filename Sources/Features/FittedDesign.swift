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

  /// The standardised columns of every row of a snapshot.
  package func design(of snapshot: FeatureMatrix, threads: Int) -> Matrix {
    design(of: snapshot.values, names: snapshot.names, threads: threads)
  }

  /// The standardised columns of every row.
  ///
  /// A missing value is imputed, also where training had none; values beyond the training range are
  /// taken for its ends.
  /// - Parameters:
  ///   - values: features by row, not-a-number where missing.
  ///   - names: names of its columns, in any order; every feature of the design must be among them.
  ///   - threads: workers; the result does not depend on it.
  /// - Returns: rows × `columns.count`.
  package func design(of values: Matrix, names: [String], threads: Int) -> Matrix {
    precondition(values.columns == names.count)
    let program = DesignProgram(self, names: names)
    var storage: [Double] = []
    storage.reserveCapacity(values.rows * columns.count)
    inBatches(of: Chunks(rows: values.rows), threads: threads) { rows in
      program.design(of: values, rows: rows)
    } consume: { part in
      storage += part
    }
    return Matrix(rows: values.rows, columns: columns.count, storage: storage)
  }
}

/// A design with names resolved to positions.
private struct DesignProgram: Sendable {
  private struct Step {
    let kind: DesignColumn.Kind
    let feature: Int
    let other: Int
    let knot: Double
    let mean: Double
    let standardDeviation: Double
  }

  private let features: [FittedFeature]
  private let sources: [Int]
  private let steps: [Step]

  init(_ design: FittedDesign, names: [String]) {
    features = design.features
    let positions = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    sources = design.features.map { feature in
      guard let position = positions[feature.name] else {
        preconditionFailure("the design needs a column '\(feature.name)'")
      }
      return position
    }
    let learned = Dictionary(
      uniqueKeysWithValues: design.features.enumerated().map { ($0.element.name, $0.offset) })
    steps = design.columns.map { column in
      guard let feature = learned[column.feature],
        let other = learned[column.other ?? column.feature]
      else { preconditionFailure("'\(column.name)' is made of a feature without constants") }
      return Step(
        kind: column.kind, feature: feature, other: other, knot: column.knot ?? 0,
        mean: column.mean, standardDeviation: column.standardDeviation)
    }
  }

  func design(of values: Matrix, rows: Range<Int>) -> [Double] {
    var output: [Double] = []
    output.reserveCapacity(rows.count * steps.count)
    var prepared = [Double](repeating: 0, count: features.count)
    var isMissing = [Bool](repeating: false, count: features.count)
    for row in rows {
      for index in features.indices {
        let value = values[row, sources[index]]
        prepared[index] = features[index].value(value)
        isMissing[index] = value.isNaN
      }
      for step in steps {
        let value = prepared[step.feature]
        let raw: Double
        switch step.kind {
        case .value: raw = value
        case .missing: raw = isMissing[step.feature] ? 1 : 0
        case .hinge: raw = max(0, value - step.knot)
        case .interaction:
          raw =
            features[step.feature].standardised(value)
            * features[step.other].standardised(prepared[step.other])
        }
        output.append((raw - step.mean) / step.standardDeviation)
      }
    }
    return output
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
