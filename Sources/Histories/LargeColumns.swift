import Glibc

// The one unsafe step is a hint to the kernel about memory that an array owns.

extension Array {
  /// Reserves memory that lies in large pages where the system has them.
  ///
  /// Tables and columns that are written in random order miss the processor's table of pages at nearly
  /// every access; a page 512 times as large ends that, and is had in one step instead of 512.
  mutating func reserveLarge(_ capacity: Int) {
    reserveCapacity(capacity)
    let largePage = 1 << 21
    guard capacity * MemoryLayout<Element>.stride >= 2 * largePage else { return }
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let base = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      // Whole pages within the array's memory; without effect where the kernel has none to give.
      let start = (Int(bitPattern: base) + largePage - 1) / largePage * largePage
      let end =
        (Int(bitPattern: base) + capacity * MemoryLayout<Element>.stride) / largePage * largePage
      if start < end {
        _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE)
      }
    }
  }
}

/// An array in large pages.
func largeArray<Value>(repeating value: Value, count: Int) -> [Value] {
  var array: [Value] = []
  array.reserveLarge(count)
  array.append(contentsOf: repeatElement(value, count: count))
  return array
}
