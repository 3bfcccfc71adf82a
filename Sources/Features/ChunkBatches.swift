package import Dense
internal import Dispatch
internal import Synchronization

/// Computes chunks in parallel and hands their values on in chunk order, a few chunks at a time;
/// while some are handed on, the next are computed.
///
/// So the parts of a large matrix never lie in memory twice.
/// - Parameters:
///   - chunks: the rows.
///   - threads: workers; what is consumed does not depend on it.
///   - compute: the value of a range of rows.
///   - consume: takes the values in order of rows, on the calling thread.
/// - Throws: what `consume` throws.
package func inBatches<Value: Sendable, Failure: Error>(
  of chunks: Chunks, threads: Int, compute: @Sendable (Range<Int>) -> Value,
  consume: (Value) throws(Failure) -> Void
) throws(Failure) {
  // Enough chunks a batch that no worker waits long for the slowest.
  let batch = 16 * threads
  let failure: Failure? = withoutActuallyEscaping(compute) { compute -> Failure? in
    @Sendable func values(from start: Int) -> [Value] {
      parallelMap(count: min(batch, chunks.count - start), threads: threads) {
        compute(chunks[start + $0])
      }
    }
    var ready = values(from: 0)
    for start in stride(from: 0, to: chunks.count, by: batch) {
      let next = start + batch
      let computing = DispatchGroup()
      let ahead = Ahead<[Value]>()
      // With one thread nothing runs beside another.
      if next < chunks.count, threads > 1 {
        DispatchQueue.global().async(group: computing) { ahead.set(values(from: next)) }
      }
      defer { computing.wait() }
      do throws(Failure) {
        for value in ready { try consume(value) }
      } catch {
        return error
      }
      computing.wait()
      ready = ahead.take() ?? (next < chunks.count ? values(from: next) : [])
    }
    return nil
  }
  if let failure { throw failure }
}

/// A value that another thread computes.
private final class Ahead<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  func set(_ computed: Value) { value.withLock { $0 = computed } }

  func take() -> Value? { value.withLock { $0 } }
}
