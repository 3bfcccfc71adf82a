internal import Dense
private import RealModule

/// Greedy k-means++ (Arthur & Vassilvitskii 2007, section 2.2 and their remark on several trials):
/// each next seed is drawn with probability in proportion to the squared distance to the nearest
/// seed so far; of 2 + ⌊ln k⌋ draws the one that leaves the least sum of them is taken.
///
/// - Parameters:
///   - x: points, one a row.
///   - count: seeds to choose.
///   - threads: workers to use; the result does not depend on it.
///   - random: draws one number for the first seed, and the trials' for each other.
/// - Returns: rows of `x`, all different: fewer than asked where no more are distinct.
func greedySeeds(
  in x: Matrix, count: Int, threads: Int, using random: inout RandomSource
) -> Matrix {
  let trials = 2 + Int(Double.log(Double(count)))
  var seeds = [random.index(below: x.rows)]
  var state = SeedDistances(x, firstSeed: seeds[0], threads: threads)
  while seeds.count < count, state.total > 0 {
    let candidates = (0..<trials).map { _ in state.row(at: random.uniform()) }
    let next = state.best(of: candidates)
    state.add(next)
    seeds.append(next)
  }
  return Matrix(
    rows: seeds.count, columns: x.columns, storage: seeds.flatMap { x.row($0) })
}

/// Squared distances from every row to its nearest seed, in chunks with their sums.
private struct SeedDistances {
  private struct Chunk: Sendable {
    var squared: [Double]
    var sum: Double
  }

  private let x: Matrix
  private let threads: Int
  private let ranges: Chunks
  private var chunks: [Chunk]
  private(set) var total: Double

  init(_ x: Matrix, firstSeed: Int, threads: Int) {
    self.x = x
    self.threads = threads
    let ranges = Chunks(rows: x.rows)
    self.ranges = ranges
    let seed = x.row(firstSeed)
    chunks = parallelMap(count: ranges.count, threads: threads) { index in
      let squared = ranges[index].map { squaredDistance(x, $0, seed) }
      return Chunk(squared: squared, sum: squared.reduce(0, +))
    }
    total = chunks.reduce(0) { $0 + $1.sum }
  }

  /// The row at a share of the total, as the sums run over the rows; never one of distance 0.
  func row(at share: Double) -> Int {
    var left = share * total
    let holding = chunks.indices.filter { chunks[$0].sum > 0 }
    // Where rounding leaves more than the sums hold, the last row of the last chunk is meant.
    guard
      let chunk = holding.first(where: { index in
        if left < chunks[index].sum { return true }
        left -= chunks[index].sum
        return false
      }) ?? holding.last
    else { preconditionFailure("no row is away from its seed") }
    var found = 0
    for (offset, squared) in chunks[chunk].squared.enumerated() where squared > 0 {
      found = offset
      if left < squared { break }
      left -= squared
    }
    return ranges[chunk].lowerBound + found
  }

  /// The candidate that leaves the least total; of equal ones the first.
  func best(of candidates: [Int]) -> Int {
    let products = CentroidProducts(
      Matrix(
        rows: candidates.count, columns: x.columns, storage: candidates.flatMap { x.row($0) }))
    let sums = parallelMap(count: chunks.count, threads: threads) { index in
      let (first, squared) = (ranges[index].lowerBound, chunks[index].squared)
      var sums = [Double](repeating: 0, count: candidates.count)
      products.forEachBlock(of: x, in: ranges[index]) { block in
        for candidate in sums.indices {
          sums[candidate] += block.sumOfLesser(candidate, squared, from: first)
        }
      }
      return sums
    }
    let totals = candidates.indices.map { candidate in
      sums.reduce(0.0) { $0 + $1[candidate] }
    }
    let best = totals.indices.reduce(0) { totals[$1] < totals[$0] ? $1 : $0 }
    return candidates[best]
  }

  mutating func add(_ seed: Int) {
    let point = x.row(seed)
    chunks = parallelMap(count: chunks.count, threads: threads) { [x, ranges, chunks] index in
      let squared = zip(ranges[index], chunks[index].squared).map { row, squared in
        min(squared, squaredDistance(x, row, point))
      }
      return Chunk(squared: squared, sum: squared.reduce(0, +))
    }
    total = chunks.reduce(0) { $0 + $1.sum }
  }
}
