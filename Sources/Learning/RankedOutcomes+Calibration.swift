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
