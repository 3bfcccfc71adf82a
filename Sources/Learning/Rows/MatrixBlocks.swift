internal import Dense

/// Blocks of a centred design whose rows lie in memory: row after row.
struct MatrixBlocks: DesignBlocks {
  private let x: Matrix
  private let columns: [Int]
  private let means: [Double]
  /// Whether products are taken with x as it lies and the means taken off them, not off its rows:
  /// faster, and as good where most columns take part and no mean is large beside its spread.
  private let usesRawRows: Bool
  /// Columns that stand next to each other, with the place of the first.
  private let runs: [Run]

  private struct Run: Sendable {
    let columns: Range<Int>
    let place: Int
  }

  init(x: Matrix, columns: [Int], means: [Double], areMeansSmall: Bool = false) {
    usesRawRows = areMeansSmall && 2 * columns.count > x.columns
    runs = Self.runs(of: columns)
    self.x = x
    self.columns = columns
    self.means = means
  }

  private static func runs(of columns: [Int]) -> [Run] {
    var runs: [Run] = []
    for (place, column) in columns.enumerated() {
      if let last = runs.last, last.columns.upperBound == column {
        runs[runs.count - 1] = Run(
          columns: last.columns.lowerBound..<column + 1, place: last.place)
      } else {
        runs.append(Run(columns: column..<column + 1, place: place))
      }
    }
    return runs
  }

  private var width: Int { columns.count + 1 }

  func emptyBlock() -> Matrix { Matrix(rows: RowBlocks.length, columns: width) }

  func predict(
    _ rows: Range<Int>, at point: [Double], using block: inout Matrix,
    into predictor: inout [Double]
  ) {
    guard usesRawRows else {
      fill(&block, with: rows)
      block.multiply(rows: 0..<rows.count, by: point, into: &predictor)
      return
    }
    var coefficients = [Double](repeating: 0, count: x.columns)
    for (k, column) in columns.enumerated() { coefficients[column] = point[k + 1] }
    x.multiply(rows: rows, by: coefficients, into: &predictor)
    let offset = means.indices.reduce(point[0]) { $0 - means[$1] * point[$1 + 1] }
    for index in 0..<rows.count { predictor[index] += offset }
  }

  func addScores(
    _ rows: Range<Int>, slope: [Double], using block: Matrix, to gradient: inout [Double]
  ) {
    guard usesRawRows else {
      block.addTransposedProduct(rows: 0..<rows.count, by: slope, to: &gradient)
      return
    }
    var products = [Double](repeating: 0, count: x.columns)
    x.addTransposedProduct(rows: rows, by: slope, to: &products)
    let sum = slope[..<rows.count].reduce(0, +)
    gradient[0] += sum
    for (k, column) in columns.enumerated() {
      gradient[k + 1] += products[column] - means[k] * sum
    }
  }

  func addGramian(
    _ rows: Range<Int>, scaledBy roots: [Double], using block: inout Matrix, to sum: inout Matrix
  ) {
    fill(&block, with: rows, scaledBy: roots)
    sum.addGramian(of: block.storage, rows: rows.count)
  }

  func addGramian(
    _ rows: Range<Int>, scaledBy roots: [Double], using _: Matrix, _ scratch: inout [Float],
    to sum: inout SingleGramian
  ) {
    fill(&scratch, with: rows, scaledBy: roots) { Float($0) }
    sum.add(scratch, rows: rows.count)
  }

  func addGramian(
    ofSums sets: [ArraySlice<Int>], factors: [Double], using scratch: inout SumScratch,
    to products: inout SumProducts
  ) {
    clear(&scratch.sums)
    for (index, rows) in sets.enumerated() {
      for row in rows { add(row: row, times: factors[row], to: &scratch.sums, at: index) }
    }
    switch products {
    case .double(var sum):
      products = .double(Matrix(rows: 0, columns: 0))
      sum.addGramian(of: scratch.sums.storage, rows: sets.count)
      products = .double(sum)
    case .single(var sum):
      products = .double(Matrix(rows: 0, columns: 0))
      sum.add(scratch.sums.storage.map { Float($0) }, rows: sets.count)
      products = .single(sum)
    }
  }

  /// Writes rows of the design, each times a factor, to the first rows of a block.
  func fill(_ block: inout Matrix, with rows: Range<Int>, scaledBy factors: [Double]? = nil) {
    fill(&block.storage, with: rows, scaledBy: factors) { $0 }
  }

  @inline(__always)
  private func fill<Element>(
    _ block: inout [Element], with rows: Range<Int>, scaledBy factors: [Double]?,
    rounded: (Double) -> Element
  ) {
    let source = x.storage.span
    let means = means.span
    let (width, sourceWidth) = (width, x.columns)
    var target = block.mutableSpan
    for (index, row) in rows.enumerated() {
      let (start, sourceStart) = (index * width, row * sourceWidth)
      let factor = factors?[index] ?? 1
      target[start] = rounded(factor)
      // Without a look-up of each column the loop runs on vectors.
      for run in runs {
        let count = run.columns.count
        let first = sourceStart + run.columns.lowerBound
        let values = source.extracting(first..<first + count)
        let offsets = means.extracting(run.place..<run.place + count)
        let place = start + 1 + run.place
        var written = target._mutatingExtracting(place..<place + count)
        for k in 0..<count { written[k] = rounded(factor * (values[k] - offsets[k])) }
      }
    }
  }

  /// Adds a multiple of one row of the design to a row of a block.
  private func add(row: Int, times factor: Double, to block: inout Matrix, at index: Int) {
    let source = x.storage.span
    let means = means.span
    let (start, sourceStart) = (index * width, row * x.columns)
    var target = block.storage.mutableSpan
    target[start] += factor
    for run in runs {
      let count = run.columns.count
      let first = sourceStart + run.columns.lowerBound
      let values = source.extracting(first..<first + count)
      let offsets = means.extracting(run.place..<run.place + count)
      let place = start + 1 + run.place
      var sums = target._mutatingExtracting(place..<place + count)
      for k in 0..<count { sums[k] += factor * (values[k] - offsets[k]) }
    }
  }
}
