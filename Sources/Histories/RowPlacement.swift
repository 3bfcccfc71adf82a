import Dense

/// Where collected rows go: grouped by customer, in the order of the files within.
///
/// Customers are cut into as many parts as there are workers, with about as many rows each. Every
/// worker passes over all rows and places those of its customers, which lie next to each other: no
/// two write to one place, and what is written does not depend on their number.
struct RowPlacement: Sendable {
  /// Rows of customer `i` go to `offsets[i] ..< offsets[i + 1]`.
  private(set) var offsets: [Int]
  /// Each row's customer, by source.
  private let customers: [[Int32]]
  private let runs: [RowRun]
  /// The first customer of each part, and the number of customers.
  private let parts: [Int]

  /// Groups rows by counting.
  ///
  /// - Parameters:
  ///   - codes: the rows' customers as codes, by source; fewer than 2^31 rows in all.
  ///   - ranks: each source's codes' places among all customers.
  ///   - runs: the order of the files.
  ///   - groups: number of customers.
  ///   - threads: workers.
  init(
    codes: consuming [[Int32]], ranks: [[Int32]], runs: [RowRun], groups: Int, threads: Int
  ) {
    var customers = codes
    var counts = [Int32](repeating: 0, count: groups)
    for source in customers.indices {
      let rank = ranks[source]
      let rows = customers[source].count
      let found = customers[source].changeSlices(cuts: (0...threads).map { $0 * rows / threads }) {
        _, codes in
        var counts = [Int32](repeating: 0, count: groups)
        for index in codes.indices {
          let customer = rank[Int(codes[index])]
          codes[index] = customer
          counts[Int(customer)] += 1
        }
        return counts
      }
      for part in found { for group in 0..<groups { counts[group] += part[group] } }
    }
    var offsets = [0]
    offsets.reserveCapacity(groups + 1)
    for count in counts { offsets.append(offsets[offsets.count - 1] + Int(count)) }
    let rows = offsets[groups]
    parts = (0...threads).map { part in
      part == threads
        ? groups : firstIndex(from: 0, to: groups) { offsets[$0] >= part * rows / threads }
    }
    self.offsets = offsets
    self.customers = customers
    self.runs = runs
  }

  var count: Int { offsets[offsets.count - 1] }

  /// Where the rows of each part begin, and the number of rows.
  private var cuts: [Int] { parts.map { offsets[$0] } }

  /// A column in the order of the places; empty where the sources are.
  ///
  /// - Parameters:
  ///   - sources: the column's values by source.
  ///   - make: gives, for a source, what becomes of its values.
  /// - Returns: one element a row.
  func placed<Value: Sendable, Placed: BitwiseCopyable & Sendable>(
    _ sources: [[Value]], _ make: @Sendable (_ source: Int) -> (Value) -> Placed
  ) -> [Placed] {
    if sources.allSatisfy(\.isEmpty) { return [] }
    return arrayOfSlices(cuts: cuts) { part, column in
      let own = Int32(parts[part])..<Int32(parts[part + 1])
      let base = cuts[part]
      var next = offsets[parts[part]..<parts[part + 1]].map { Int32($0 - base) }
      var chosen: [1_024 of Int] = .init(repeating: 0)
      for run in runs {
        let sourceCustomers = customers[run.source]
        let customers = sourceCustomers.span
        let sourceValues = sources[run.source]
        let values = sourceValues.span
        let placed = make(run.source)
        var row = run.rows.lowerBound
        while row < run.rows.upperBound {
          // First without a branch, which no processor could foresee: whose row is it?
          let stop = min(row &+ 1_024, run.rows.upperBound)
          var count = 0
          while row < stop {
            chosen[count] = row
            count &+= own.contains(customers[row]) ? 1 : 0
            row &+= 1
          }
          for index in 0..<count {
            let row = chosen[index]
            let customer = Int(customers[row] &- own.lowerBound)
            let place = next[customer]
            next[customer] = place &+ 1
            column[Int(place)] = placed(values[row])
          }
        }
      }
    }
  }

  func placed<Value: BitwiseCopyable & Sendable>(_ sources: [[Value]]) -> [Value] {
    placed(sources) { _ in { $0 } }
  }

  /// Each place's row, numbered through all sources.
  func rowNumbers(threads: Int) -> [Int32] {
    var firstRows: [Int] = [0]
    for source in customers { firstRows.append(firstRows[firstRows.count - 1] + source.count) }
    let cuts = firstRows
    let numbers = parallelMap(count: customers.count, threads: threads) { source in
      (cuts[source]..<cuts[source + 1]).map { Int32(truncatingIfNeeded: $0) }
    }
    return placed(numbers)
  }

  /// Finds how rows must move to stand in canonical order.
  ///
  /// - Parameters:
  ///   - isRising: whether the row at a place surely follows the one before it.
  ///   - order: the sign of row a − row b by place, 0 for exact copies.
  /// - Returns: the moves.
  func moves(
    isRising: @Sendable (Int) -> Bool, order: @Sendable (Int, Int) -> Int
  ) -> RowMoves {
    let cuts = cuts
    let found = parallelMap(count: parts.count - 1, threads: parts.count - 1) { part in
      moves(of: parts[part]..<parts[part + 1], isRising, order)
    }
    return RowMoves(parts: found, cuts: cuts)
  }

  private func moves(
    of customers: Range<Int>, _ isRising: (Int) -> Bool, _ order: (Int, Int) -> Int
  ) -> RowMoves.Part {
    let base = offsets[customers.lowerBound]
    var moves = RowMoves.Part()
    var rows: [Int] = []
    for customer in customers {
      let range = offsets[customer]..<offsets[customer + 1]
      if range.dropFirst().allSatisfy(isRising) { continue }
      rows.removeAll(keepingCapacity: true)
      rows.append(contentsOf: range)
      rows.sort { order($0, $1) < 0 }
      for (index, row) in rows.enumerated() {
        let place = range.lowerBound + index
        if index > 0, order(rows[index - 1], row) == 0 { moves.copies.append(place) }
        if row != place {
          moves.to.append(Int32(place - base))
          moves.from.append(Int32(row - base))
        }
      }
    }
    return moves
  }

  /// Closes the gaps of rows that go.
  mutating func drop(_ dropped: [Int]) {
    var next = 0
    for group in offsets.indices {
      while next < dropped.count, dropped[next] < offsets[group] { next += 1 }
      offsets[group] -= next
    }
  }
}

/// Rows that change their places.
struct RowMoves: Sendable {
  fileprivate struct Part: Sendable {
    var to: [Int32] = []
    var from: [Int32] = []
    var copies: [Int] = []
  }

  fileprivate let parts: [Part]
  fileprivate let cuts: [Int]

  /// Places, after the moves, of rows that are exact copies of the one before; rising.
  var copies: [Int] { parts.flatMap(\.copies) }

  /// Moves the rows of a column.
  func apply<Value: BitwiseCopyable & Sendable>(to column: inout [Value]) {
    if column.isEmpty || parts.allSatisfy(\.to.isEmpty) { return }
    column.changeSlices(cuts: cuts) { number, slice in
      let part = parts[number]
      var values: [Value] = []
      values.reserveCapacity(part.from.count)
      for from in part.from { values.append(slice[Int(from)]) }
      for (index, to) in part.to.enumerated() { slice[Int(to)] = values[index] }
    }
  }
}

/// Closes the gaps of rows that go.
func drop<Value>(_ dropped: [Int], from column: inout [Value]) {
  if column.isEmpty || dropped.isEmpty { return }
  var next = 0
  var kept = 0
  for place in column.indices {
    if next < dropped.count, dropped[next] == place {
      next += 1
      continue
    }
    column[kept] = column[place]
    kept += 1
  }
  column.removeLast(column.count - kept)
}
