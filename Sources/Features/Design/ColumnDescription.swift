/// What is learned of a column before it is standardised: its moments, and a print to find its like by.
struct ColumnDescription: Sendable {
  let moments: Moments
  /// 64 bits of the column's bits: FNV-1a over words, with a shift so that high bits reach low.
  let fingerprint: UInt64
}

/// Weighted mean and population standard deviation, in two passes in the order of rows.
struct Moments: Sendable {
  let mean: Double
  let standardDeviation: Double
  let isConstant: Bool

  fileprivate init(mean: Double, variance: Double, lowest: Double, highest: Double) {
    self.mean = mean
    standardDeviation = variance.squareRoot()
    // Differences in the last bits are rounding, not information.
    isConstant = standardDeviation <= 1e-12 * max(abs(lowest), abs(highest))
  }
}

/// Describes columns made of one: the column itself, and hinges max(0, x − knot).
///
/// - Parameters:
///   - values: the column, none of them not-a-number.
///   - knots: of each hinge; nil for the column itself.
///   - weights: one a row, above 0; nil weighs all the same.
/// - Returns: one description a knot, to the bit what each column alone would give.
func columnDescriptions(
  of values: [Double], knots: [Double?], weights: [Double]?
) -> [ColumnDescription] {
  stride(from: 0, to: knots.count, by: 4).flatMap { first in
    let some = Array(knots[first..<min(first + 4, knots.count)])
    return FourColumns(values, knots: some, weights: weights).descriptions.prefix(some.count)
  }
}

/// Four columns made of one, described together: each sum waits for its own additions alone.
private struct FourColumns {
  private var origins = SIMD4<Double>.zero
  private var least = SIMD4<Double>(repeating: -.infinity)
  private(set) var descriptions: [ColumnDescription] = []

  init(_ values: [Double], knots: [Double?], weights: [Double]?) {
    for (lane, knot) in knots.enumerated() {
      if let knot { (origins[lane], least[lane]) = (knot, 0) }
    }
    let (origins, least) = (origins, least)
    let weights = weights ?? []
    let prints = Self.prints(values.span, origins, least)
    let sums = Self.sums(values.span, weights.span, origins, least)
    let means = sums.values / sums.weight
    let squares = Self.squares(values.span, weights.span, origins, least, from: means)
    descriptions = (0..<4).map { lane in
      ColumnDescription(
        moments: Moments(
          mean: means[lane], variance: squares[lane] / sums.weight, lowest: sums.lowest[lane],
          highest: sums.highest[lane]),
        fingerprint: prints[lane])
    }
  }

  /// max(least, x − origin) in each lane.
  @inline(__always)
  private static func columns(
    _ x: Double, _ origins: SIMD4<Double>, _ least: SIMD4<Double>
  ) -> SIMD4<Double> {
    let moved = SIMD4(repeating: x) - origins
    return moved.replacing(with: least, where: moved .< least)
  }

  private static func sums(
    _ values: Span<Double>, _ weights: Span<Double>, _ origins: SIMD4<Double>,
    _ least: SIMD4<Double>
  ) -> (
    values: SIMD4<Double>, weight: Double, lowest: SIMD4<Double>, highest: SIMD4<Double>
  ) {
    var sums = SIMD4<Double>.zero
    var total = 0.0
    var lowest = SIMD4<Double>(repeating: .infinity)
    var highest = -lowest
    let isWeighted = !weights.isEmpty
    for row in values.indices {
      let weight = isWeighted ? weights[row] : 1
      let column = columns(values[row], origins, least)
      sums += weight * column
      total += weight
      lowest.replace(with: column, where: column .< lowest)
      highest.replace(with: column, where: column .> highest)
    }
    return (sums, total, lowest, highest)
  }

  private static func squares(
    _ values: Span<Double>, _ weights: Span<Double>, _ origins: SIMD4<Double>,
    _ least: SIMD4<Double>, from means: SIMD4<Double>
  ) -> SIMD4<Double> {
    var squares = SIMD4<Double>.zero
    let isWeighted = !weights.isEmpty
    for row in values.indices {
      let weight = isWeighted ? weights[row] : 1
      let difference = columns(values[row], origins, least) - means
      squares += weight * difference * difference
    }
    return squares
  }

  private static func prints(
    _ values: Span<Double>, _ origins: SIMD4<Double>, _ least: SIMD4<Double>
  ) -> [UInt64] {
    let start: UInt64 = 0xcbf2_9ce4_8422_2325
    var (a, b, c, d) = (start, start, start, start)
    for row in values.indices {
      let column = columns(values[row], origins, least)
      a = mixed(a, column[0])
      b = mixed(b, column[1])
      c = mixed(c, column[2])
      d = mixed(d, column[3])
    }
    return [a, b, c, d]
  }

  @inline(__always)
  private static func mixed(_ print: UInt64, _ value: Double) -> UInt64 {
    let next = (print ^ value.bitPattern) &* 0x0000_0100_0000_01b3
    return next ^ next >> 29
  }
}
