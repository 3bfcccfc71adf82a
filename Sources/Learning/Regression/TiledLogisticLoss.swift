internal import Dense

/// The mean logistic loss Σwℓ(y, η)/Σw over a tiled design, as a function of the coefficients in its
/// leading places; those in later places are 0.
///
/// Sums run over tiles within chunks of tiles; chunks run in parallel and are added in order.
struct TiledLogisticLoss: Sendable {
  private(set) var design: TiledDesign
  /// One a row of the tiles.
  private let response: [Double]
  /// One a row of the tiles, of sum 1; 0 for rows that fill the last tile.
  private let weights: [Double]
  private let workers: Workers

  /// - Parameters:
  ///   - x: the rows' columns.
  ///   - data: the rows; those without weight take no part.
  ///   - columns: the columns that take part, in the order of their places.
  ///   - means: what is taken off each column of the data.
  init(_ x: Matrix, _ data: RegressionData, columns: [Int], means: [Double]) {
    let rows = data.weights.indices.filter { data.weights[$0] > 0 }
    design = TiledDesign(
      x: x, rows: rows, columns: columns, means: means, workers: data.workers)
    let padding = [Double](
      repeating: 0, count: design.tiles.count * TiledDesign.tileRows - rows.count)
    response = rows.map { data.response[$0] } + padding
    weights = rows.map { data.weights[$0] / data.totalWeight } + padding
    workers = data.workers
  }

  mutating func swapAt(_ place: Int, _ other: Int) { design.swapAt(place, other) }

  /// The loss and the leading places' part of its gradient.
  ///
  /// - Parameters:
  ///   - point: coefficients of the leading places.
  ///   - places: how many elements of the gradient are wanted.
  /// - Returns: the loss, and `places` slopes.
  func evaluate(at point: [Double], gradientOf places: Int) -> (value: Double, gradient: [Double]) {
    let chunks = design.chunks
    let parts = workers.map(chunks.count) {
      partialSums(tiles: chunks[$0], at: point, gradientOf: places)
    }
    return parts.reduce(into: (0, [Double](repeating: 0, count: places))) { sum, part in
      sum.0 += part.value
      add(part.gradient, times: 1, to: &sum.1)
    }
  }

  private func partialSums(tiles: Range<Int>, at point: [Double], gradientOf places: Int)
    -> (value: Double, gradient: [Double])
  {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: places)
    var products = gradient
    var slope = [Double](repeating: 0, count: TiledDesign.tileRows)
    for tile in tiles {
      value += differentiate(tile, at: point) { terms, weight, index in
        let slopes = weight * terms.slope
        for lane in 0..<4 { slope[index + lane] = slopes[lane] }
      }
      design.tiles[tile].multiply(rows: 0..<places, by: slope, into: &products)
      add(products, times: 1, to: &gradient)
    }
    return (value, gradient)
  }

  /// Weighted second derivatives of the rows' losses.
  func curvature(at point: [Double]) -> [Double] {
    let chunks = design.chunks
    return workers.map(chunks.count) { chunk in
      var curvature: [Double] = []
      for tile in chunks[chunk] {
        _ = differentiate(tile, at: point) { terms, weight, _ in
          let curvatures = weight * terms.curvature
          for lane in 0..<4 { curvature.append(curvatures[lane]) }
        }
      }
      return curvature
    }.flatMap { $0 }
  }

  /// Hands on the losses of a tile's rows and their derivatives, four at a time, with their weights
  /// and the first one's place in the tile.
  ///
  /// - Returns: the rows' weighted loss.
  @inline(__always)
  private func differentiate(
    _ tile: Int, at point: [Double], _ body: (LossTerms, SIMD4<Double>, Int) -> Void
  ) -> Double {
    var predictor = [Double](repeating: 0, count: TiledDesign.tileRows)
    design.tiles[tile].addTransposedProduct(rows: 0..<point.count, by: point, to: &predictor)
    let start = tile * TiledDesign.tileRows
    let (response, weights, predictors) = (response.span, weights.span, predictor.span)
    var losses = SIMD4<Double>.zero
    for index in stride(from: 0, to: TiledDesign.tileRows, by: 4) {
      let weight = weights.four(from: start + index)
      let terms = LogisticLoss.terms(
        response: response.four(from: start + index), predictor: predictors.four(from: index))
      losses += weight * terms.value
      body(terms, weight, index)
    }
    return (losses[0] + losses[1]) + (losses[2] + losses[3])
  }

  /// The rows `places` of XᵀDX up to its diagonal, and beyond it as far as a band reaches.
  ///
  /// - Parameters:
  ///   - places: the rows wanted.
  ///   - curvature: D, one a row of the tiles.
  /// - Returns: bands of rows, each with the leading columns up to its own last place.
  func products(of places: Range<Int>, curvature: [Double]) -> [GramianBand] {
    let chunks = design.chunks
    let parts = workers.map(chunks.count) {
      partialProducts(tiles: chunks[$0], of: places, curvature: curvature)
    }
    guard var sum = parts.first else { return [] }
    for part in parts.dropFirst() {
      for index in sum.indices { add(part[index].products, times: 1, to: &sum[index].products) }
    }
    return sum
  }

  private func partialProducts(tiles: Range<Int>, of places: Range<Int>, curvature: [Double])
    -> [GramianBand]
  {
    var bands = stride(from: places.lowerBound, to: places.upperBound, by: GramianBand.height).map {
      GramianBand(places: $0..<min($0 + GramianBand.height, places.upperBound))
    }
    var scaled = Matrix(rows: places.count, columns: TiledDesign.tileRows)
    for tile in tiles {
      scale(
        design.tiles[tile], places, by: curvature, from: tile * TiledDesign.tileRows, to: &scaled)
      for index in bands.indices {
        let band = bands[index].places
        let first = band.lowerBound - places.lowerBound
        scaled.addProduct(
          rows: first..<first + band.count, byTransposed: design.tiles[tile],
          leading: band.upperBound, to: &bands[index].products)
      }
    }
    return bands
  }
}

/// Some rows of XᵀDX with its leading columns, up to the last of the rows' own places.
struct GramianBand: Sendable {
  /// High enough for BLAS to work at its speed, low enough for little to be computed twice.
  static let height = 96

  let places: Range<Int>
  /// `places.count` rows of `places.upperBound` elements.
  var products: [Double]

  init(places: Range<Int>) {
    self.places = places
    products = [Double](repeating: 0, count: places.count * places.upperBound)
  }
}

/// Writes some places of a tile with each row times its factor.
private func scale(
  _ tile: Matrix, _ places: Range<Int>, by factors: [Double], from start: Int,
  to scaled: inout Matrix
) {
  let tileRows = TiledDesign.tileRows
  let source = tile.storage.span.extracting(
    places.lowerBound * tileRows..<places.upperBound * tileRows)
  let factors = factors.span.extracting(start..<start + tileRows)
  var target = scaled.storage.mutableSpan
  for place in 0..<places.count {
    let first = place * tileRows
    for k in 0..<tileRows { target[first + k] = source[first + k] * factors[k] }
  }
}
