internal import Synchronization

/// Results of parallel chunks, each slot written once.
final class ParallelSlots<Value: Sendable>: Sendable {
  private let storage: Mutex<[Value?]>

  init(count: Int) {
    storage = Mutex([Value?](repeating: nil, count: count))
  }

  func set(_ value: Value, at index: Int) {
    // One lock a chunk, not a row: its cost does not show.
    storage.withLock { $0[index] = value }
  }

  var values: [Value] {
    storage.withLock { slots in
      slots.map { slot in
        guard let slot else { preconditionFailure("a chunk gave no value") }
        return slot
      }
    }
  }
}

/// A counter from which workers take the next chunk.
final class ParallelCounter: Sendable {
  private let next = Atomic<Int>(0)

  func take(below count: Int) -> Int? {
    let index = next.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
