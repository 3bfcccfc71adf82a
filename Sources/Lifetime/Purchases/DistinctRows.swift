/// The distinct rows of three columns of whole numbers from 0, in ascending order, and how often each
/// comes.
///
/// Rows are packed into as few bits as they need and sorted digit by digit, which for days takes a
/// tenth of the time of hashing.
struct DistinctRows {
  private(set) var first: [Int] = []
  private(set) var second: [Int] = []
  private(set) var third: [Int] = []
  private(set) var counts: [Double] = []

  init(_ first: [Int], _ second: [Int], _ third: [Int]) {
    let widths = [first, second, third].map { bitWidth(of: $0.max() ?? 0) }
    guard widths.reduce(0, +) <= 64 else {
      let order = first.indices.sorted {
        (first[$0], second[$0], third[$0]) < (first[$1], second[$1], third[$1])
      }
      for row in order { append(first[row], second[row], third[row]) }
      return
    }
    let (low, middle) = (UInt64(widths[2]), UInt64(widths[1] + widths[2]))
    var keys = first.indices.map { row in
      UInt64(first[row]) << middle | UInt64(second[row]) << low | UInt64(third[row])
    }
    sortByDigits(&keys, bits: widths.reduce(0, +))
    var previous: UInt64?
    for key in keys {
      if key == previous {
        counts[counts.count - 1] += 1
      } else {
        append(
          Int(key >> middle), Int(key >> low) & (1 << widths[1] - 1),
          Int(truncatingIfNeeded: key) & (1 << widths[2] - 1))
      }
      previous = key
    }
  }

  private mutating func append(_ first: Int, _ second: Int, _ third: Int) {
    if first == self.first.last, second == self.second.last, third == self.third.last {
      counts[counts.count - 1] += 1
      return
    }
    self.first.append(first)
    self.second.append(second)
    self.third.append(third)
    counts.append(1)
  }
}

private func bitWidth(of value: Int) -> Int { Int.bitWidth - value.leadingZeroBitCount }

/// Sorts by digits of thirteen bits, the lowest first: two passes over most columns of days.
private func sortByDigits(_ keys: inout [UInt64], bits: Int) {
  let width = 13
  let digits = 1 << width
  var sorted = keys
  for shift in stride(from: 0, to: bits, by: width) {
    var starts = [Int](repeating: 0, count: digits + 1)
    for key in keys { starts[Int(key >> UInt64(shift)) & (digits - 1) + 1] += 1 }
    for digit in 0..<digits { starts[digit + 1] += starts[digit] }
    for key in keys {
      let digit = Int(key >> UInt64(shift)) & (digits - 1)
      sorted[starts[digit]] = key
      starts[digit] += 1
    }
    swap(&keys, &sorted)
  }
}
