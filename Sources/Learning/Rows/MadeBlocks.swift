internal import Dense

/// Blocks of a centred design whose columns are made as they are asked for: column after column, each a run
/// of `RowBlocks.length` elements, a run of ones before them.
///
/// The means are taken off what is summed, not off the columns; where they are large beside spreads, off the
/// columns.
struct MadeBlocks: DesignBlocks {
  private let source: any ColumnSource
  private let columns: [Int]
  private let means: [Double]
  /// What is taken off the columns as they are loaded, and off what is summed of them.
  private let (takenOff, offsets): ([Double]?, [Double])

  init(source: any ColumnSource, columns: [Int], means: [Double], areMeansSmall: Bool) {
    self.source = source
    self.columns = columns
    self.means = means
    (takenOff, offsets) =
      areMeansSmall ? (nil, means) : (means, [Double](repeating: 0, count: means.count))
  }

  private var width: Int { columns.count + 1 }
  private static let length = RowBlocks.length

  func emptyBlock() -> Matrix { Matrix(rows: width, columns: Self.length) }

  func predict(
    _ rows: Range<Int>, at point: [Double], using block: inout Matrix,
    into predictor: inout [Double]
  ) {
    load(rows, to: &block)
    var point = point
    point[0] -= dot(offsets, Array(point.dropFirst()))
    for index in predictor.indices { predictor[index] = 0 }
    block.addTransposedProduct(rows: 0..<width, by: point, to: &predictor)
  }

  func addScores(
    _ rows: Range<Int>, slope: [Double], using block: Matrix, to gradient: inout [Double]
  ) {
    var products = [Double](repeating: 0, count: width)
    block.multiply(rows: 0..<width, by: padded(slope, rows.count), into: &products)
    gradient[0] += products[0]
    for k in offsets.indices { gradient[k + 1] += products[k + 1] - offsets[k] * products[0] }
  }

  func addGramian(
    _ rows: Range<Int>, scaledBy roots: [Double], using block: inout Matrix, to sum: inout Matrix
  ) {
    load(rows, to: &block)
    let factors = padded(roots, rows.count)
    var elements = block.storage.mutableSpan
    for place in 0..<width {
      let offset = place == 0 ? 0 : offsets[place - 1]
      var run = elements._mutatingExtracting(place * Self.length..<(place + 1) * Self.length)
      let factors = factors.span.extracting(0..<Self.length)
      for index in 0..<run.count { run[index] = factors[index] * (run[index] - offset) }
    }
    sum.addGramian(ofRows: block)
  }

  func addGramian(
    _ rows: Range<Int>, scaledBy roots: [Double], using block: Matrix, _ scratch: inout [Float],
    to sum: inout SingleGramian
  ) {
    let factors = padded(roots, rows.count)
    let elements = block.storage.span
    var target = scratch.mutableSpan
    for place in 0..<width {
      let range = place * Self.length..<(place + 1) * Self.length
      let offset = place == 0 ? 0 : offsets[place - 1]
      let (values, factors) = (
        elements.extracting(range), factors.span.extracting(0..<Self.length)
      )
      var run = target._mutatingExtracting(range)
      for index in 0..<run.count { run[index] = Float(factors[index] * (values[index] - offset)) }
    }
    sum.add(runs: scratch, rows: Self.length)
  }

  func addGramian(
    ofSums sets: [ArraySlice<Int>], factors: [Double], using scratch: inout SumScratch,
    to products: inout SumProducts
  ) {
    clear(&scratch.sums)
    let places = sets.enumerated().flatMap { place, rows in rows.map { (place, $0) } }
    for first in stride(from: 0, to: places.count, by: Self.length) {
      let part = places[first..<min(first + Self.length, places.count)]
      add(
        part.map(\.1), times: part.map { factors[$0.1] }, to: part.map(\.0), of: &scratch.sums,
        using: &scratch.rows)
    }
    switch products {
    case .double(var sum):
      products = .double(Matrix(rows: 0, columns: 0))
      sum.addGramian(ofRows: scratch.sums)
      products = .double(sum)
    case .single(var sum):
      products = .double(Matrix(rows: 0, columns: 0))
      sum.add(runs: scratch.sums.storage.map { Float($0) }, rows: Self.length)
      products = .single(sum)
    }
  }

  /// Adds rows of the design, each times its factor, to sums, of which each place is one.
  private func add(
    _ rows: [Int], times factors: [Double], to places: [Int], of sums: inout Matrix,
    using block: inout Matrix
  ) {
    var elements = block.storage.mutableSpan
    var runs = elements._mutatingExtracting(Self.length..<elements.count)
    source.write(columns, of: rows, to: &runs, stride: Self.length)
    let (factors, places) = (factors.span, places.span)
    var target = sums.storage.mutableSpan
    for index in factors.indices { target[places[index]] += factors[index] }
    for k in columns.indices {
      let values = runs.span.extracting(k * Self.length..<(k + 1) * Self.length)
      let start = (k + 1) * Self.length
      var sums = target._mutatingExtracting(start..<start + Self.length)
      let mean = means[k]
      for index in factors.indices {
        sums[places[index]] += factors[index] * (values[index] - mean)
      }
    }
  }

  private func load(_ rows: Range<Int>, to block: inout Matrix) {
    source.load(columns, of: rows, to: &block, from: 1)
    var elements = block.storage.mutableSpan
    for index in 0..<Self.length { elements[index] = index < rows.count ? 1 : 0 }
    guard let takenOff else { return }
    for (k, mean) in takenOff.enumerated() {
      let start = (k + 1) * Self.length
      for index in start..<start + rows.count { elements[index] -= mean }
    }
  }

  /// Of the rows' factors, with zeros beyond them.
  private func padded(_ factors: [Double], _ count: Int) -> [Double] {
    if count == Self.length, factors.count == count { return factors }
    return factors[..<count] + [Double](repeating: 0, count: Self.length - count)
  }
}
