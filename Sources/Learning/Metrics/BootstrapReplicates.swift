public import Dense

/// Samples with replacement from a population, given as how often each of its members was drawn.
///
/// A replicate depends on the seed and its own number alone, so any of them can be made again, in
/// any order and on any thread. Statistics of the same replicates are paired.
public struct BootstrapReplicates: Sendable {
  /// Number of replicates.
  public let count: Int
  /// Members of the population, and draws in a replicate.
  public let population: Int
  public let seed: UInt64

  public init(count: Int, population: Int, seed: UInt64) {
    precondition(count > 0 && population >= 0)
    self.count = count
    self.population = population
    self.seed = seed
  }

  /// How often each member was drawn; the sum is the population.
  public func weights(of replicate: Int) -> [Int32] {
    precondition(0..<count ~= replicate, "replicate \(replicate) of \(count)")
    var random = RandomSource(seed: seed, stream: UInt64(replicate))
    var weights = [Int32](repeating: 0, count: population)
    for _ in 0..<population { weights[random.index(below: population)] += 1 }
    return weights
  }

  /// A statistic of every replicate, in order.
  ///
  /// - Parameters:
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - statistic: computed from the weights of one replicate.
  /// - Returns: `count` values.
  public func map<Value: Sendable>(
    workers: Workers, _ statistic: @Sendable (_ weights: [Int32]) -> Value
  ) -> [Value] {
    workers.map(count) { statistic(weights(of: $0)) }
  }

  /// The same, which tells of each replicate.
  package func map<Value: Sendable>(
    workers: Workers, _ progress: Progress, _ statistic: @Sendable (_ weights: [Int32]) -> Value
  ) -> [Value] {
    workers.map(count, progress) { statistic(weights(of: $0)) }
  }

  /// Weighted sums of several columns over every replicate, from one pass a replicate.
  ///
  /// Sums over the same replicate are paired: differences and ratios of them are statistics of one and
  /// the same sample.
  /// - Parameters:
  ///   - columns: one value a member in each.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: `count` × columns.
  public func sums(of columns: [[Double]], workers: Workers) -> Matrix {
    precondition(columns.allSatisfy { $0.count == population })
    let sums = workers.map(count) { replicate in
      let weights = weights(of: replicate).map(Double.init)
      return columns.map { dot(weights, $0) }
    }
    return Matrix(rows: count, columns: columns.count, storage: sums.flatMap(\.self))
  }
}

/// An interval that covers a figure with a stated confidence.
public struct Interval: Sendable, Equatable {
  public let low: Double
  public let high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The percentile interval of a bootstrapped statistic.
  ///
  /// Replicates in which the statistic is undefined are left out; nil where fewer than half
  /// define it, since the rest would tell of unusual samples only.
  /// - Parameters:
  ///   - values: the statistic of each replicate; nil or not a number where undefined.
  ///   - confidence: the share of replicates inside.
  public init?(percentilesOf values: [Double?], confidence: Double = 0.95) {
    precondition(confidence > 0 && confidence < 1)
    let defined = values.compactMap(\.self).filter { !$0.isNaN }.sorted()
    guard !defined.isEmpty, 2 * defined.count >= values.count else { return nil }
    low = quantile((1 - confidence) / 2, ofSorted: defined)
    high = quantile((1 + confidence) / 2, ofSorted: defined)
  }
}

/// The quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996).
func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
  let position = share * Double(values.count - 1)
  let below = Int(position.rounded(.down))
  let above = min(below + 1, values.count - 1)
  return values[below] + (position - Double(below)) * (values[above] - values[below])
}
