public import Dense

/// A metric by which forecasts of a yes are compared.
///
/// The raw value is the name under which it is written.
public enum ForecastMetric: String, CaseIterable, Sendable {
  case auc
  case averagePrecision = "average_precision"
  case logLoss = "log_loss"
  case brier
  case expectedCalibrationError = "ece"
  case lift5 = "lift_5"
  case lift10 = "lift_10"
  case lift20 = "lift_20"
  case expectedMaximumProfit = "empc"
}

/// Figures of one forecast; nil where undefined.
public struct ForecastFigures: Sendable, Equatable {
  private var values: [Double?]

  init(of ranked: RankedOutcomes, sample: WeightedRanks, campaign: RetentionCampaign) {
    guard sample.total > 0 else {
      values = [Double?](repeating: nil, count: ForecastMetric.allCases.count)
      return
    }
    let sums = RankSums(ranked, of: sample)
    values = ForecastMetric.allCases.map { metric in
      switch metric {
      case .auc: sums.auc
      case .averagePrecision: sums.averagePrecision
      case .logLoss: sums.logLoss
      case .brier: sums.brier
      case .expectedCalibrationError: sums.expectedCalibrationError
      case .lift5: ranked.lift(topOneIn: 20, of: sample)
      case .lift10: ranked.lift(topOneIn: 10, of: sample)
      case .lift20: ranked.lift(topOneIn: 5, of: sample)
      case .expectedMaximumProfit:
        ranked.expectedMaximumProfit(of: sample, campaign: campaign)
      }
    }
  }

  /// The mean of figures, weighted; of each metric, over those that define it.
  init(meanOf figures: [(figures: ForecastFigures, weight: Int)]) {
    // A product and a quotient would change the last bit of what needs no mean.
    if figures.count == 1 {
      self = figures[0].figures
      return
    }
    values = ForecastMetric.allCases.indices.map { metric in
      var (sum, weight) = (0.0, 0)
      for part in figures {
        guard let value = part.figures.values[metric] else { continue }
        sum += Double(part.weight) * value
        weight += part.weight
      }
      return weight == 0 ? nil : sum / Double(weight)
    }
  }

  public subscript(metric: ForecastMetric) -> Double? {
    values[ForecastMetric.allCases.firstIndex(of: metric) ?? 0]
  }
}

/// Several forecasts of the same outcomes at one date or more.
///
/// Figures are of each date on its own, averaged by rows: ranked across dates, a forecast that knew
/// nothing but how many churn at each would look as if it told customers apart, and errors of
/// calibration that change sign would cancel.
public struct ForecastComparison: Sendable {
  private let dates: [Date]
  private let customerCount: Int
  private let campaign: RetentionCampaign

  /// One date's rows.
  public struct Date: Sendable {
    fileprivate let forecasts: [RankedOutcomes]
    fileprivate let customers: [Int]

    /// Takes forecasts of the same rows.
    ///
    /// - Parameters:
    ///   - forecasts: probabilities of a yes, a list a forecast, all in the same order of rows.
    ///   - outcomes: the actual outcomes.
    ///   - customers: whose row it is: numbers from 0 on. A customer's rows are drawn together.
    public init(forecasts: [[Double]], outcomes: [Bool], customers: [Int]) {
      precondition(customers.count == outcomes.count)
      self.forecasts = forecasts.map { RankedOutcomes(probabilities: $0, outcomes: outcomes) }
      self.customers = customers
    }
  }

  /// Takes dates, at least one, with as many forecasts each.
  public init(dates: [Date], campaign: RetentionCampaign) {
    precondition(Set(dates.map(\.forecasts.count)).count == 1, "as many forecasts at each date")
    self.dates = dates
    customerCount = (dates.flatMap(\.customers).max() ?? -1) + 1
    self.campaign = campaign
  }

  /// Each forecast's figures over all rows.
  public func figures() -> [ForecastFigures] {
    figures { [Int32](repeating: 1, count: $0.customers.count) }
  }

  private func figures(weights: (Date) -> [Int32]) -> [ForecastFigures] {
    let byDate = dates.map { date in
      let weights = weights(date)
      return date.forecasts.map { forecast in
        let sample = WeightedRanks(weights, of: forecast)
        return (
          figures: ForecastFigures(of: forecast, sample: sample, campaign: campaign),
          weight: sample.total
        )
      }
    }
    return dates[0].forecasts.indices.map { forecast in
      ForecastFigures(meanOf: byDate.map { $0[forecast] })
    }
  }

  /// Figures of every forecast over each of many samples of customers, drawn with replacement.
  ///
  /// - Parameters:
  ///   - count: number of samples.
  ///   - seed: of the samples.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: by sample, then by forecast: of one sample, all forecasts are evaluated on the same
  ///   customers, so that their differences are paired.
  /// - Complexity: O(rows × forecasts × count).
  public func replicates(count: Int, seed: UInt64, workers: Workers) -> [[ForecastFigures]] {
    replicates(count: count, seed: seed, workers: workers, progress: .untold)
  }

  /// The same, which tells of each sample.
  package func replicates(
    count: Int, seed: UInt64, workers: Workers, progress: Progress
  ) -> [[ForecastFigures]] {
    BootstrapReplicates(count: count, population: customerCount, seed: seed)
      .map(workers: workers, progress) { drawn in figures { $0.customers.map { drawn[$0] } } }
  }

  /// What a perfectly calibrated forecast would show, forecast by forecast.
  public func calibrationNoise(
    draws: Int = 200, seed: UInt64, workers: Workers
  ) -> [CalibrationNoise?] {
    let rows = dates.reduce(0) { $0 + $1.customers.count }
    guard rows > 0 else { return dates[0].forecasts.map { _ in nil } }
    return dates[0].forecasts.indices.map { forecast in
      var errors = [Double](repeating: 0, count: draws)
      for (number, date) in dates.enumerated() where !date.customers.isEmpty {
        let own = date.forecasts[forecast].calibrationErrorsByChance(
          streams: number * draws..<(number + 1) * draws, seed: seed, workers: workers)
        let share = Double(date.customers.count) / Double(rows)
        for draw in 0..<draws { errors[draw] += share * own[draw] }
      }
      return CalibrationNoise(errors: errors)
    }
  }
}
