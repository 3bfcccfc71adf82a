// Threads that fill one array, each in a slice of its own. The unsafe steps are memory
// that is handed out before it is filled, and a pointer that several threads share; the slices are
// checked to be disjoint, and every element to be filled is the caller's promise.

/// An array whose slices several threads fill.
///
/// - Parameters:
///   - cuts: where the slices begin, rising from 0, and the end.
///   - workers: how many threads fill them; one a slice where nil.
///   - body: fills the slice of a number, every element of it.
/// - Returns: the array.
package func arrayOfSlices<Element: BitwiseCopyable & Sendable>(
  cuts: [Int], workers: Workers? = nil, _ body: @Sendable (Int, inout MutableSpan<Element>) -> Void
) -> [Element] {
  precondition(cuts.first == 0 && zip(cuts, cuts.dropFirst()).allSatisfy { $0 <= $1 })
  guard let count = cuts.last, count > 0 else { return [] }
  var array: [Element] = []
  array.reserveCapacity(count)
  array.append(addingCapacity: count) { output in
    unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
      nonisolated(unsafe) let shared = unsafe buffer
      _ = (workers ?? Workers(cuts.count - 1)).map(cuts.count - 1) { number in
        let slice = unsafe UnsafeMutableBufferPointer(
          rebasing: shared[cuts[number]..<cuts[number + 1]])
        var span = unsafe slice.mutableSpan
        body(number, &span)
      }
      initializedCount = count
    }
  }
  return array
}
