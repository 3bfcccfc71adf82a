package import Dense

/// Features of many rows, each transformed, imputed and clamped once, one after the other.
package struct PreparedFeatures: Sendable {
  package let rows: Int
  /// Where each feature stands.
  private let places: [String: Int]
  /// Feature after feature.
  private let values: [Double]
  /// Where each feature stands of those whose missing values are told apart, and 1 where one is missing.
  private let missingPlaces: [String: Int]
  private let missing: [UInt8]

  /// - Parameters:
  ///   - design: whose features and constants are used; what is missing is kept where it has a column of it.
  ///   - matrices: features as they are, part after part, not-a-number where missing.
  ///   - names: names of their columns, every feature of the design among them.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    of design: FittedDesign, in matrices: [Matrix], names: [String], workers: Workers
  ) {
    precondition(matrices.allSatisfy { $0.columns == names.count })
    let rows = matrices.reduce(0) { $0 + $1.rows }
    let positions = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    func numbered(_ names: [String]) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    }
    let sources = design.features.map { DesignProgram.Source(of: $0, in: positions) }
    values = preparedColumns(sources, of: matrices, rows: rows, workers: workers) { source, value in
      source(value)
    }
    let withMissing = Set(design.columns.filter { $0.kind == .missing }.map(\.feature))
    let marked = design.features.map(\.name).filter(withMissing.contains)
    missing = preparedColumns(
      marked.map { positions[$0] ?? 0 }, of: matrices, rows: rows, workers: workers,
      position: \.self
    ) { _, value in value.isNaN ? 1 : 0 }
    self.rows = rows
    places = numbered(design.features.map(\.name))
    missingPlaces = numbered(marked)
  }

  /// The first element of a feature's column.
  func start(of feature: String) -> Int {
    guard let place = places[feature] else {
      preconditionFailure("'\(feature)' is not prepared")
    }
    return place * rows
  }

  func startOfMissing(_ feature: String) -> Int {
    guard let place = missingPlaces[feature] else {
      preconditionFailure("what is missing of '\(feature)' is not kept")
    }
    return place * rows
  }

  /// Hands on a run of a column.
  @inline(__always)
  func withRun(_ start: Int, _ rows: Range<Int>, _ body: (Span<Double>) -> Void) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= self.rows)
    body(values.span.extracting(start + rows.lowerBound..<start + rows.upperBound))
  }

  /// Asks for a run of a column ahead of its use: runs lie far from each other.
  @inline(__always)
  func prefetch(_ start: Int, _ rows: Range<Int>) {
    values.prefetch(start + rows.lowerBound..<start + rows.upperBound)
  }

  @inline(__always)
  func withMissingRun(_ start: Int, _ rows: Range<Int>, _ body: (Span<UInt8>) -> Void) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= self.rows)
    body(missing.span.extracting(start + rows.lowerBound..<start + rows.upperBound))
  }

  /// Copies some rows of a column.
  func gather(_ start: Int, _ rows: [Int], to run: inout MutableSpan<Double>) {
    let (values, rows) = (values.span.extracting(start..<start + self.rows), rows.span)
    for index in rows.indices { run[index] = values[rows[index]] }
  }

  func gatherMissing(_ start: Int, _ rows: [Int], to run: inout MutableSpan<UInt8>) {
    let (values, rows) = (missing.span.extracting(start..<start + self.rows), rows.span)
    for index in rows.indices { run[index] = values[rows[index]] }
  }
}

private func preparedColumns<Element: BitwiseCopyable & Sendable>(
  _ sources: [DesignProgram.Source], of matrices: [Matrix], rows: Int, workers: Workers,
  made: @Sendable (DesignProgram.Source, Double) -> Element
) -> [Element] {
  preparedColumns(
    sources, of: matrices, rows: rows, workers: workers, position: { $0.position }, made: made)
}

/// One column a source, one after the other.
private func preparedColumns<Source: Sendable, Element: BitwiseCopyable & Sendable>(
  _ sources: [Source], of matrices: [Matrix], rows: Int, workers: Workers,
  position: @Sendable (Source) -> Int, made: @Sendable (Source, Double) -> Element
) -> [Element] {
  // Some columns at a time read each cache line of the rows once, and each block of rows stays in cache.
  let groups = Chunks(rows: sources.count, rowsPerChunk: 8)
  return arrayOfSlices(
    cuts: [0] + groups.all.map { $0.upperBound * rows }, workers: workers
  ) { group, target in
    var first = 0
    for matrix in matrices {
      let elements = matrix.storage.span
      for start in stride(from: 0, to: matrix.rows, by: 64) {
        let block = start..<min(start + 64, matrix.rows)
        for (place, source) in sources[groups[group]].enumerated() {
          let (begin, column) = (place * rows + first, position(source))
          for row in block {
            target[begin + row] = made(source, elements[row * matrix.columns + column])
          }
        }
      }
      first += matrix.rows
    }
  }
}
