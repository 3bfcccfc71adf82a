package import Learning
internal import Snapshots

extension MetricSet {
  /// Every figure of some outcomes, with its bootstrap interval beside it; and, without one, the rate
  /// that was foretold, the error of calibration had the level been known, and what chance alone would
  /// bring of it.
  package init(_ outcomes: RankedOutcomes, replicates: Int, seed: UInt64, threads: Int) {
    let figures = outcomes.metrics()
    let intervals = outcomes.bootstrapIntervals(
      replicates: replicates, seed: seed, threads: threads)
    var values: [String: Double] = [:]
    for metric in BinaryMetric.allCases {
      values[metric.rawValue] = figures[metric]
      values["\(metric.rawValue)_low"] = intervals[metric]?.low
      values["\(metric.rawValue)_high"] = intervals[metric]?.high
    }
    values["predicted_rate"] = outcomes.meanProbability
    values["ece_without_shift"] = outcomes.calibrationErrorWithoutShift()
    let noise = outcomes.calibrationNoise(seed: seed, threads: threads)
    values[Self.noise] = noise?.mean
    values[Self.noiseHigh] = noise?.high
    self.init(values)
  }

  /// What a perfectly calibrated forecast would show as `ece` on as many rows, in the mean and in all
  /// but a twentieth of cases.
  package static let noise = "ece_noise"
  package static let noiseHigh = "ece_noise_high"
}
