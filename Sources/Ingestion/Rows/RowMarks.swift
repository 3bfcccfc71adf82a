extension [UInt64] {
  /// Appends the marks of chosen rows of a block, which has none where all are 0.
  mutating func append(
    _ marks: [UInt64], at rows: ArraySlice<Int32>, after count: Int
  ) {
    if marks.isEmpty && isEmpty { return }
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
    // A block's marks may end before its rows do.
    for row in rows { append(Int(row) < marks.count ? marks[Int(row)] : 0) }
  }

  /// The marks with zeros behind them.
  func padded(to count: Int) -> [UInt64] {
    self.count == count ? self : self + repeatElement(0, count: count - self.count)
  }
}
