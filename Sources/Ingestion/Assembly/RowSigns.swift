func firstDifference(_ signs: Int...) -> Int { signs.first { $0 != 0 } ?? 0 }

func sign<Value: Comparable>(_ a: Value, _ b: Value) -> Int {
  a < b ? -1 : (a == b ? 0 : 1)
}

/// Not-a-number comes first, so that the order is total.
func sign(_ a: Double, _ b: Double) -> Int {
  if a.isNaN || b.isNaN { return (a.isNaN ? 0 : 1) - (b.isNaN ? 0 : 1) }
  return a < b ? -1 : (a == b ? 0 : 1)
}

func sign<Value: Comparable>(_ column: [Value], _ a: Int, _ b: Int) -> Int {
  column.isEmpty ? 0 : sign(column[a], column[b])
}

func sign(_ column: [Double], _ a: Int, _ b: Int) -> Int {
  column.isEmpty ? 0 : sign(column[a], column[b])
}
