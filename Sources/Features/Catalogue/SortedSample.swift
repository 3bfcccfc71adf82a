internal import Files

/// A sample in rising order, for its quantiles.
///
/// A quantile is Hyndman & Fan's type 7 (numpy's `linear`): with n values it lies at position
/// h = 1 + (n − 1)q and is interpolated between the values at ⌊h⌋ and ⌊h⌋ + 1. With weights, scaled
/// to sum to n, the value at a whole position p is the first at which the running weight reaches p
/// (Harrell's `wtd.quantile`); equal weights give type 7.
package struct SortedSample {
  package let values: [Double]
  /// Running sums of the weights; nil where all weigh the same.
  private let runningWeight: [Double]?

  /// - Parameters:
  ///   - values: at least one, none of them not-a-number.
  ///   - weights: one a value, above 0; nil weighs all the same.
  package init(_ values: [Double], weights: [Double]? = nil) {
    precondition(!values.isEmpty && (weights.map { $0.count == values.count } ?? true))
    guard let weights, weights.contains(where: { $0 != weights[0] }) else {
      self.values = rising(values)
      runningWeight = nil
      return
    }
    // Equal values are ordered by weight, so that sums do not depend on the order of rows.
    let order = values.indices.sorted { (values[$0], weights[$0]) < (values[$1], weights[$1]) }
    self.values = order.map { values[$0] }
    var sum = 0.0
    runningWeight = order.map {
      sum += weights[$0]
      return sum
    }
  }

  /// The value below which the part `q`, 0 … 1, of the sample lies.
  package func quantile(_ q: Double) -> Double {
    precondition((0...1).contains(q))
    let position = Double(values.count - 1) * q
    let whole = position.rounded(.down)
    let lower = value(atPosition: Int(whole))
    let fraction = position - whole
    guard fraction > 0 else { return lower }
    let upper = value(atPosition: Int(whole) + 1)
    return lower + fraction * (upper - lower)
  }

  package var median: Double { quantile(0.5) }
  package var lowest: Double { values[0] }
  package var highest: Double { values[values.count - 1] }

  /// The value at a position counted from 0.
  private func value(atPosition position: Int) -> Double {
    guard let runningWeight else { return values[position] }
    let total = runningWeight[values.count - 1]
    // One division, last, so that whole-number weights are compared exactly.
    let target = Double(position + 1) * total / Double(values.count)
    var low = 0
    var high = values.count - 1
    while low < high {
      let middle = (low + high) / 2
      if runningWeight[middle] < target { low = middle + 1 } else { high = middle }
    }
    return values[low]
  }
}

/// Numbers in rising order, none of them not-a-number.
///
/// Many are sorted by the 16-bit digits of their bits, the lowest first: several times faster than by
/// comparison.
func rising(_ values: [Double]) -> [Double] {
  guard values.count >= 1 << 14 else { return values.sorted() }
  // Bits in the order of what they stand for: of negative numbers all turned round, else the sign.
  var keys = values.map { value in
    let bits = (value + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
  var sorted = keys
  for shift in stride(from: 0, to: 64, by: 16) {
    var starts = [Int](repeating: 0, count: 0x1_0001)
    for key in keys { starts[Int(truncatingIfNeeded: key >> shift & 0xffff) + 1] += 1 }
    // A digit that all have leaves the order as it is.
    if starts.contains(keys.count) { continue }
    for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
    for key in keys {
      let digit = Int(truncatingIfNeeded: key >> shift & 0xffff)
      sorted[starts[digit]] = key
      starts[digit] += 1
    }
    swap(&keys, &sorted)
  }
  return keys.map { Double(bitPattern: $0 >> 63 == 1 ? $0 & ~(1 << 63) : ~$0) }
}
