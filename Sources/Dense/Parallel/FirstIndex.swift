/// The first index in `low ..< high` that fits, in a run where all after a fitting one fit; `high`
/// where there is none.
@inlinable @inline(__always)
public func firstIndex(from low: Int, to high: Int, where fits: (Int) -> Bool) -> Int {
  var low = low
  var high = high
  while low < high {
    let middle = low + (high - low) / 2
    if fits(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}
