public import CVectors

// The one unsafe step is the address of an element, which is handed to a hint that reads nothing.

extension Array where Element: BitwiseCopyable {
  /// Asks for an element ahead of its use, so that the loads of many wait for memory together.
  ///
  /// A loop that asks for some dozen elements and then reads them takes a fraction of the time where
  /// they lie far from each other.
  @inlinable @inline(__always)
  package func prefetch(_ index: Int) {
    unsafe withUnsafeBufferPointer { elements in
      guard elements.indices.contains(index), let start = elements.baseAddress else { return }
      unsafe prefetch_line(start + index)
    }
  }

  /// Asks for all cache lines of a range.
  @inlinable @inline(__always)
  package func prefetch(_ range: Range<Int>) {
    // Lines of the cache have 64 bytes.
    let step = Swift.max(1, 64 / MemoryLayout<Element>.stride)
    for index in stride(from: range.lowerBound, to: range.upperBound, by: step) { prefetch(index) }
  }
}
