internal import Dense
internal import Synchronization

/// Brings the rows of each part into canonical order.
///
/// Rows are taken over part by part, so that what was read and what is made of it are never whole in
/// memory together.
struct PartAssembly<Rows: BlockRows>: Sendable {
  /// By worker: no rows, but the names of all codes.
  let names: [Rows]
  private let blocks: BlockSequence
  /// By part, then worker.
  private let sources: [Taken<[Rows.Part]>]

  init(_ rows: consuming CollectedRows<Rows>) {
    var workers = rows.workers
    names = workers.map(\.names)
    blocks = BlockSequence(workers.map(\.blocks))
    var sources: [Taken<[Rows.Part]>] = []
    for part in 0..<(workers.first?.parts.count ?? 0) {
      var own: [Rows.Part] = []
      for worker in workers.indices {
        var taken = Rows.Part()
        swap(&taken, &workers[worker].parts[part])
        own.append(taken)
      }
      sources.append(Taken(own))
    }
    self.sources = sources
  }

  /// Makes something of every part, in parallel.
  ///
  /// - Parameters:
  ///   - customers: number of customers of each part.
  ///   - workers: how many threads it may take.
  ///   - make: makes it of a part's number, its rows by worker, and how they are grouped.
  /// - Returns: the values by part.
  func map<Value: Sendable>(
    customers: [Int], workers: Workers, _ make: @Sendable (Int, [Rows.Part], RowGrouping) -> Value
  ) -> [Value] {
    workers.map(sources.count) { part in
      let rows = sources[part].take()
      let grouping = RowGrouping(
        numbers: rows.map(\.numbers), ends: rows.map(\.ends), blocks: blocks,
        customers: customers[part])
      return make(part, rows, grouping)
    }
  }
}

/// A value that is taken once.
private final class Taken<Value: Sendable>: Sendable {
  private let value: Mutex<Value?>

  init(_ value: Value) { self.value = Mutex(value) }

  func take() -> Value {
    value.withLock { value in
      guard let taken = value else { preconditionFailure("rows taken twice") }
      value = nil
      return taken
    }
  }
}
