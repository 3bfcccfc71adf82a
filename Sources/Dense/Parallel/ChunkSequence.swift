internal import Dispatch
internal import Synchronization

/// Computes chunks in parallel and hands their values on in chunk order; while one is handed on, the
/// next are computed.
///
/// No worker waits for another but where it is far ahead, so that the parts of a large matrix never
/// lie in memory twice.
/// - Parameters:
///   - chunks: the rows.
///   - workers: how many threads it may take, of which the calling thread is one; what is consumed does not depend on it.
///   - compute: the value of a range of rows.
///   - consume: takes the values in order of rows, on the calling thread.
/// - Throws: what `consume` throws.
package func inSequence<Value: Sendable, Failure: Error>(
  of chunks: Chunks, workers: Workers, compute: @Sendable (Range<Int>) -> Value,
  consume: (Value) throws(Failure) -> Void
) throws(Failure) {
  let failure: Failure? = withoutActuallyEscaping(compute) { compute -> Failure? in
    let sequence = ChunkSequence<Value>(count: chunks.count, room: 16 * workers.count)
    let others = DispatchGroup()
    for _ in 1..<max(1, min(workers.count, chunks.count)) {
      DispatchQueue.global().async(group: others) {
        while let index = sequence.take() { sequence.put(compute(chunks[index]), at: index) }
      }
    }
    defer {
      sequence.close()
      others.wait()
    }
    while true {
      switch sequence.next() {
      case .value(let value):
        do throws(Failure) { try consume(value) } catch { return error }
      case .chunk(let index): sequence.put(compute(chunks[index]), at: index)
      case .end: return nil
      }
    }
  }
  if let failure { throw failure }
}

/// Which chunks are taken, and the values that wait for those before them.
private final class ChunkSequence<Value: Sendable>: Sendable {
  /// What the thread that hands values on has to do.
  enum Step { case value(Value), chunk(Int), end }

  private struct State {
    var taken = 0
    var handedOn = 0
    var isClosed = false
    /// By chunk, modulo their count.
    var values: [Value?]
    var sleepers = 0
    var consumerSleeps = false

    /// The next chunk; nil where it is too far ahead.
    mutating func take(room: Int) -> Int? {
      guard taken < handedOn + room else { return nil }
      taken += 1
      return taken - 1
    }
  }

  private let count: Int
  /// How many chunks may be ahead of the last value handed on.
  private let room: Int
  private let state: Mutex<State>
  private let roomIsMade = DispatchSemaphore(value: 0)
  private let valueIsPut = DispatchSemaphore(value: 0)

  init(count: Int, room: Int) {
    self.count = count
    self.room = room
    state = Mutex(State(values: [Value?](repeating: nil, count: room)))
  }

  /// The next chunk to compute, waiting for room; nil where there is none any more.
  func take() -> Int? {
    while true {
      let (index, isOver): (Int?, Bool) = state.withLock { state in
        if state.isClosed || state.taken == count { return (nil, true) }
        if let index = state.take(room: room) { return (index, false) }
        state.sleepers += 1
        return (nil, false)
      }
      if isOver || index != nil { return index }
      roomIsMade.wait()
    }
  }

  func put(_ value: Value, at index: Int) {
    let wakes = state.withLock { state in
      state.values[index % room] = value
      defer { state.consumerSleeps = false }
      return state.consumerSleeps
    }
    if wakes { valueIsPut.signal() }
  }

  /// The next value in order; where it is not there yet, a chunk to compute meanwhile.
  func next() -> Step {
    while true {
      let (step, sleepers): (Step?, Int) = state.withLock { state in
        if state.handedOn == count { return (.end, 0) }
        let place = state.handedOn % room
        if let value = state.values[place] {
          state.values[place] = nil
          state.handedOn += 1
          defer { state.sleepers = 0 }
          return (.value(value), state.sleepers)
        }
        if state.taken < count, let index = state.take(room: room) { return (.chunk(index), 0) }
        state.consumerSleeps = true
        return (nil, 0)
      }
      for _ in 0..<sleepers { roomIsMade.signal() }
      if let step { return step }
      valueIsPut.wait()
    }
  }

  /// Ends the work of all that wait, or would take another chunk.
  func close() {
    let sleepers = state.withLock { state in
      state.isClosed = true
      return state.sleepers
    }
    for _ in 0..<sleepers { roomIsMade.signal() }
  }
}
