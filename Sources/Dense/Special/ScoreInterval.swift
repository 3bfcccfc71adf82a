/// The 95 % score interval of a share (Wilson 1927); nil of nobody.
package func wilson(_ hits: Int, of count: Int) -> (low: Double, high: Double)? {
  wilson(share: Double(hits) / Double(max(1, count)), of: count)
}

/// The 95 % score interval of a share of so many (Wilson 1927); nil of nobody.
package func wilson(share: Double, of count: Int) -> (low: Double, high: Double)? {
  guard count > 0 else { return nil }
  let (n, p, z) = (Double(count), share, 1.959963984540054)
  let middle = p + z * z / (2 * n)
  let width = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  let scale = 1 + z * z / n
  // Rounding may step over the ends.
  return (max(0, (middle - width) / scale), min(1, (middle + width) / scale))
}
