package import Dense

/// A design with names resolved to positions: makes columns of rows without looking anything up.
package struct DesignProgram: Sendable {
  /// A feature and where it stands in the rows that are given.
  struct Source {
    let position: Int
    let transform: Transform
    let imputation: Double
    let lowest: Double
    let highest: Double

    init(of feature: FittedFeature, in positions: [String: Int]) {
      guard let position = positions[feature.name] else {
        preconditionFailure("the design needs a column '\(feature.name)'")
      }
      self.position = position
      transform = feature.transform
      imputation = feature.imputation
      lowest = feature.lowest
      highest = feature.highest
    }

    /// The transformed, imputed and clamped value.
    @inline(__always)
    func callAsFunction(_ value: Double) -> Double {
      let transformed = transform(value)
      return transformed.isNaN ? imputation : min(max(transformed, lowest), highest)
    }
  }

  private struct Step {
    let kind: DesignColumn.Kind
    let feature: Int
    let other: Int
    let knot: Double
    /// The factors of an interaction.
    let factors: (Factor, Factor)
    let mean: Double
    let standardDeviation: Double
  }

  /// max(least, value − origin)/scale: a standardised feature where nothing is least, else a hinge.
  struct Factor {
    let origin: Double
    let least: Double
    let scale: Double

    init(of feature: FittedFeature, knot: Double?) {
      origin = knot ?? feature.mean
      least = knot == nil ? -.infinity : 0
      scale = feature.standardDeviation
    }

    func callAsFunction(_ value: Double) -> Double { max(least, value - origin) / scale }
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
    sources = design.features.map { Source(of: $0, in: positions) }
    let learned = Dictionary(
      uniqueKeysWithValues: design.features.enumerated().map { ($0.element.name, $0.offset) })
    steps = design.columns.map { column in
      guard let feature = learned[column.feature],
        let other = learned[column.other ?? column.feature]
      else { preconditionFailure("'\(column.name)' is made of a feature without constants") }
      return Step(
        kind: column.kind, feature: feature, other: other, knot: column.knot ?? 0,
        factors: (
          Factor(of: design.features[feature], knot: column.knot),
          Factor(of: design.features[other], knot: column.otherKnot)
        ),
        mean: column.mean, standardDeviation: column.standardDeviation)
    }
  }

  /// Rows that are worked on together: few enough for their columns to stay in cache.
  private static let blockRows = 32

  /// The standardised columns of some rows.
  ///
  /// - Parameters:
  ///   - values: features, row-major, not-a-number where missing.
  ///   - rows: which rows.
  /// - Returns: rows × columns of the design, row-major.
  package func design(of values: [Double], rows: Range<Int>) -> [Double] {
    var output = [Double](repeating: 0, count: rows.count * steps.count)
    var target = output.mutableSpan
    write(values.span, rows, to: &target)
    return output
  }

  /// The standardised columns of every row of several matrices, one after the other: the rows are never
  /// in memory twice.
  package func design(of matrices: [Matrix], workers: Workers) -> Matrix {
    Matrix(
      rows: matrices.reduce(0) { $0 + $1.rows }, columns: steps.count, workers: workers
    ) { rows, target in write(matrices, rows, to: &target) }
  }

  private func write(
    _ matrices: [Matrix], _ rows: Range<Int>, to target: inout MutableSpan<Double>
  ) {
    var first = 0
    for matrix in matrices {
      let own = rows.clamped(to: first..<first + matrix.rows)
      if !own.isEmpty {
        let start = (own.lowerBound - rows.lowerBound) * steps.count
        var part = target._mutatingExtracting(start..<start + own.count * steps.count)
        write(
          matrix.storage.span, own.lowerBound - first..<own.upperBound - first, to: &part)
      }
      first += matrix.rows
    }
  }

  private func write(
    _ values: Span<Double>, _ rows: Range<Int>, to target: inout MutableSpan<Double>
  ) {
    var prepared = [Double](repeating: 0, count: sources.count * Self.blockRows)
    var missing = prepared
    var lanes = [Double](repeating: 0, count: Self.columnsAtOnce * Self.blockRows)
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows) {
      let block = first..<min(first + Self.blockRows, rows.upperBound)
      prepare(values, block, &prepared, &missing)
      let start = (first - rows.lowerBound) * steps.count
      var part = target._mutatingExtracting(start..<start + block.count * steps.count)
      // Columns are made as runs, and some at a time are laid out as rows, by whole cache lines.
      for first in stride(from: 0, to: steps.count, by: Self.columnsAtOnce) {
        let columns = first..<min(first + Self.columnsAtOnce, steps.count)
        for (place, column) in columns.enumerated() {
          let start = place * Self.blockRows
          var lane = lanes.mutableSpan
          var run = lane._mutatingExtracting(start..<start + block.count)
          write(steps[column], of: prepared.span, missing.span, to: &run)
        }
        layOut(lanes.span, rows: block.count, columns, &part)
      }
    }
  }

  /// Columns that one cache line of a row holds.
  private static let columnsAtOnce = 8

  /// Copies runs of columns to where they stand in rows.
  private func layOut(
    _ lanes: Span<Double>, rows: Int, _ columns: Range<Int>, _ target: inout MutableSpan<Double>
  ) {
    for row in 0..<rows {
      let start = row * steps.count + columns.lowerBound
      for place in 0..<columns.count {
        target[start + place] = lanes[place * Self.blockRows + row]
      }
    }
  }

  /// Transforms, imputes and clamps each feature of a block of rows.
  private func prepare(
    _ values: Span<Double>, _ block: Range<Int>, _ prepared: inout [Double],
    _ missing: inout [Double]
  ) {
    for (feature, source) in sources.enumerated() {
      let start = feature * Self.blockRows
      for (index, row) in block.enumerated() {
        let value = values[row * width + source.position]
        missing[start + index] = value.isNaN ? 1 : 0
        prepared[start + index] = source(value)
      }
    }
  }

  /// Writes one column of a block of rows.
  private func write(
    _ step: Step, of prepared: Span<Double>, _ missing: Span<Double>,
    to run: inout MutableSpan<Double>
  ) {
    let count = run.count
    let own = step.feature * Self.blockRows
    let values = (step.kind == .missing ? missing : prepared).extracting(own..<own + count)
    let (mean, deviation) = (step.mean, step.standardDeviation)
    switch step.kind {
    case .value, .missing:
      for row in 0..<count { run[row] = (values[row] - mean) / deviation }
    case .hinge:
      let knot = step.knot
      for row in 0..<count { run[row] = (max(0, values[row] - knot) - mean) / deviation }
    case .interaction:
      let other = step.other * Self.blockRows
      let others = prepared.extracting(other..<other + count)
      let (first, second) = step.factors
      for row in 0..<count {
        run[row] = (first(values[row]) * second(others[row]) - mean) / deviation
      }
    }
  }
}
