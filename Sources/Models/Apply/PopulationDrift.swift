internal import Dense
internal import RealModule
package import Units

/// How far a scored population is from the one that a model learned from.
package struct PopulationDrift: Sendable {
  /// Of one quantity.
  package struct Shift: Sendable, Equatable {
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

  /// What to know before acting on these scores; empty where the populations are alike.
  package var notices: [DriftNotice] {
    (alarming.isEmpty ? [] : [.features(alarming)])
      + (scores.isAlarming
        ? [.scores(mean: meanScore, trainingMean: referenceMeanScore, index: scores.index)] : [])
  }
}

/// That scored customers differ from those that a model was trained on.
package enum DriftNotice: Finding {
  /// The features, the largest shift first.
  case features([PopulationDrift.Shift])
  case scores(mean: Double, trainingMean: Double, index: Double)

  package var fact: Fact {
    switch self {
    case .features(let shifts): Fact("feature_drift", ["features": .texts(shifts.map(\.name))])
    case .scores(let mean, let trainingMean, let index):
      Fact(
        "score_drift",
        [
          "mean": .number(mean), "training_mean": .number(trainingMean),
          "stability_index": .number(index),
        ])
    }
  }
}

/// The 99.9th percentile of χ², by Wilson & Hilferty (1931): 3 % too high at one degree, less above.
private func chiSquared999(degreesOfFreedom: Int) -> Double {
  let k = Double(degreesOfFreedom)
  let z = 3.090_232_306_167_813
  let root = 1 - 2 / (9 * k) + z * (2 / (9 * k)).squareRoot()
  return k * root * root * root
}
