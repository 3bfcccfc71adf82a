package import Dense
package import Learning

extension MetricSet {
  /// Every metric of some outcomes, with its bootstrap interval beside it; and, without one, the mean
  /// predicted probability, the ECE after correction of the mean, and the ECE of a perfectly
  /// calibrated model.
  package init(
    _ outcomes: RankedOutcomes, replicates: Int, seed: UInt64, workers: Workers,
    progress: Progress = .untold
  ) {
    self.init()
    let metrics = outcomes.metrics()
    let intervals = outcomes.bootstrapIntervals(
      replicates: replicates, seed: seed, workers: workers, progress: progress)
    for metric in BinaryMetric.allCases {
      self[metric] = IntervalEstimate(
        metrics[metric], low: intervals[metric]?.low, high: intervals[metric]?.high)
    }
    auc = auc.widened(forRarer: outcomes.rarer)
    predictedRate = finite(outcomes.meanProbability)
    eceWithoutShift = finite(outcomes.calibrationErrorWithoutShift())
    let noise = outcomes.calibrationNoise(seed: seed, workers: workers)
    eceNoise = finite(noise?.mean)
    eceNoiseHigh = finite(noise?.high)
    progress.end()
  }

  /// The estimate of a metric known at run time only.
  package subscript(metric: BinaryMetric) -> IntervalEstimate {
    get { self[keyPath: Self.path(to: metric)] }
    set { self[keyPath: Self.path(to: metric)] = newValue }
  }

  /// The same of a metric of backtests.
  package subscript(metric: ForecastMetric) -> IntervalEstimate {
    get { self[keyPath: Self.path(to: metric)] }
    set { self[keyPath: Self.path(to: metric)] = newValue }
  }

  private static func path(
    to metric: BinaryMetric
  ) -> WritableKeyPath<MetricSet, IntervalEstimate> {
    switch metric {
    case .auc: \.auc
    case .averagePrecision: \.averagePrecision
    case .logLoss: \.logLoss
    case .brier: \.brier
    case .expectedCalibrationError: \.ece
    case .lift10: \.lift10
    case .capture10: \.capture10
    case .calibrationIntercept: \.calibrationIntercept
    case .calibrationSlope: \.calibrationSlope
    }
  }

  private static func path(
    to metric: ForecastMetric
  ) -> WritableKeyPath<MetricSet, IntervalEstimate> {
    switch metric {
    case .auc: \.auc
    case .averagePrecision: \.averagePrecision
    case .logLoss: \.logLoss
    case .brier: \.brier
    case .expectedCalibrationError: \.ece
    case .lift5: \.lift5
    case .lift10: \.lift10
    case .lift20: \.lift20
    case .expectedMaximumProfit: \.expectedMaximumProfit
    }
  }
}

private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
