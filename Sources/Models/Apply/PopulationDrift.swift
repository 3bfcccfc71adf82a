internal import Dense
internal import RealModule
internal import Units

/// How far a scored population is from the one that a model learned from.
package struct PopulationDrift: Sendable {
  /// Of one quantity.
  package struct Shift: Sendable {
    package let name: String
    /// The population stability index: Σ (found − expected) · ln(found ÷ expected) over bins, shares
    /// kept above 0.0001.
    package let index: Double
    /// What chance alone stays below 999 times in 1,000, with as many rows.
    package let byChance: Double

    /// - Parameters:
    ///   - name: of the quantity.
    ///   - shares: of the training rows, by bin.
    ///   - rows: training rows.
    ///   - counts: of the scored rows, by bin.
    init(name: String, shares: [Double], rows: Int, counts: [Int]) {
      self.name = name
      let total = Double(max(1, counts.reduce(0, +)))
      index = zip(shares, counts).reduce(0) { sum, bin in
        let expected = max(bin.0, 1e-4)
        let found = max(Double(bin.1) / total, 1e-4)
        return sum + (found - expected) * .log(found / expected)
      }
      let filled = zip(shares, counts).count { $0 > 0 || $1 > 0 }
      byChance =
        (1 / total + 1 / Double(rows)) * chiSquared999(degreesOfFreedom: max(1, filled - 1))
    }

    /// Above 0.25, the usual mark of a population that is another one, and above chance.
    package var isAlarming: Bool { index > 0.25 && index > byChance }
  }

  package let rows: Int
  package let referenceRows: Int
  /// By feature, the largest shift first.
  package let features: [Shift]
  package let scores: Shift
  package let meanScore: Double
  package let referenceMeanScore: Double

  package var alarming: [Shift] { features.filter(\.isAlarming) }

  /// What a user should know before acting on these scores; empty where the populations are alike.
  package var notices: [String] {
    var notices: [String] = []
    let shifted = alarming
    if !shifted.isEmpty {
      let named = shifted.prefix(6).map { "\($0.name) (\(fixed($0.index, digits: 2)))" }
      let more = shifted.count > 6 ? " and \(shifted.count - 6) more" : ""
      notices.append(
        "these customers differ from those that the model learned from (stability index above "
          + "0.25) in \(named.joined(separator: ", "))\(more): the probabilities may be off. Check that the "
          + "files hold the same shop, span and columns; where they do, train again on recent data."
      )
    }
    if scores.isAlarming {
      notices.append(
        "the mean probability of churn is \(fixed(meanScore, digits: 3)), in training it was "
          + "\(fixed(referenceMeanScore, digits: 3)) (stability index of the scores "
          + "\(fixed(scores.index, digits: 2))).")
    }
    return notices
  }
}

/// The 99.9th percentile of χ², by Wilson & Hilferty (1931): 3 % too high at one degree, less above.
private func chiSquared999(degreesOfFreedom: Int) -> Double {
  let k = Double(degreesOfFreedom)
  let z = 3.090_232_306_167_813
  let root = 1 - 2 / (9 * k) + z * (2 / (9 * k)).squareRoot()
  return k * root * root * root
}
