package import Dense
internal import Dispatch
internal import Synchronization

/// What a simulation came to.
package struct SimulationSummary: Sendable {
  package internal(set) var customers = 0
  package internal(set) var orderRows = 0
  package internal(set) var eventRows = 0
  package internal(set) var bytes = 0

  package init() {}
}

/// Histories drawn from a known process, as rows.
package struct Simulation: Sendable {
  /// So few that a chunk's rows stay in the processor's cache, nearly.
  private static let customersInChunk = 512

  package let parameters: SimulationParameters

  /// - Throws: every fault of the parameters.
  package init(_ parameters: SimulationParameters) throws(SimulationError) {
    self.parameters = try parameters.validated()
  }

  /// The truth of some customers, without any rows.
  package func truth(of customers: Range<Int>) -> [CustomerTruth] {
    let process = CustomerProcess(parameters)
    var orders: [SimulatedOrder] = []
    var events: [SimulatedEvent] = []
    return customers.map { process.draw($0, orders: &orders, events: &events) }
  }

  /// The rows of some customers.
  package func rows(of customers: Range<Int>) -> SimulatedRows {
    RowMaker(parameters).rows(of: customers)
  }

  /// Draws all customers in parallel and hands their rows on in order.
  ///
  /// While one worker hands rows on the others draw; none runs far ahead, so that memory does not
  /// grow with the number of customers.
  /// - Parameters:
  ///   - workers: how many threads it may take; the rows do not depend on it.
  ///   - progress: told of customers that are handed on.
  ///   - take: takes the rows of successive customers, one call at a time, on any thread.
  /// - Returns: how much was made.
  /// - Throws: the first error that `take` throws; nothing is handed on after it.
  package func write<Failure: Error>(
    workers: Workers, progress: Progress = .untold,
    take: @escaping @Sendable (SimulatedRows) throws(Failure) -> Void
  ) throws(Failure) -> SimulationSummary {
    let chunks = Chunks(rows: parameters.customers, rowsPerChunk: Self.customersInChunk)
    let maker = RowMaker(parameters)
    let sequence = OrderedSink(
      count: chunks.count, window: 8 * workers.count, written: progress.counter(of: chunks.count),
      take: take)
    DispatchQueue.concurrentPerform(iterations: workers.count) { _ in
      while let index = sequence.next() {
        sequence.put(index, maker.rows(of: chunks[index]))
      }
    }
    var summary = try sequence.finished()
    summary.customers = parameters.customers
    return summary
  }
}

/// Takes chunks in any order and hands them on in theirs.
private final class OrderedSink<Failure: Error>: Sendable {
  private struct State {
    var taken = 0
    var written = 0
    var isWriting = false
    var waiting: [Int: SimulatedRows] = [:]
    var summary = SimulationSummary()
    var failure: Failure?
  }

  private let state = Mutex(State())
  private let count: Int
  private let room: DispatchSemaphore
  private let written: Progress.Counter
  private let take: @Sendable (SimulatedRows) throws(Failure) -> Void

  init(
    count: Int, window: Int, written: Progress.Counter,
    take: @escaping @Sendable (SimulatedRows) throws(Failure) -> Void
  ) {
    self.count = count
    self.written = written
    self.take = take
    // From 0 up, because Dispatch traps on a semaphore that ends below its beginning, as this one may
    // after a failure.
    room = DispatchSemaphore(value: 0)
    for _ in 0..<window { room.signal() }
  }

  /// The next chunk to make, when there is room for it; nil at the end and after a failure.
  func next() -> Int? {
    room.wait()
    let index = state.withLock { state -> Int? in
      guard state.taken < count, state.failure == nil else { return nil }
      state.taken += 1
      return state.taken - 1
    }
    // Others wait for room too, and must learn of the end.
    if index == nil { room.signal() }
    return index
  }

  /// Takes a chunk; hands on all whose turn it is, unless another worker is doing so.
  func put(_ index: Int, _ rows: SimulatedRows) {
    state.withLock { $0.waiting[index] = rows }
    while let rows = nextToWrite() {
      do throws(Failure) {
        try take(rows)
        written.advance()
        state.withLock { state in
          state.summary.orderRows += rows.orderCount
          state.summary.eventRows += rows.eventCount
          state.summary.bytes += rows.orders.count + rows.events.count + rows.truth.count
        }
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
      state.withLock { $0.isWriting = false }
      room.signal()
    }
  }

  private func nextToWrite() -> SimulatedRows? {
    state.withLock { state in
      guard !state.isWriting, let rows = state.waiting.removeValue(forKey: state.written) else {
        return nil
      }
      state.written += 1
      state.isWriting = true
      if state.failure != nil {
        // Nothing is handed on after an error; what is made already is let go.
        state.isWriting = false
        return nil
      }
      return rows
    }
  }

  func finished() throws(Failure) -> SimulationSummary {
    let (summary, failure) = state.withLock { ($0.summary, $0.failure) }
    if let failure { throw failure }
    return summary
  }
}
