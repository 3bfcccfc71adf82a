import Dispatch
import Synchronization

/// Where collected rows go: grouped by customer, in the order of the files within.
struct RowPlacement: Sendable {
  /// Rows of customer `i` go to `offsets[i] ..< offsets[i + 1]`.
  private(set) var offsets: [Int]
  /// The place of each row, by source.
  private let places: [[Int32]]

  /// Groups rows by counting.
  ///
  /// - Parameters:
  ///   - customers: the rows' codes, by source; fewer than 2^31 rows in all.
  ///   - ranks: each source's codes' places among all customers.
  ///   - runs: the order of the files.
  ///   - groups: number of customers.
  init(customers: consuming [[Int32]], ranks: [[Int32]], runs: [RowRun], groups: Int) {
    var places = consume customers
    var next = largeArray(repeating: Int32(0), count: groups + 1)
    for source in places.indices {
      var column: [Int32] = []
      swap(&column, &places[source])
      let rank = ranks[source]
      for row in column.indices {
        let place = rank[Int(column[row])]
        column[row] = place
        next[Int(place) &+ 1] += 1
      }
      swap(&column, &places[source])
    }
    for index in 0..<groups { next[index + 1] += next[index] }
    offsets = next.map(Int.init)
    for run in runs {
      var column: [Int32] = []
      swap(&column, &places[run.source])
      for row in run.rows {
        let customer = Int(column[row])
        column[row] = next[customer]
        next[customer] &+= 1
      }
      swap(&column, &places[run.source])
    }
    self.places = places
  }

  var count: Int { offsets[offsets.count - 1] }

  /// A column in the order of the places.
  @specialized(where Value == Int64)
  @specialized(where Value == Int32)
  @specialized(where Value == UInt64)
  @specialized(where Value == Double)
  @specialized(where Value == UInt8)
  func placed<Value>(_ sources: consuming [[Value]], filler: Value) -> [Value] {
    var sources = consume sources
    if sources.allSatisfy(\.isEmpty) { return [] }
    var result = largeArray(repeating: filler, count: count)
    for source in sources.indices {
      // Given back as soon as it is placed: sources and result are never whole in memory together.
      var column: [Value] = []
      swap(&column, &sources[source])
      let places = places[source]
      for row in column.indices { result[Int(places[row])] = column[row] }
    }
    return result
  }

  /// Each place's row, numbered through all sources.
  func rowNumbers() -> [Int32] {
    var result = largeArray(repeating: Int32(0), count: count)
    var number: Int32 = 0
    for places in places {
      for place in places {
        result[Int(place)] = number
        number += 1
      }
    }
    return result
  }

  /// Finds how rows must move to stand in canonical order: by time, then as `ties` says.
  ///
  /// - Parameters:
  ///   - instant: times by place.
  ///   - ties: order of rows of one time, by place.
  ///   - dropDuplicates: whether of exact copies only one stays.
  /// - Returns: the moves, and the number of rows that are exact copies of the row before them.
  mutating func moves(
    sorting instant: [Int64], then ties: some RowOrder, dropDuplicates: Bool
  ) -> (moves: RowMoves, duplicates: Int) {
    var moves = RowMoves()
    var duplicates = 0
    var order: [Int32] = []
    for group in 0..<offsets.count - 1 {
      let range = offsets[group]..<offsets[group + 1]
      if isRising(instant, range) { continue }
      order.removeAll(keepingCapacity: true)
      for place in range { order.append(Int32(truncatingIfNeeded: place)) }
      order.sort { a, b in
        let (timeA, timeB) = (instant[Int(a)], instant[Int(b)])
        return timeA != timeB ? timeA < timeB : ties.order(Int(a), Int(b)) < 0
      }
      for (index, place) in order.enumerated() {
        if index > 0 {
          let before = Int(order[index - 1])
          if instant[before] == instant[Int(place)], ties.order(before, Int(place)) == 0 {
            duplicates += 1
            if dropDuplicates { moves.dropped.append(range.lowerBound + index) }
          }
        }
        if Int(place) != range.lowerBound + index {
          moves.to.append(Int32(truncatingIfNeeded: range.lowerBound + index))
          moves.from.append(place)
        }
      }
    }
    if !moves.dropped.isEmpty {
      var next = 0
      for group in offsets.indices {
        while next < moves.dropped.count, moves.dropped[next] < offsets[group] { next += 1 }
        offsets[group] -= next
      }
    }
    return (moves, duplicates)
  }

  private func isRising(_ instant: [Int64], _ range: Range<Int>) -> Bool {
    var previous = Int64.min
    for place in range {
      if instant[place] <= previous { return false }
      previous = instant[place]
    }
    return true
  }
}

/// Rows that change their places, and rows that go.
struct RowMoves: Sendable {
  fileprivate(set) var to: [Int32] = []
  fileprivate(set) var from: [Int32] = []
  /// Places after the moves, rising.
  fileprivate(set) var dropped: [Int] = []

  @specialized(where Value == Int64)
  @specialized(where Value == Int32)
  @specialized(where Value == UInt64)
  @specialized(where Value == Double)
  @specialized(where Value == UInt8)
  func apply<Value>(to column: inout [Value]) {
    if column.isEmpty { return }
    if !to.isEmpty {
      let values = from.map { column[Int($0)] }
      for (index, place) in to.enumerated() { column[Int(place)] = values[index] }
    }
    if dropped.isEmpty { return }
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
}

/// A column on its way into a store; columns are independent, so that threads may share them out.
final class StoreColumn<Value: Sendable>: AnyStoreColumn {
  private struct State {
    var sources: [[Value]]
    var values: [Value] = []
  }

  private let state: Mutex<State>
  private let filler: Value

  init(_ sources: [[Value]], filler: Value) {
    state = Mutex(State(sources: sources))
    self.filler = filler
  }

  func place(by placement: RowPlacement) {
    state.withLock { state in
      var sources: [[Value]] = []
      swap(&sources, &state.sources)
      state.values = placement.placed(consume sources, filler: filler)
    }
  }

  func apply(_ moves: RowMoves) {
    state.withLock { moves.apply(to: &$0.values) }
  }

  var values: [Value] { state.withLock { $0.values } }

  func take() -> [Value] {
    state.withLock { state in
      var values: [Value] = []
      swap(&values, &state.values)
      return values
    }
  }
}

protocol AnyStoreColumn: Sendable {
  func place(by placement: RowPlacement)
  func apply(_ moves: RowMoves)
}

/// Does something with each column, some at a time.
func forEach(
  _ columns: [any AnyStoreColumn], threads: Int, _ body: @Sendable (any AnyStoreColumn) -> Void
) {
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: min(threads, columns.count)) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < columns.count else { return }
      body(columns[index])
    }
  }
}
