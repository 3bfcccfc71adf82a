internal import Dense

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
  ///   - threads: workers to use; the result does not depend on it.
  ///   - statistic: computed from the weights of one replicate.
  /// - Returns: `count` values.
  public func map<Value: Sendable>(
    threads: Int, _ statistic: @Sendable (_ weights: [Int32]) -> Value
  ) -> [Value] {
    parallelMap(count: count, threads: threads) { statistic(weights(of: $0)) }
  }

  /// The ratio of two sums over every replicate, Σ numerators ÷ Σ denominators.
  ///
  /// With denominators of 1 it is the mean. The difference between two ratios of one denominator
  /// is the ratio of the difference, so its interval is paired.
  /// - Parameters:
  ///   - numerators: one value a member.
  ///   - denominators: one value a member.
  ///   - threads: workers to use; the result does not depend on it.
  /// - Returns: `count` ratios; not a number where a replicate's denominators sum to 0.
  public func ratios(
    of numerators: [Double], to denominators: [Double], threads: Int
  ) -> [Double] {
    precondition(numerators.count == population && denominators.count == population)
    return map(threads: threads) { weights in
      var (numerator, denominator) = (0.0, 0.0)
      for member in weights.indices {
        numerator += Double(weights[member]) * numerators[member]
        denominator += Double(weights[member]) * denominators[member]
      }
      return denominator == 0 ? .nan : numerator / denominator
    }
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
