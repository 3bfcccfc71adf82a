// Figures of the ranking alone: any rising function of the probabilities gives the same.
extension RankedOutcomes {
  /// Rate of yes among the highest ⌊n ÷ parts⌋, divided by the rate among all.
  func lift(topOneIn parts: Int, of sample: WeightedRanks) -> Double? {
    let size = sample.total / parts
    guard size > 0, sample.positives > 0 else { return nil }
    let rate = Double(positivesAtTop(size, of: sample)) / Double(size)
    return rate / (Double(sample.positives) / Double(sample.total))
  }

  func capture10(of sample: WeightedRanks) -> Double? {
    let size = sample.total / 10
    guard size > 0, sample.negatives > 0 else { return nil }
    let found = size - positives(among: size, from: 0, of: sample)
    return Double(found) / Double(sample.negatives)
  }

  /// Yeses among the highest probabilities; of a tie at the border, the first observations count.
  private func positivesAtTop(_ size: Int, of sample: WeightedRanks) -> Int {
    var (left, found) = (size, 0)
    var tie = tieEnds.count - 1
    while left > 0 {
      let start = tie == 0 ? 0 : tieEnds[tie - 1]
      let held = (start..<tieEnds[tie]).reduce(0) { $0 + Int(sample.weights[$1]) }
      found += positives(among: min(held, left), from: start, of: sample)
      left -= min(held, left)
      tie -= 1
    }
    return found
  }

  /// Yeses among a number of observations, repetitions counted, from a rank upwards.
  private func positives(among size: Int, from start: Int, of sample: WeightedRanks) -> Int {
    var (left, found, rank) = (size, 0, start)
    while left > 0 {
      let taken = min(left, Int(sample.weights[rank]))
      if outcomes[rank] { found += taken }
      left -= taken
      rank += 1
    }
    return found
  }
}
