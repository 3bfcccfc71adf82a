// The two ways in which a large data set is thinned, side by side.
//
// Drawing is for customers that a model learns from: whether one is in depends on that customer's
// number alone, so nobody is moved in or out by who else is there. The number is a hash of the id where
// ids are known, which holds across dates and logs (`CustomerSample`), and the place in the list where
// rows carry no ids (forward validation). Even spacing is for means and counts over rows of one
// snapshot, where each part of the order should have its say and no draw is needed.

/// Whether the holder of a number belongs to a sample of a share of all numbers.
package func isDrawn(_ number: UInt64, share: Double) -> Bool {
  var random = RandomSource(seed: 1, stream: number)
  return random.uniform() < share
}

/// How far rows of an evenly spaced sample lie apart: 1 where all are taken.
package func spacing(of count: Int, atMost most: Int) -> Int {
  max(1, (count + most - 1) / most)
}

/// Evenly spaced rows from the first, at most so many.
package func evenlySpacedRows(of count: Int, atMost most: Int) -> [Int] {
  Array(stride(from: 0, to: count, by: spacing(of: count, atMost: most)))
}
