package import Dense

/// Computes chunks in parallel and hands their values on in chunk order, a few chunks at a time.
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
  for start in stride(from: 0, to: chunks.count, by: batch) {
    let values = parallelMap(count: min(batch, chunks.count - start), threads: threads) {
      compute(chunks[start + $0])
    }
    for value in values { try consume(value) }
  }
}
