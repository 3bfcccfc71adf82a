/// |a − b| relative to the larger magnitude; 0 where both are equal, infinite where one is
/// not a number.
public func relativeDifference(_ a: Double, _ b: Double) -> Double {
  if a == b { return 0 }
  guard a.isFinite, b.isFinite else { return .infinity }
  return abs(a - b) / max(abs(a), abs(b))
}

/// Whether two arrays agree element by element: |a − b| ≤ absolute + relative · |b|.
public func agree(
  _ a: [Double], _ b: [Double], relative: Double = 0, absolute: Double = 0
) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { abs($0 - $1) <= absolute + relative * abs($1) }
}
