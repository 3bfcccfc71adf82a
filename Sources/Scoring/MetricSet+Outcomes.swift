internal import Learning

extension MetricSet {
  /// Every figure of some outcomes, with its bootstrap interval beside it.
  init(_ outcomes: RankedOutcomes, replicates: Int, seed: UInt64, threads: Int) {
    let figures = outcomes.metrics()
    let intervals = outcomes.bootstrapIntervals(
      replicates: replicates, seed: seed, threads: threads)
    var values: [String: Double] = [:]
    for metric in BinaryMetric.allCases {
      values[metric.rawValue] = figures[metric]
      values["\(metric.rawValue)_low"] = intervals[metric]?.low
      values["\(metric.rawValue)_high"] = intervals[metric]?.high
    }
    self.init(values)
  }
}
