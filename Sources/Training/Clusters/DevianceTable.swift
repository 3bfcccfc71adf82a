package import Dense
internal import Files
internal import Ingestion
package import Learning
internal import Models
internal import Snapshots

/// Deviances of many forecasts, summed over the evaluated customers and over the same resamples of them,
/// so that every difference is paired.
package struct DevianceTable {
  /// A forecast's place in the table.
  package typealias Forecast = Int

  /// One rate for everybody, by whose deviance all gains are divided.
  static let base: Forecast = 0

  private let totals: [PartitionPredictiveness.Deviances]
  /// Replicates × forecasts.
  private let churn: Matrix
  private let spend: Matrix

  /// Sums deviances.
  ///
  /// - Parameters:
  ///   - forecasts: the base first.
  ///   - replicates: resamples of the evaluated customers.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    _ forecasts: [PartitionPredictiveness.Deviances], replicates: BootstrapReplicates,
    workers: Workers
  ) {
    totals = forecasts.map {
      PartitionPredictiveness.Deviances(
        churn: [$0.churn.reduce(0, +)], spend: [$0.spend.reduce(0, +)])
    }
    let count = forecasts.count
    let sums = replicates.sums(
      of: forecasts.map(\.churn) + forecasts.map(\.spend), workers: workers)
    func half(_ columns: Range<Int>) -> Matrix {
      Matrix(
        rows: sums.rows, columns: count,
        storage: (0..<sums.rows).flatMap { row in columns.map { sums[row, $0] } })
    }
    churn = half(0..<count)
    spend = half(count..<2 * count)
  }

  /// How much less deviance one forecast leaves than another, in units of the base's.
  ///
  /// Over the base it is the worth of the forecast.
  package func gain(of one: Forecast, over other: Forecast = base) -> DevianceExplained {
    func figures(_ total: KeyPath<PartitionPredictiveness.Deviances, [Double]>, _ samples: Matrix)
      -> (point: Double, low: Double, high: Double)
    {
      let base = totals[Self.base][keyPath: total][0]
      guard base > 0 else { return (0, 0, 0) }
      let point = (totals[other][keyPath: total][0] - totals[one][keyPath: total][0]) / base
      let gains = gains(samples, of: one, over: other)
      guard let interval = Interval(percentilesOf: gains) else { return (point, point, point) }
      return (point, min(point, interval.low), max(point, interval.high))
    }
    let (c, s) = (figures(\.churn, churn), figures(\.spend, spend))
    return DevianceExplained(
      churn: c.point, churnLow: c.low, churnHigh: c.high, spend: s.point, spendLow: s.low,
      spendHigh: s.high)
  }

  /// Standard errors of a gain: its spread over the resamples.
  func errors(of one: Forecast, over other: Forecast) -> (churn: Double, spend: Double) {
    func spread(_ samples: Matrix) -> Double {
      let gains = gains(samples, of: one, over: other).filter { !$0.isNaN }
      let count = Double(gains.count)
      guard count > 1 else { return 0 }
      let mean = gains.reduce(0, +) / count
      return (gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
    }
    return (spread(churn), spread(spend))
  }

  private func gains(_ samples: Matrix, of one: Forecast, over other: Forecast) -> [Double] {
    (0..<samples.rows).map { row in
      let base = samples[row, Self.base]
      return base > 0 ? (samples[row, other] - samples[row, one]) / base : .nan
    }
  }
}
