/// Some quantiles of a sample, as `SortedSample` has them, without putting all of it in order.
package struct Quantiles {
  package let lowest: Double
  package let highest: Double
  private let values: [Double: Double]

  /// - Parameters:
  ///   - sample: at least one value, none of them not-a-number.
  ///   - parts: which quantiles, 0 … 1.
  ///   - weights: one a value, above 0; nil weighs all the same.
  package init(of sample: [Double], at parts: [Double], weights: [Double]?) {
    if weights != nil || sample.count < Self.fewestToSelect {
      let sorted = SortedSample(sample, weights: weights)
      (lowest, highest) = (sorted.lowest, sorted.highest)
      values = Dictionary(
        parts.map { ($0, sorted.quantile($0)) }, uniquingKeysWith: { first, _ in first })
      return
    }
    let last = sample.count - 1
    let positions = parts.map { Double(last) * $0 }
    let wanted = positions.flatMap { position in
      let whole = Int(position.rounded(.down))
      return [whole, min(whole + 1, last)]
    }
    let found = selectedValues([0, last] + wanted, of: sample)
    (lowest, highest) = (found[0], found[1])
    values = Dictionary(
      zip(parts, positions).enumerated().map { index, quantile in
        let (lower, upper) = (found[2 + 2 * index], found[3 + 2 * index])
        let fraction = quantile.1 - quantile.1.rounded(.down)
        return (quantile.0, fraction > 0 ? lower + fraction * (upper - lower) : lower)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// A quantile of those asked for.
  package subscript(part: Double) -> Double {
    guard let value = values[part] else {
      preconditionFailure("quantile \(part) was not asked for")
    }
    return value
  }

  /// Below this sorting is as fast.
  private static let fewestToSelect = 1 << 14
}

/// The values at some positions of the sample in rising order, counted from 0.
///
/// Values are counted by their highest 16 bits; only those that share them with a wanted one are sorted.
private func selectedValues(_ positions: [Int], of sample: [Double]) -> [Double] {
  var counts = [Int](repeating: 0, count: 1 << 16)
  for value in sample { counts[highestBits(value)] += 1 }
  // By digit the number of its group, from 1; 0 where no wanted value has it.
  var groups = [UInt8](repeating: 0, count: 1 << 16)
  var members: [[Double]] = []
  // Of each position its group and its place there.
  var places = [(group: Int, place: Int)](repeating: (0, 0), count: positions.count)
  var before = 0
  var order = positions.indices.sorted { positions[$0] < positions[$1] }[...]
  for (digit, count) in counts.enumerated() where count > 0 {
    while let index = order.first, positions[index] < before + count {
      if groups[digit] == 0 {
        members.append([])
        members[members.count - 1].reserveCapacity(count)
        groups[digit] = UInt8(members.count)
      }
      places[index] = (members.count - 1, positions[index] - before)
      order.removeFirst()
    }
    before += count
  }
  for value in sample {
    let group = groups[highestBits(value)]
    // A negative zero is no other value than zero.
    if group > 0 { members[Int(group) - 1].append(value + 0) }
  }
  let sorted = members.map { values in
    values.allSatisfy { $0 == values[0] } ? values : SortedSample(values).values
  }
  return places.map { sorted[$0.group][$0.place] }
}

/// The highest 16 bits of a number's bits, in the order of what they stand for.
@inline(__always)
private func highestBits(_ value: Double) -> Int {
  let bits = (value + 0).bitPattern
  let ordered = bits >> 63 == 1 ? ~bits : bits | 1 << 63
  return Int(truncatingIfNeeded: ordered >> 48)
}
