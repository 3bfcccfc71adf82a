public import Dense

/// The Davies–Bouldin index of a partition of points: spread of groups against the distance between.
///
/// At least 0, lower is better (Davies & Bouldin 1979). Each group's spread S is the mean Euclidean distance of its points to their mean; the index is the
/// mean over groups i of max over j of (Sᵢ + Sⱼ) ÷ the distance of the two means. As in
/// scikit-learn, two groups of one mean count 0 for each other, and where no group spreads, or all
/// means coincide, the index is 0.
/// - Parameters:
///   - x: points, one a row, finite.
///   - groups: each point's group; any integers.
///   - workers: how many threads it may take; the result does not depend on it.
/// - Returns: nil where there are fewer than two groups, or every point is alone: nothing is told then.
/// - Complexity: O(n · columns + k² · columns) for k groups.
public func daviesBouldinIndex(_ x: Matrix, groups: [Int], workers: Workers = .one) -> Double? {
  precondition(groups.count == x.rows, "\(groups.count) groups for \(x.rows) points")
  let labels = Set(groups).sorted()
  guard labels.count > 1, labels.count < x.rows else { return nil }
  let codeOfLabel = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
  let codes = groups.map { codeOfLabel[$0] ?? 0 }
  let spreads = GroupSpreads(x, codes: codes, count: labels.count, workers: workers)
  // Below this scikit-learn (NumPy's `allclose`) takes spreads and distances for 0.
  let negligible = 1e-8
  if spreads.spread.allSatisfy({ $0 <= negligible }) { return 0 }
  var (worst, farthest) = ([Double](repeating: 0, count: labels.count), 0.0)
  for one in labels.indices {
    for other in 0..<one {
      let apart = squaredDistance(spreads.means, one, spreads.means, other).squareRoot()
      farthest = max(farthest, apart)
      guard apart > 0 else { continue }
      let ratio = (spreads.spread[one] + spreads.spread[other]) / apart
      worst[one] = max(worst[one], ratio)
      worst[other] = max(worst[other], ratio)
    }
  }
  return farthest <= negligible ? 0 : worst.reduce(0, +) / Double(labels.count)
}

/// Each group's mean, and the mean distance of its points to it.
private struct GroupSpreads {
  let means: Matrix
  let spread: [Double]

  init(_ x: Matrix, codes: [Int], count: Int, workers: Workers) {
    let chunks = Chunks(rows: x.rows)
    let clusters = codes.map(Int32.init)
    var sizes = [Double](repeating: 0, count: count)
    for code in codes { sizes[code] += 1 }
    let sums = workers.map(chunks.count) { chunk in
      var sums = Matrix(rows: count, columns: x.columns)
      addRows(x, chunks[chunk], clusters: clusters[chunks[chunk]], to: &sums)
      return sums
    }
    var means = Matrix(rows: count, columns: x.columns)
    for sum in sums {
      for index in means.storage.indices { means.storage[index] += sum.storage[index] }
    }
    for group in 0..<count {
      for column in 0..<x.columns { means[group, column] /= sizes[group] }
    }
    let centres = means
    let distances = workers.map(chunks.count) { chunk in
      var sums = [Double](repeating: 0, count: count)
      for row in chunks[chunk] {
        sums[codes[row]] += squaredDistance(x, row, centres, codes[row]).squareRoot()
      }
      return sums
    }
    var spread = [Double](repeating: 0, count: count)
    for part in distances {
      for group in spread.indices { spread[group] += part[group] }
    }
    self.means = means
    self.spread = zip(spread, sizes).map { $0 / $1 }
  }
}
