internal import Dense
private import RealModule

// Figures of the probabilities themselves.
extension RankedOutcomes {
  func logLoss(of sample: WeightedRanks) -> Double {
    blockedSum(count) { Double(sample.weights[$0]) * losses[$0] } / Double(sample.total)
  }

  func brier(of sample: WeightedRanks) -> Double {
    let sum = blockedSum(count) { rank in
      let error = probabilities[rank] - (outcomes[rank] ? 1 : 0)
      return Double(sample.weights[rank]) * (error * error)
    }
    return sum / Double(sample.total)
  }

  func expectedCalibrationError(of sample: WeightedRanks) -> Double {
    let gaps = reliability(of: sample).map { abs($0.expected - Double($0.observed)) }
    return gaps.reduce(0, +) / Double(sample.total)
  }

  /// Mean of the probabilities: the predicted rate of yes; not a number without observations.
  public var meanProbability: Double {
    blockedSum(count) { probabilities[$0] } / Double(count)
  }

  /// The calibration error after intercept correction: of the probabilities whose logits are moved by
  /// the one constant that makes their mean the observed rate.
  ///
  /// That constant is the calibration intercept: the likelihood's gradient in it is the difference of
  /// the two. Ranks stay, and so do the bins.
  /// - Returns: nil where there is one class only.
  public func calibrationErrorWithoutShift() -> Double? {
    guard let shift = calibrationIntercept(of: WeightedRanks(ones, of: self)) else { return nil }
    let gaps = (0..<10).map { bin in
      (bin * count / 10..<(bin + 1) * count / 10).reduce(0) { gap, rank in
        gap + 1 / (1 + Double.exp(-(logOdds[rank] + shift))) - (outcomes[rank] ? 1 : 0)
      }
    }
    return gaps.reduce(0) { $0 + abs($1) } / Double(count)
  }

  func reliability(of sample: WeightedRanks) -> [ReliabilityBin] {
    var bins = [ReliabilityBin](repeating: ReliabilityBin(), count: 10)
    var (bin, seen, end) = (0, 0, sample.total / 10)
    for rank in 0..<count {
      var left = Int(sample.weights[rank])
      // Repetitions of one observation may fall on both sides of a border.
      while left > 0 {
        while seen == end {
          bin += 1
          end = (bin + 1) * sample.total / 10
        }
        let taken = min(left, end - seen)
        bins[bin].count += taken
        bins[bin].expected += Double(taken) * probabilities[rank]
        if outcomes[rank] { bins[bin].observed += taken }
        seen += taken
        left -= taken
      }
    }
    return bins
  }
}

/// Σ term(i) for i below a count, added in blocks: rounding errors then grow with the length and
/// the number of blocks, not with their product.
@inline(__always)
private func blockedSum(_ count: Int, _ term: (Int) -> Double) -> Double {
  var sum = 0.0
  for start in stride(from: 0, to: count, by: 512) {
    var block = 0.0
    for index in start..<min(count, start + 512) { block += term(index) }
    sum += block
  }
  return sum
}
