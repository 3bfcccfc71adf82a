/// A figure by which forecasts of a yes are held against each other.
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
    values = ForecastMetric.allCases.map { metric in
      switch metric {
      case .auc: ranked.auc(of: sample)
      case .averagePrecision: ranked.averagePrecision(of: sample)
      case .logLoss: ranked.logLoss(of: sample)
      case .brier: ranked.brier(of: sample)
      case .expectedCalibrationError: ranked.expectedCalibrationError(of: sample)
      case .lift5: ranked.lift(topOneIn: 20, of: sample)
      case .lift10: ranked.lift(topOneIn: 10, of: sample)
      case .lift20: ranked.lift(topOneIn: 5, of: sample)
      case .expectedMaximumProfit:
        ranked.expectedMaximumProfit(of: sample, campaign: campaign)
      }
    }
  }

  public subscript(metric: ForecastMetric) -> Double? {
    values[ForecastMetric.allCases.firstIndex(of: metric) ?? 0]
  }
}

/// Several forecasts of the same outcomes, of customers who may be there more than once.
public struct ForecastComparison: Sendable {
  private let forecasts: [RankedOutcomes]
  private let customers: [Int]
  private let customerCount: Int
  private let campaign: RetentionCampaign

  /// Takes forecasts of the same rows.
  ///
  /// - Parameters:
  ///   - forecasts: probabilities of a yes, a list a forecast, all in the same order of rows.
  ///   - outcomes: whether a yes came.
  ///   - customers: whose row it is: numbers from 0 on. A customer's rows are drawn together.
  ///   - campaign: the assumptions behind profit.
  public init(
    forecasts: [[Double]], outcomes: [Bool], customers: [Int], campaign: RetentionCampaign
  ) {
    precondition(customers.count == outcomes.count)
    self.forecasts = forecasts.map { RankedOutcomes(probabilities: $0, outcomes: outcomes) }
    self.customers = customers
    customerCount = (customers.max() ?? -1) + 1
    self.campaign = campaign
  }

  /// Each forecast's figures over all rows.
  public func figures() -> [ForecastFigures] {
    forecasts.map {
      ForecastFigures(of: $0, sample: WeightedRanks($0.ones, of: $0), campaign: campaign)
    }
  }

  /// Figures of every forecast over each of many samples of customers, drawn with replacement.
  ///
  /// - Parameters:
  ///   - count: number of samples.
  ///   - seed: of the samples.
  ///   - threads: workers to use; the result does not depend on it.
  /// - Returns: by sample, then by forecast: of one sample, all forecasts are judged on the same
  ///   customers, so that their differences are paired.
  /// - Complexity: O(rows × forecasts × count).
  public func replicates(
    count: Int, seed: UInt64, threads: Int
  ) -> [[ForecastFigures]] {
    BootstrapReplicates(count: count, population: customerCount, seed: seed)
      .map(threads: threads) { drawn in
        let weights = customers.map { drawn[$0] }
        return forecasts.map {
          ForecastFigures(of: $0, sample: WeightedRanks(weights, of: $0), campaign: campaign)
        }
      }
  }

  /// What a perfectly calibrated forecast would show, forecast by forecast.
  public func calibrationNoise(seed: UInt64, threads: Int) -> [CalibrationNoise?] {
    forecasts.map { $0.calibrationNoise(seed: seed, threads: threads) }
  }
}
