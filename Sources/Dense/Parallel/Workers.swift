internal import Dispatch

/// How many threads a piece of work may take; what it computes does not depend on it.
///
/// ```
/// let sums = workers.map(chunks.count) { sum(of: rows[chunks[$0]]) }
/// ```
public struct Workers: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// At least 1; the calling thread is one of them.
  public let count: Int

  /// The calling thread alone.
  public static let one = Workers(1)

  public init(_ count: Int) { self.count = max(1, count) }

  public init(integerLiteral count: Int) { self.init(count) }

  /// Computes one value a chunk, in parallel, and returns them in chunk order.
  ///
  /// - Parameters:
  ///   - chunks: number of chunks.
  ///   - body: computes the value of one chunk; must not depend on any other.
  /// - Returns: a value a chunk, in chunk order.
  public func map<Value: Sendable>(_ chunks: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    guard count > 1, chunks > 1 else { return (0..<chunks).map(body) }
    let slots = ParallelSlots<Value>(count: chunks)
    let next = ParallelCounter()
    DispatchQueue.concurrentPerform(iterations: min(count, chunks)) { _ in
      while let index = next.take(below: chunks) { slots.set(body(index), at: index) }
    }
    return slots.values
  }
}
