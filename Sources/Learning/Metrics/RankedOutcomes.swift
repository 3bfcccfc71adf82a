private import Dense
private import RealModule

/// Predicted probabilities of a yes with the outcomes, sorted once so that many weighted samples can
/// be evaluated in one pass each.
///
/// Integer weights are repetition: an observation of weight 2 counts as two, next to each other in
/// every order, one of weight 0 is not there.
public struct RankedOutcomes: Sendable {
  /// Probabilities in rising order; equal ones stay in order of observation.
  let probabilities: [Double]
  /// The outcomes, by rank.
  let outcomes: [Bool]
  /// The observation that holds each rank.
  let observations: [Int]
  /// The first rank after each run of equal probabilities.
  let tieEnds: [Int]
  /// −log of the probability of the actual outcome, by rank.
  let losses: [Double]
  /// log(p / (1 − p)), by rank.
  let logOdds: [Double]

  /// Sorts observations by their probability.
  ///
  /// - Parameters:
  ///   - probabilities: of a yes, each in [0, 1].
  ///   - outcomes: whether each was a yes, in the same order.
  public init(probabilities: [Double], outcomes: [Bool]) {
    precondition(
      probabilities.count == outcomes.count,
      "\(probabilities.count) probabilities for \(outcomes.count) outcomes")
    precondition(
      probabilities.allSatisfy { $0 >= 0 && $0 <= 1 }, "probabilities lie in [0, 1]")
    observations = rankedRows(
      Array(probabilities.indices), descending: probabilities.map { -$0 }, ties: <)
    let ranked = observations.map { probabilities[$0] }
    let came = observations.map { outcomes[$0] }
    self.probabilities = ranked
    self.outcomes = came
    tieEnds = ranked.indices.compactMap { rank in
      rank + 1 == ranked.count || ranked[rank] != ranked[rank + 1] ? rank + 1 : nil
    }
    losses = zip(ranked, came).map { p, yes in -Double.log(clipped(yes ? p : 1 - p)) }
    logOdds = ranked.map { Double.log(clipped($0)) - .log(clipped(1 - $0)) }
  }

  /// Number of observations.
  public var count: Int { probabilities.count }

  /// Observations of the class that fewer have.
  package var rarer: Int {
    let positives = outcomes.count { $0 }
    return min(positives, count - positives)
  }

  /// Every figure over all observations, each counted once.
  public func metrics() -> BinaryMetrics {
    metrics(of: WeightedRanks(ones, of: self))
  }

  /// Every figure over a weighted sample.
  ///
  /// - Parameter weights: how often each observation counts, in order of observation.
  /// - Returns: the same as if each observation were repeated as often.
  public func metrics(weights: [Int32]) -> BinaryMetrics {
    metrics(of: WeightedRanks(weights, of: self))
  }

  /// Ten bins of equal count by rank: bin i holds ranks ⌊in/10⌋ … ⌊(i+1)n/10⌋ − 1; for fewer than
  /// ten observations some hold none.
  public func reliability() -> [ReliabilityBin] {
    RankSums(self, of: WeightedRanks(ones, of: self)).bins
  }

  var ones: [Int32] { [Int32](repeating: 1, count: count) }

  /// Every figure over a weighted sample; its line of recalibration is sought from one near it.
  func metrics(of sample: WeightedRanks) -> BinaryMetrics {
    var metrics = uncalibratedMetrics(of: sample)
    guard sample.total > 0 else { return metrics }
    metrics.calibrationIntercept = calibrationIntercept(of: sample)
    metrics.calibrationSlope = recalibration(of: sample)?.slope
    return metrics
  }

  /// Every figure but the two that are fitted.
  func uncalibratedMetrics(of sample: WeightedRanks) -> BinaryMetrics {
    var metrics = BinaryMetrics()
    guard sample.total > 0 else { return metrics }
    let sums = RankSums(self, of: sample)
    metrics.auc = sums.auc
    metrics.averagePrecision = sums.averagePrecision
    metrics.logLoss = sums.logLoss
    metrics.brier = sums.brier
    metrics.expectedCalibrationError = sums.expectedCalibrationError
    metrics.lift10 = lift(topOneIn: 10, of: sample)
    metrics.capture10 = capture10(of: sample)
    return metrics
  }
}

/// A weighted sample of ranked outcomes: weights by rank, and their sums.
struct WeightedRanks {
  let weights: [Int32]
  let positives: Int
  let negatives: Int

  /// Number of observations, repetitions counted.
  var total: Int { positives + negatives }

  init(_ weights: [Int32], of ranked: RankedOutcomes) {
    precondition(
      weights.count == ranked.count, "\(weights.count) weights for \(ranked.count) observations")
    var (positives, total) = (0, 0)
    var byRank = [Int32](repeating: 0, count: weights.count)
    for rank in byRank.indices {
      let weight = weights[ranked.observations[rank]]
      precondition(weight >= 0, "a weight below 0")
      byRank[rank] = weight
      total += Int(weight)
      if ranked.outcomes[rank] { positives += Int(weight) }
    }
    self.weights = byRank
    self.positives = positives
    negatives = total - positives
  }
}

/// A probability kept off 0 and 1 by the least that scikit-learn does.
private func clipped(_ probability: Double) -> Double {
  min(max(probability, .ulpOfOne), 1 - .ulpOfOne)
}
