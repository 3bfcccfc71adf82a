public import Dense

/// An interval for each metric; nil where most replicates leave the metric undefined.
public struct BinaryMetricIntervals: Sendable, Equatable {
  private let intervals: [BinaryMetric: Interval]

  init(_ intervals: [BinaryMetric: Interval]) {
    self.intervals = intervals
  }

  public subscript(metric: BinaryMetric) -> Interval? { intervals[metric] }
}

extension RankedOutcomes {
  /// Percentile intervals of every metric, by resampling observations.
  ///
  /// - Parameters:
  ///   - replicates: number of samples.
  ///   - confidence: the share of replicates inside each interval.
  ///   - seed: of the samples.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one interval a metric.
  /// - Complexity: O(observations × replicates); the ranking is sorted once, in `init`.
  public func bootstrapIntervals(
    replicates: Int = 200, confidence: Double = 0.95, seed: UInt64, workers: Workers
  ) -> BinaryMetricIntervals {
    bootstrapIntervals(
      replicates: replicates, confidence: confidence, seed: seed, workers: workers,
      progress: .untold)
  }

  /// The same, which tells of each replicate.
  package func bootstrapIntervals(
    replicates: Int, confidence: Double = 0.95, seed: UInt64, workers: Workers, progress: Progress
  ) -> BinaryMetricIntervals {
    let samples = BootstrapReplicates(count: replicates, population: count, seed: seed)
    // A replicate's line is the whole sample's after one Newton step (Davidson & MacKinnon 1999:
    // what further steps would add is of smaller order than the spread that is measured), so that
    // no replicate has to go through exponentials.
    let calibration = CalibrationExpansion(of: self)
    let figures = samples.map(workers: workers, progress) { weights in
      let sample = WeightedRanks(weights, of: self)
      var metrics = uncalibratedMetrics(of: sample)
      guard sample.positives > 0, sample.negatives > 0 else { return metrics }
      metrics.calibrationIntercept = calibration.intercept(of: sample)
      metrics.calibrationSlope = calibration.slope(of: sample)
      return metrics
    }
    let named = BinaryMetric.allCases.compactMap { metric in
      Interval(percentilesOf: figures.map { $0[metric] }, confidence: confidence)
        .map { (metric, $0) }
    }
    return BinaryMetricIntervals(Dictionary(uniqueKeysWithValues: named))
  }
}
