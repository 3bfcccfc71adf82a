internal import Dense

/// Puts the rows of one part into groups of one customer each, in the order of the files.
struct RowGrouping {
  /// Rows of customer `i` go to `offsets[i] ..< offsets[i + 1]`.
  private(set) var offsets: [Int32]
  /// Where each row goes, the rows of all workers one behind the other.
  private let places: [Int32]
  /// Number of the first row of each worker.
  private let firstRows: [Int]

  /// Groups rows by counting.
  ///
  /// - Parameters:
  ///   - numbers: the rows' customers, by worker.
  ///   - ends: how many rows of the worker there were behind each block.
  ///   - blocks: the order of the files.
  ///   - customers: number of customers.
  init(numbers: [[Int32]], ends: [[Int32]], blocks: BlockSequence, customers: Int) {
    var offsets = [Int32](repeating: 0, count: customers + 1)
    var firstRows: [Int] = []
    var rows = 0
    var counts = offsets.mutableSpan
    for own in numbers {
      firstRows.append(rows)
      rows += own.count
      for number in own { counts[Int(number) &+ 1] &+= 1 }
    }
    for customer in 0..<customers { counts[customer + 1] += counts[customer] }
    var starts = offsets
    var next = starts.mutableSpan
    var places = [Int32](repeating: 0, count: rows)
    for run in blocks.runs {
      let all = numbers[run.worker]
      let own = all.span
      let range = run.rows(ends[run.worker])
      var target = places.mutableSpan
      let first = firstRows[run.worker]
      for row in range {
        let customer = Int(own[row])
        let place = next[customer]
        next[customer] = place &+ 1
        target[first &+ row] = place
      }
    }
    self.offsets = offsets
    self.places = places
    self.firstRows = firstRows
  }

  var count: Int { places.count }

  /// A column in the order of the places; empty where all sources are.
  ///
  /// - Parameters:
  ///   - sources: the column's values by worker.
  ///   - make: gives, for a worker, what becomes of its values.
  /// - Returns: one element a row.
  @inline(__always)
  func placed<Value, Placed: BitwiseCopyable>(
    _ sources: [[Value]], _ make: (_ worker: Int) -> (Value) -> Placed
  ) -> [Placed] {
    guard let first = sources.firstIndex(where: { !$0.isEmpty }) else { return [] }
    var column = [Placed](repeating: make(first)(sources[first][0]), count: count)
    var target = column.mutableSpan
    let places = places.span
    for (worker, source) in sources.enumerated() {
      let values = source.span
      let placed = make(worker)
      let first = firstRows[worker]
      for row in values.indices { target[Int(places[first &+ row])] = placed(values[row]) }
    }
    return column
  }

  func placed<Value: BitwiseCopyable>(_ sources: [[Value]]) -> [Value] {
    placed(sources) { _ in { $0 } }
  }

  /// Finds how rows must move to stand in canonical order.
  ///
  /// - Parameters:
  ///   - isRising: whether the row at a place surely follows the one before it.
  ///   - order: the sign of row a − row b by place, 0 for exact copies.
  /// - Returns: the moves.
  @inline(__always)
  func moves(isRising: (Int) -> Bool, order: (Int, Int) -> Int) -> RowMoves {
    var moves = RowMoves()
    var rows: [Int] = []
    for customer in 0..<offsets.count - 1 {
      let range = Int(offsets[customer])..<Int(offsets[customer + 1])
      var place = range.lowerBound + 1
      while place < range.upperBound, isRising(place) { place += 1 }
      if place >= range.upperBound { continue }
      rows.removeAll(keepingCapacity: true)
      rows.append(contentsOf: range)
      rows.sort { order($0, $1) < 0 }
      for (index, row) in rows.enumerated() {
        let place = range.lowerBound + index
        if index > 0, order(rows[index - 1], row) == 0 { moves.copies.append(place) }
        if row != place {
          moves.to.append(Int32(place))
          moves.from.append(Int32(row))
        }
      }
    }
    return moves
  }

  /// Closes the gaps of rows that go.
  mutating func drop(_ dropped: [Int]) {
    var next = 0
    for group in offsets.indices {
      while next < dropped.count, dropped[next] < Int(offsets[group]) { next += 1 }
      offsets[group] -= Int32(next)
    }
  }
}

/// The blocks of all workers in the order of the files.
struct BlockSequence: Sendable {
  struct Run: Sendable {
    let worker: Int
    /// As which of its worker's blocks the run was read.
    let block: Int

    /// The rows of a part that stood in the block.
    @inline(__always)
    func rows(_ ends: [Int32]) -> Range<Int> {
      guard block < ends.count else { return 0..<0 }
      return (block == 0 ? 0 : Int(ends[block - 1]))..<Int(ends[block])
    }
  }

  let runs: [Run]

  init(_ workers: [[BlockPlace]]) {
    var all: [(place: BlockPlace, run: Run)] = []
    for (worker, blocks) in workers.enumerated() {
      for (block, place) in blocks.enumerated() {
        all.append((place, Run(worker: worker, block: block)))
      }
    }
    runs = all.sorted { $0.place < $1.place }.map(\.run)
  }
}

/// Rows that change their places.
struct RowMoves: Sendable {
  fileprivate var to: [Int32] = []
  fileprivate var from: [Int32] = []
  /// Places, after the moves, of rows that are exact copies of the one before; rising.
  fileprivate(set) var copies: [Int] = []

  /// Moves the rows of a column.
  func apply<Value: BitwiseCopyable>(to column: inout [Value]) {
    if column.isEmpty || to.isEmpty { return }
    let values = from.map { column[Int($0)] }
    for (place, value) in zip(to, values) { column[Int(place)] = value }
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
