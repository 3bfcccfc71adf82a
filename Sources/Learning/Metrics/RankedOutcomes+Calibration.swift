internal import Dense
private import RealModule

// Figures of the probabilities themselves.
extension RankedOutcomes {
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
}

/// Σ term(i) for i below a count, added in blocks of ranks.
@inline(__always)
private func blockedSum(_ count: Int, _ term: (Int) -> Double) -> Double {
  var sum = 0.0
  for start in stride(from: 0, to: count, by: RankSums.ranksPerBlock) {
    var block = 0.0
    for index in start..<min(count, start + RankSums.ranksPerBlock) { block += term(index) }
    sum += block
  }
  return sum
}
