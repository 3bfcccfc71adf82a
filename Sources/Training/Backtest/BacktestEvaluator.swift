internal import Dense
internal import Learning
internal import Models
internal import RealModule
internal import Snapshots

/// Turns evaluated rows into figures with intervals, group by group.
struct BacktestEvaluator {
  let parameters: BacktestParameters
  /// Customers of the store.
  let customerCount: Int

  /// The campaign's assumptions are of customers who leave.
  private var hasProfit: Bool { parameters.training.target == nil }

  private var workers: Workers { parameters.training.workers }
  private var seed: UInt64 { parameters.training.seed }

  /// The figures of every group that has members in the given origins.
  ///
  /// The previous model takes part where it was asked at every one of them.
  func groups(
    of origins: [EvaluatedOrigin], _ progress: Progress
  ) -> [CustomerGroup: BacktestGroup] {
    let asked = BacktestForecast.allCases.filter { forecast in
      origins.allSatisfy { $0.probabilities[forecast] != nil }
    }
    var groups: [CustomerGroup: BacktestGroup] = [:]
    for (number, group) in CustomerGroup.allCases.enumerated() {
      let rows = Rows(
        of: origins, group: number, forecasts: asked, customerCount: customerCount)
      guard !rows.churned.isEmpty else { continue }
      groups[group] = figures(
        of: rows, asked, progress.part(number, of: CustomerGroup.allCases.count))
    }
    return groups
  }

  private func figures(
    of rows: Rows, _ asked: [BacktestForecast], _ progress: Progress
  ) -> BacktestGroup {
    let happened = rows.churned.count { $0 }
    let comparison = ForecastComparison(dates: rows.dates, campaign: parameters.campaign)
    let figures = comparison.figures()
    let replicates = comparison.replicates(
      count: parameters.training.replicates, seed: seed, workers: workers, progress: progress)
    let noise = comparison.calibrationNoise(seed: seed, workers: workers)
    var forecasts: [BacktestForecast: MetricSet] = [:]
    var differences: [BacktestForecast: MetricSet] = [:]
    for (number, forecast) in asked.enumerated() {
      var metrics = MetricSet()
      metrics.eceNoise = noise[number]?.mean
      metrics.eceNoiseHigh = noise[number]?.high
      var against = MetricSet()
      for metric in ForecastMetric.allCases where hasProfit || metric != .expectedMaximumProfit {
        metrics[metric] = IntervalEstimate(
          figures[number][metric],
          Interval(percentilesOf: replicates.map { $0[number][metric] }))
        let difference = figures[0][metric].flatMap { model in
          figures[number][metric].map { model - $0 }
        }
        against[metric] = IntervalEstimate(
          difference,
          Interval(
            percentilesOf: replicates.map { sample in
              sample[0][metric].flatMap { model in sample[number][metric].map { model - $0 } }
            }))
      }
      metrics.auc = metrics.auc.widened(forRarer: min(happened, rows.churned.count - happened))
      forecasts[forecast] = metrics
      if number > 0 { differences[forecast] = against }
    }
    let rate = Double(happened) / Double(rows.churned.count)
    return BacktestGroup(
      rows: rows.churned.count, baseRate: rate, baseRateLogLoss: entropy(rate),
      forecasts: forecasts, differences: differences)
  }

  /// One group's rows of several origins.
  private struct Rows {
    var churned: [Bool] = []
    /// One an origin; customers are numbered from 0 in store order among the group's.
    var dates: [ForecastComparison.Date] = []

    init(
      of origins: [EvaluatedOrigin], group: Int, forecasts: [BacktestForecast], customerCount: Int
    ) {
      var isMember = [Bool](repeating: false, count: customerCount)
      for origin in origins {
        for row in origin.members[group] { isMember[origin.customers[row]] = true }
      }
      var numbers = [Int](repeating: 0, count: customerCount)
      var count = 0
      for customer in isMember.indices where isMember[customer] {
        numbers[customer] = count
        count += 1
      }
      for origin in origins {
        let members = origin.members[group]
        let outcomes = members.map { origin.churned[$0] }
        churned += outcomes
        dates.append(
          ForecastComparison.Date(
            forecasts: forecasts.map { forecast in
              let values = origin.probabilities[forecast] ?? []
              return members.map { values[$0] }
            },
            outcomes: outcomes, customers: members.map { numbers[origin.customers[$0]] }))
      }
    }
  }
}

extension IntervalEstimate {
  fileprivate init(_ value: Double?, _ interval: Interval?) {
    self.init(value, low: interval?.low, high: interval?.high)
  }
}

/// Mean log-loss of predicting the actual rate.
private func entropy(_ rate: Double) -> Double {
  [rate, 1 - rate].reduce(0) { $0 - ($1 > 0 ? $1 * .log($1) : 0) }
}
