/// Row numbers grouped by customer, and from then on in canonical order.
struct GroupedRows {
  /// Rows of customer `i` are `rows[offsets[i] ..< offsets[i + 1]]`.
  private(set) var offsets: [Int]
  private(set) var rows: [Int32]

  /// Groups rows by counting; within a group they keep their order.
  init(_ group: [Int32], groups: Int) {
    offsets = [Int](repeating: 0, count: groups + 1)
    rows = [Int32](repeating: 0, count: group.count)
    for code in group { offsets[Int(code) + 1] += 1 }
    for index in 0..<groups { offsets[index + 1] += offsets[index] }
    var next = offsets
    for (row, code) in group.enumerated() {
      rows[next[Int(code)]] = Int32(row)
      next[Int(code)] += 1
    }
  }

  /// Sorts each group by time, then as `ties` says.
  ///
  /// - Parameters:
  ///   - instant: time of each row.
  ///   - ties: order of rows of one time.
  ///   - dropDuplicates: whether of exact copies only one stays.
  /// - Returns: how many rows are exact copies of the row before them.
  mutating func sort(
    by instant: [Int64], then ties: some RowOrder, dropDuplicates: Bool
  ) -> Int {
    var keys: [(instant: Int64, row: Int32)] = []
    var duplicates = 0
    var kept = 0
    var start = 0
    for group in 0..<offsets.count - 1 {
      let end = offsets[group + 1]
      keys.removeAll(keepingCapacity: true)
      var isRising = true
      for index in start..<end {
        let time = instant[Int(rows[index])]
        if let last = keys.last, last.instant >= time { isRising = false }
        keys.append((time, rows[index]))
      }
      if !isRising {
        keys.sort { a, b in
          a.instant != b.instant
            ? a.instant < b.instant : ties.order(Int(a.row), Int(b.row)) < 0
        }
      }
      for (index, key) in keys.enumerated() {
        if !isRising, index > 0, keys[index - 1].instant == key.instant,
          ties.order(Int(keys[index - 1].row), Int(key.row)) == 0
        {
          duplicates += 1
          if dropDuplicates { continue }
        }
        rows[kept] = key.row
        kept += 1
      }
      start = end
      offsets[group + 1] = kept
    }
    rows.removeLast(rows.count - kept)
    return duplicates
  }

  /// A column in this order; the original is given back to memory.
  func gathered<Value>(_ column: inout [Value]) -> [Value] {
    if column.isEmpty { return [] }
    let result = rows.map { column[Int($0)] }
    column = []
    return result
  }
}
