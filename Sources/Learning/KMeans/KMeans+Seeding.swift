package import Dense
private import RealModule

/// Greedy k-means++ (Arthur & Vassilvitskii 2007, section 2.2 and their remark on several trials):
/// each next seed is drawn with probability in proportion to the squared distance to the nearest
/// seed so far; of 2 + ⌊ln k⌋ draws the one that leaves the least sum of them is taken.
///
/// - Parameters:
///   - x: points, one a row.
///   - count: seeds to choose.
///   - workers: how many threads it may take; the result does not depend on it.
///   - progress: told of each seed.
///   - random: draws one number for the first seed, and the trials' for each other.
/// - Returns: rows of `x`, all different: fewer than asked where no more are distinct.
package func greedySeeds(
  in x: Matrix, count: Int, workers: Workers, progress: Progress = .untold,
  using random: inout RandomSource
) -> Matrix {
  let trials = 2 + Int(Double.log(Double(count)))
  var seeds = [random.index(below: x.rows)]
  var state = SeedDistances(x, firstSeed: seeds[0], workers: workers)
  while seeds.count < count, state.total > 0 {
    let candidates = (0..<trials).map { _ in state.row(at: random.uniform()) }
    seeds.append(state.addBest(of: candidates))
    progress.reach(seeds.count, of: count)
  }
  return Matrix(
    rows: seeds.count, columns: x.columns, storage: seeds.flatMap { x.row($0) })
}

/// Squared distances from every row to its nearest seed, in chunks with their sums.
///
/// Choosing a seed tells the sums that it leaves, so the distances themselves are brought up to date
/// only when the next one is chosen: one pass over the rows a seed.
private struct SeedDistances {
  private let x: Matrix
  private let workers: Workers
  private let chunks: Chunks
  /// Without the latest seed, and which of those before it is the nearest.
  private var squared: [[Double]]
  private var nearest: [[Int32]]
  private var seeds: [Int]
  private var latest: Int { seeds[seeds.count - 1] }
  /// With the latest seed, one a chunk.
  private var sums: [Double]
  private(set) var total: Double

  init(_ x: Matrix, firstSeed: Int, workers: Workers) {
    self.x = x
    self.workers = workers
    chunks = Chunks(rows: x.rows)
    squared = chunks.all.map { [Double](repeating: .infinity, count: $0.count) }
    nearest = chunks.all.map { [Int32](repeating: 0, count: $0.count) }
    seeds = [firstSeed]
    sums = workers.map(chunks.count) { [chunks] chunk in
      chunks[chunk].reduce(0.0) { $0 + squaredDistance(x, $1, x, firstSeed) }
    }
    total = sums.reduce(0, +)
  }

  /// The row at a share of the total, as the sums run over the rows; never one of distance 0.
  func row(at share: Double) -> Int {
    var left = share * total
    let holding = sums.indices.filter { sums[$0] > 0 }
    // Where rounding leaves more than the sums hold, the last row of the last chunk is meant.
    guard
      let chunk = holding.first(where: { index in
        if left < sums[index] { return true }
        left -= sums[index]
        return false
      }) ?? holding.last
    else { preconditionFailure("no row is away from its seed") }
    var found = chunks[chunk].lowerBound
    for (row, before) in zip(chunks[chunk], squared[chunk]) {
      let squared = min(before, squaredDistance(x, row, x, latest))
      guard squared > 0 else { continue }
      found = row
      if left < squared { break }
      left -= squared
    }
    return found
  }

  /// Adds the candidate that leaves the least total, of equal ones the first, and returns it.
  mutating func addBest(of candidates: [Int]) -> Int {
    let (number, far) = (seeds.count - 1, far(candidates))
    let parts = workers.map(chunks.count) { [x, chunks, latest, squared, nearest] chunk in
      var (squared, nearest) = (squared[chunk], nearest[chunk])
      let sums = lowerDistances(
        x, chunks[chunk], to: latest, candidates: candidates, number: number, far: far,
        squared: &squared, nearest: &nearest)
      return (squared: squared, nearest: nearest, sums: sums)
    }
    squared = parts.map(\.squared)
    nearest = parts.map(\.nearest)
    let totals = candidates.indices.map { candidate in
      parts.reduce(0.0) { $0 + $1.sums[candidate] }
    }
    let best = totals.indices.reduce(0) { totals[$1] < totals[$0] ? $1 : $0 }
    seeds.append(candidates[best])
    sums = parts.map { $0.sums[best] }
    total = totals[best]
    return latest
  }

  /// By seed and by fours of the latest seed and the candidates, up to which squared distance from the seed
  /// a row is nearer to it than to any of the four: a quarter of the squared distance between the seed and
  /// the nearest of them (the triangle inequality; Elkan 2003), less what rounding may come to.
  private func far(_ candidates: [Int]) -> [Double] {
    let others = [latest] + candidates
    return seeds.flatMap { seed in
      stride(from: 0, to: others.count, by: 4).map { first in
        let between = others[first..<min(first + 4, others.count)].reduce(Double.infinity) {
          min($0, squaredDistance(x, seed, x, $1))
        }
        // Squares that have overflowed or underflowed say nothing.
        return 1e-290...1e290 ~= between ? between * (0.25 * (1 - 1e-6)) : -1
      }
    }
  }
}
