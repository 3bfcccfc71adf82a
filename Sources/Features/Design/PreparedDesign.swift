internal import Dense

/// The standardised columns of a design, made of prepared features as they are asked for.
///
/// They are those of `DesignProgram` but for the last bits: here numbers are multiplied by inverses, not
/// divided, which takes a fraction of the time.
package struct PreparedDesign: ColumnSource {
  private let features: PreparedFeatures
  private let steps: [Step]

  /// (max(least, value − origin) − mean) · scale, or of a product.
  private struct Step {
    enum Kind {
      case feature(Factor)
      case missing(start: Int)
      case product(Factor, Factor)
    }

    let kind: Kind
    let mean: Double
    let scale: Double

    @inline(__always)
    func write(_ factor: Factor, of values: Span<Double>, to run: inout MutableSpan<Double>) {
      let (origin, least, mean, scale) = (factor.origin, factor.least, mean, scale)
      for row in 0..<run.count { run[row] = (max(least, values[row] - origin) - mean) * scale }
    }

    @inline(__always)
    func write(missing marks: Span<UInt8>, to run: inout MutableSpan<Double>) {
      let (mean, scale) = (mean, scale)
      for row in 0..<run.count { run[row] = (Double(marks[row]) - mean) * scale }
    }

    @inline(__always)
    func write(
      _ first: Factor, of values: Span<Double>, _ second: Factor, of others: Span<Double>,
      to run: inout MutableSpan<Double>
    ) {
      let (mean, scale) = (mean, scale)
      let (origin, least, factor) = (first.origin, first.least, first.scale)
      let (otherOrigin, otherLeast, otherFactor) = (second.origin, second.least, second.scale)
      for row in 0..<run.count {
        let product =
          max(least, values[row] - origin) * factor
          * (max(otherLeast, others[row] - otherOrigin) * otherFactor)
        run[row] = (product - mean) * scale
      }
    }
  }

  /// max(least, value − origin) · scale of a feature.
  private struct Factor {
    let start: Int
    let origin: Double
    let least: Double
    let scale: Double
  }

  /// - Parameters:
  ///   - design: whose columns are made.
  ///   - features: all features of the design, prepared for it.
  package init(_ design: FittedDesign, of features: PreparedFeatures) {
    self.features = features
    let learned = Dictionary(
      uniqueKeysWithValues: design.features.map { ($0.name, $0) })
    func factor(_ name: String, knot: Double?) -> Factor {
      guard let feature = learned[name] else {
        preconditionFailure("a product of '\(name)', which has no constants")
      }
      let factor = DesignProgram.Factor(of: feature, knot: knot)
      return Factor(
        start: features.start(of: name), origin: factor.origin, least: factor.least,
        scale: 1 / factor.scale)
    }
    steps = design.columns.map { column in
      let kind: Step.Kind
      switch column.kind {
      case .value, .hinge:
        let knot = column.kind == .hinge ? column.knot ?? 0 : nil
        kind = .feature(
          Factor(
            start: features.start(of: column.feature), origin: knot ?? 0,
            least: knot == nil ? -.infinity : 0, scale: 1))
      case .missing: kind = .missing(start: features.startOfMissing(column.feature))
      case .interaction:
        kind = .product(
          factor(column.feature, knot: column.knot),
          factor(column.other ?? column.feature, knot: column.otherKnot))
      }
      return Step(kind: kind, mean: column.mean, scale: 1 / column.standardDeviation)
    }
  }

  package var rows: Int { features.rows }
  package var columns: Int { steps.count }

  package func write(
    _ columns: [Int], of rows: Range<Int>, to target: inout MutableSpan<Double>, stride: Int
  ) {
    precondition(stride >= rows.count && target.count >= columns.count * stride)
    for (place, column) in columns.enumerated() {
      let step = steps[column]
      let begin = place * stride
      var run = target._mutatingExtracting(begin..<begin + rows.count)
      if place + Self.stepsAhead < columns.count {
        prefetch(columns[place + Self.stepsAhead], after: columns[place], rows)
      }
      switch step.kind {
      case .feature(let factor):
        features.withRun(factor.start, rows) { step.write(factor, of: $0, to: &run) }
      case .missing(let start):
        features.withMissingRun(start, rows) { step.write(missing: $0, to: &run) }
      case .product(let first, let second):
        features.withRun(first.start, rows) { values in
          features.withRun(second.start, rows) { others in
            step.write(first, of: values, second, of: others, to: &run)
          }
        }
      }
    }
  }

  package func write(
    _ columns: [Int], of rows: [Int], to target: inout MutableSpan<Double>, stride: Int
  ) {
    precondition(stride >= rows.count && target.count >= columns.count * stride)
    var values = [Double](repeating: 0, count: rows.count)
    var others = values
    var marks = [UInt8](repeating: 0, count: rows.count)
    for (place, column) in columns.enumerated() {
      let step = steps[column]
      let begin = place * stride
      var run = target._mutatingExtracting(begin..<begin + rows.count)
      switch step.kind {
      case .feature(let factor):
        gather(factor.start, rows, to: &values)
        step.write(factor, of: values.span, to: &run)
      case .missing(let start):
        gatherMissing(start, rows, to: &marks)
        step.write(missing: marks.span, to: &run)
      case .product(let first, let second):
        gather(first.start, rows, to: &values)
        gather(second.start, rows, to: &others)
        step.write(first, of: values.span, second, of: others.span, to: &run)
      }
    }
  }

  /// About the columns of one feature.
  private static let stepsAhead = 5

  /// Asks for what a column will be made of, where that is not what another one is made of now.
  private func prefetch(_ column: Int, after other: Int, _ rows: Range<Int>) {
    if case .feature(let factor) = steps[column].kind {
      if case .feature(let own) = steps[other].kind, own.start == factor.start { return }
      features.prefetch(factor.start, rows)
    }
  }

  private func gather(_ start: Int, _ rows: [Int], to values: inout [Double]) {
    var run = values.mutableSpan
    features.gather(start, rows, to: &run)
  }

  private func gatherMissing(_ start: Int, _ rows: [Int], to marks: inout [UInt8]) {
    var run = marks.mutableSpan
    features.gatherMissing(start, rows, to: &run)
  }
}
