package import Units

/// That the total of predicted values missed the actual total by more than two standard errors.
package enum ValueBias: StoredFinding {
  /// By how much, in percent of the actual total.
  case totalTooHigh(percent: Double)
  case totalTooLow(percent: Double)

  package var fact: Fact {
    switch self {
    case .totalTooHigh(let percent): Fact("total_too_high", ["percent": .number(percent)])
    case .totalTooLow(let percent): Fact("total_too_low", ["percent": .number(percent)])
    }
  }

  package init?(_ fact: Fact) {
    guard let percent = fact.number("percent") else { return nil }
    switch fact.code {
    case "total_too_high": self = .totalTooHigh(percent: percent)
    case "total_too_low": self = .totalTooLow(percent: percent)
    default: return nil
    }
  }
}

/// Why a method of predicting spend is used.
package enum ValueReason: String, StoredFinding, CaseIterable {
  /// The usual method: no other is surely better.
  case usual
  /// Surely lower deviance than the usual method, levels apart.
  case surelyBetter = "surely_better"
  /// The usual method ranks customers worse by more than the tolerance.
  case higherGini = "higher_gini"
  /// Of earlier versions: lowest deviance × RMSE among unbiased methods that beat the mean in both.
  case lowestDevianceAndRMSE = "lowest_deviance_times_rmse"
  /// Of earlier versions: no method is unbiased and beats the mean, and this total is the nearest among
  /// those that no other beats in both.
  case nearestTotal = "nearest_total"
}

/// Why a model of orders is used.
package enum LifetimeReason: String, StoredFinding, CaseIterable {
  /// Lowest deviance among the models whose total is within two standard errors.
  case lowestDeviance = "lowest_deviance"
  /// Lowest deviance, though every model's total is off by more.
  case lowestDevianceAllBiased = "lowest_deviance_all_biased"
}

extension StoredFinding where Self: RawRepresentable, RawValue == String {
  package var fact: Fact { Fact(rawValue) }

  package init?(_ fact: Fact) {
    self.init(rawValue: fact.code)
  }
}

// Both protocols bring an implementation; documents hold the finding's.
extension ValueReason {
  package func encode(to encoder: any Encoder) throws { try encodeFact(to: encoder) }
  package init(from decoder: any Decoder) throws { self = try Self.decodedFact(from: decoder) }
}

extension LifetimeReason {
  package func encode(to encoder: any Encoder) throws { try encodeFact(to: encoder) }
  package init(from decoder: any Decoder) throws { self = try Self.decodedFact(from: decoder) }
}
