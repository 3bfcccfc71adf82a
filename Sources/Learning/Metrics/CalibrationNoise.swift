public import Dense

/// The calibration error of a perfectly calibrated model, from sampling alone.
public struct CalibrationNoise: Sendable, Equatable {
  /// Mean expected calibration error of outcomes drawn with the predicted probabilities.
  public let mean: Double
  /// What 95 % of such draws stay below.
  public let high: Double

  /// Summarises the errors of many draws, at least one.
  init(errors: [Double]) {
    mean = errors.reduce(0, +) / Double(errors.count)
    high = quantile(0.95, ofSorted: errors.sorted())
  }
}

extension RankedOutcomes {
  /// What a perfectly calibrated model with these probabilities would show on as many observations.
  ///
  /// - Parameters:
  ///   - draws: sets of outcomes that are simulated.
  ///   - seed: of the draws.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: nil without observations.
  /// - Complexity: O(observations + draws) where bins hold many yeses and noes, else O(observations × draws).
  public func calibrationNoise(
    draws: Int = 200, seed: UInt64, workers: Workers
  ) -> CalibrationNoise? {
    precondition(draws > 0)
    guard count > 0 else { return nil }
    return CalibrationNoise(
      errors: calibrationErrorsByChance(streams: 0..<draws, seed: seed, workers: workers))
  }

  /// Expected calibration errors of outcomes drawn with the probabilities, one a stream of the seed.
  func calibrationErrorsByChance(streams: Range<Int>, seed: UInt64, workers: Workers) -> [Double] {
    let bins = (0..<10).map { number in
      let ranks = number * count / 10..<(number + 1) * count / 10
      return (
        ranks: ranks, variance: ranks.reduce(0) { $0 + probabilities[$1] * (1 - probabilities[$1]) }
      )
    }
    return workers.map(streams.count) { draw in
      var random = RandomSource(seed: seed, stream: UInt64(streams.lowerBound + draw))
      var error = 0.0
      for bin in bins {
        guard bin.variance < normalVariance else {
          error += abs(bin.variance.squareRoot() * random.normal())
          continue
        }
        var excess = 0.0
        for rank in bin.ranks {
          excess += probabilities[rank] - (random.chance(probabilities[rank]) ? 1 : 0)
        }
        error += abs(excess)
      }
      return error / Double(count)
    }
  }
}

/// From this variance on, the number of yeses in a bin is drawn as a normal number.
///
/// Its mean absolute deviation then differs from the Poisson binomial's by less than a hundredth.
private let normalVariance = 25.0
