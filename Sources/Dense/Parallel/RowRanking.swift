/// Rows in the order of a number, from the largest.
///
/// Rows that have the same are in the order of `precedes`; not-a-number comes last.
/// A radix sort: comparisons would cost more than all else that a batch of scores needs.
/// - Parameters:
///   - numbered: which rows.
///   - values: one number a row, by row.
///   - workers: how many threads it may take; the result does not depend on it.
///   - precedes: whether the first of two different rows with equal numbers comes first.
/// - Returns: the rows in order.
/// - Complexity: O(n) and two arrays of 16 bytes a row, but for equal numbers.
package func rankedRows(
  _ numbered: [Int], descending values: [Double], workers: Workers = .one,
  ties precedes: @Sendable (Int, Int) -> Bool
) -> [Int] {
  var entries: [RankedRow] = []
  entries.reserveCapacity(numbered.count)
  for row in numbered { entries.append(RankedRow(key: descendingKey(values[row]), row: row)) }
  sortByKey(&entries)
  let sorted = entries
  let chunks = Chunks(rows: sorted.count, rowsPerChunk: 1 << 15)
  return workers.map(chunks.count) {
    rankedRuns(of: sorted, from: chunks[$0].lowerBound, to: chunks[$0].upperBound, ties: precedes)
  }.flatMap { $0 }
}

/// The rows of the runs of equal sorted bits that begin in a range, each run in order.
private func rankedRuns(
  of entries: [RankedRow], from lower: Int, to upper: Int, ties precedes: (Int, Int) -> Bool
) -> [Int] {
  var ranked: [Int] = []
  ranked.reserveCapacity(upper - lower)
  var start = lower
  if start > 0 {
    while start < upper, entries[start].sortedBits == entries[start - 1].sortedBits { start += 1 }
  }
  while start < upper {
    var end = start + 1
    while end < entries.count, entries[end].sortedBits == entries[start].sortedBits { end += 1 }
    if end - start == 1 {
      ranked.append(entries[start].row)
    } else {
      let run = entries[start..<end].sorted {
        $0.key != $1.key ? $0.key < $1.key : precedes($0.row, $1.row)
      }
      for entry in run { ranked.append(entry.row) }
    }
    start = end
  }
  return ranked
}

private struct RankedRow {
  /// Bits of a key, the highest, that the radix sort looks at; more of them tell few rows apart.
  static let radixBits = 33

  var key: UInt64
  var row: Int

  var sortedBits: UInt64 { key >> UInt64(64 - Self.radixBits) }
}

/// A whole number that rises as the value falls; one for both zeros, the largest for not-a-number.
private func descendingKey(_ value: Double) -> UInt64 {
  if value.isNaN { return .max }
  let bits = (value + 0).bitPattern
  return value < 0 ? bits : ~bits & ~(1 << 63)
}

/// Sorts by the keys' sorted bits, the lowest first, eleven bits at a time.
private func sortByKey(_ entries: inout [RankedRow]) {
  let bits = 11
  let size = 1 << bits
  var other = entries
  for shift in stride(from: 64 - RankedRow.radixBits, to: 64, by: bits) {
    var places = [Int](repeating: 0, count: size)
    func digit(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key >> UInt64(shift)) & (size - 1) }
    for entry in entries { places[digit(entry.key)] += 1 }
    // All keys have one digit: nothing would move.
    if places.contains(entries.count) { continue }
    var sum = 0
    for index in 0..<size { (places[index], sum) = (sum, sum + places[index]) }
    for entry in entries {
      let index = digit(entry.key)
      other[places[index]] = entry
      places[index] += 1
    }
    swap(&entries, &other)
  }
}
