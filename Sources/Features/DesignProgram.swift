/// A design with names resolved to positions: makes columns of rows without looking anything up.
package struct DesignProgram: Sendable {
  private struct Source {
    let position: Int
    let transform: Transform
    let imputation: Double
    let lowest: Double
    let highest: Double
    let mean: Double
    let standardDeviation: Double
  }

  private struct Step {
    let kind: DesignColumn.Kind
    let feature: Int
    let other: Int
    let knot: Double
    let mean: Double
    let standardDeviation: Double
  }

  /// Columns of the rows that are given.
  private let width: Int
  private let sources: [Source]
  private let steps: [Step]

  /// - Parameters:
  ///   - design: whose constants are used.
  ///   - names: names of the columns that rows will have; every feature of the design is among them.
  package init(_ design: FittedDesign, names: [String]) {
    width = names.count
    let positions = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    sources = design.features.map { feature in
      guard let position = positions[feature.name] else {
        preconditionFailure("the design needs a column '\(feature.name)'")
      }
      return Source(
        position: position, transform: feature.transform, imputation: feature.imputation,
        lowest: feature.lowest, highest: feature.highest, mean: feature.mean,
        standardDeviation: feature.standardDeviation)
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

  /// The standardised columns of some rows.
  ///
  /// - Parameters:
  ///   - values: features, row-major, not-a-number where missing.
  ///   - rows: which rows.
  /// - Returns: rows × columns of the design, row-major.
  package func design(of values: [Double], rows: Range<Int>) -> [Double] {
    var output: [Double] = []
    output.reserveCapacity(rows.count * steps.count)
    var prepared = [Double](repeating: 0, count: sources.count)
    var isMissing = [Bool](repeating: false, count: sources.count)
    for row in rows {
      for index in sources.indices {
        let source = sources[index]
        let value = values[row * width + source.position]
        let transformed = source.transform(value)
        isMissing[index] = value.isNaN
        prepared[index] =
          transformed.isNaN
          ? source.imputation : min(max(transformed, source.lowest), source.highest)
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
            standardised(value, sources[step.feature])
            * standardised(prepared[step.other], sources[step.other])
        }
        output.append((raw - step.mean) / step.standardDeviation)
      }
    }
    return output
  }

  private func standardised(_ value: Double, _ source: Source) -> Double {
    (value - source.mean) / source.standardDeviation
  }
}
