internal import Dense

/// What a learner's predictions are worth on customers it has not seen: repeated random halves, one to
/// learn from, the other to look at.
package struct UpliftHalves: Sendable, Equatable, Encodable {
  /// Mean over the halves and standard deviation between them.
  package struct Spread: Sendable, Equatable, Encodable {
    package let mean: Double
    package let deviation: Double

    init(_ values: [Double]) {
      let moments = Moments(of: values)
      (mean, deviation) = (moments.mean, moments.variance.squareRoot())
    }
  }

  package let learner: UpliftLearner
  package let halves: Int
  /// Share of customers at each end that is looked at.
  package let share: Double
  /// Observed uplift of those with the highest predictions, and of those with the lowest.
  package let top: Spread
  package let bottom: Spread
  /// p-value of the top gaining no more than the bottom: twice the median over the halves.
  package let pValue: Double
  /// Slope of the best linear predictor, 1 where predictions are calibrated.
  package let slope: Spread
  /// p-value of predictions telling nothing of who gains more: twice the median over the halves.
  package let slopePValue: Double

  enum CodingKeys: String, CodingKey {
    case learner, halves, share, top, bottom
    case pValue = "p_value"
    case slope
    case slopePValue = "slope_p_value"
  }

  /// Splits, learns and looks.
  ///
  /// p-values over random splits are the median's double (Chernozhukov, Demirer, Duflo & Fernández-Val
  /// 2018, section 4.3): half of the splits, if not fewer, may then be read as if they were the only one.
  /// - Complexity: `halves` fits of the learner.
  init(
    _ learner: UpliftLearner, of rows: UpliftRows, propensity: [Double], halves: Int, share: Double,
    seed: UInt64, workers: Workers, progress: Progress
  ) {
    let looks = workers.map(halves, progress) { half -> Look? in
      let parts = rows.parts(2, seed: seed, stream: 1_000 + UInt64(half))
      let training = parts.indices.filter { parts[$0] == 0 }
      let holdout = parts.indices.filter { parts[$0] == 1 }
      return Look(
        learner, of: rows, propensity: propensity, training: training, holdout: holdout,
        share: share)
    }.compactMap(\.self)
    self.learner = learner
    self.halves = looks.count
    self.share = share
    top = Spread(looks.map(\.top.difference))
    bottom = Spread(looks.map(\.bottom.difference))
    pValue = doubledMedian(looks.map(\.pValue))
    slope = Spread(looks.map(\.line.slope))
    slopePValue = doubledMedian(looks.map(\.line.pValue))
  }
}

/// One half, looked at by what the other taught.
private struct Look: Sendable {
  let top: GroupEffect
  let bottom: GroupEffect
  let line: BestLinearPredictor

  init?(
    _ learner: UpliftLearner, of rows: UpliftRows, propensity: [Double], training: [Int],
    holdout: [Int], share: Double
  ) {
    let prediction = learner.prediction(
      of: rows, propensity: propensity, training: training, holdout: holdout)
    let order = holdout.indices.sorted {
      prediction.uplift[$0] == prediction.uplift[$1]
        ? $0 < $1 : prediction.uplift[$0] > prediction.uplift[$1]
    }
    let count = Int(share * Double(holdout.count))
    func effect(_ places: ArraySlice<Int>) -> GroupEffect? {
      GroupEffect(of: places.map { holdout[$0] }, in: rows, propensity: propensity)
    }
    guard let top = effect(order.prefix(count)), let bottom = effect(order.suffix(count)) else {
      return nil
    }
    (self.top, self.bottom) = (top, bottom)
    line = BestLinearPredictor(prediction, of: holdout, in: rows, propensity: propensity)
  }

  /// One-sided, of the top gaining no more than the bottom.
  var pValue: Double {
    let error =
      (top.standardError * top.standardError + bottom.standardError * bottom.standardError)
      .squareRoot()
    return error > 0 ? normalCDF(-(top.difference - bottom.difference) / error) : 1
  }
}

/// Twice the median, at most 1.
private func doubledMedian(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 1 }
  let sorted = values.sorted()
  let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
  return min(1, low + high)
}
