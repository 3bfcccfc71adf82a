internal import Dense

/// The error of calibration that chance alone brings.
public struct CalibrationNoise: Sendable, Equatable {
  /// Mean expected calibration error of outcomes drawn with the very probabilities foretold.
  public let mean: Double
  /// What 95 % of such draws stay below.
  public let high: Double
}

extension RankedOutcomes {
  /// What a perfectly calibrated model with these probabilities would show on as many observations.
  ///
  /// - Parameters:
  ///   - draws: sets of outcomes that are simulated.
  ///   - seed: of the draws.
  ///   - threads: workers to use; the result does not depend on it.
  /// - Returns: nil without observations.
  /// - Complexity: O(observations × draws).
  public func calibrationNoise(
    draws: Int = 200, seed: UInt64, threads: Int
  ) -> CalibrationNoise? {
    precondition(draws > 0)
    guard count > 0 else { return nil }
    let bins = (0..<10).map { $0 * count / 10..<($0 + 1) * count / 10 }
    let errors = parallelMap(count: draws, threads: threads) { draw in
      var random = RandomSource(seed: seed, stream: UInt64(draw))
      var error = 0.0
      for bin in bins {
        var excess = 0.0
        for rank in bin {
          excess += probabilities[rank] - (random.uniform() < probabilities[rank] ? 1 : 0)
        }
        error += abs(excess)
      }
      return error / Double(count)
    }
    let mean = errors.reduce(0, +) / Double(draws)
    return CalibrationNoise(mean: mean, high: quantile(0.95, ofSorted: errors.sorted()))
  }
}
