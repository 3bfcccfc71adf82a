public import Glibc

// The one unsafe step is a hint to the kernel about memory that an array owns.

/// An array whose memory lies in large pages where the system has them.
///
/// A table that is read in random order misses the processor's table of pages at nearly every access;
/// a page 512 times as large ends that. Columns do without: a large page is cleared whole when it is
/// first touched, and of columns each byte is written once.
@inlinable
public func largeArray<Value>(repeating value: Value, count: Int) -> [Value] {
  var array: [Value] = []
  array.reserveCapacity(count)
  let largePage = 1 << 21
  if count * MemoryLayout<Value>.stride >= 2 * largePage {
    unsafe array.withUnsafeMutableBufferPointer { buffer in
      guard let base = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      // Whole pages within the array's memory; without effect where the kernel has none to give.
      let start = (Int(bitPattern: base) + largePage - 1) / largePage * largePage
      let end = (Int(bitPattern: base) + count * MemoryLayout<Value>.stride) / largePage * largePage
      if start < end {
        _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE)
      }
    }
  }
  array.append(contentsOf: repeatElement(value, count: count))
  return array
}
