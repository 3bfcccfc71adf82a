package import Units

/// How a model of contracts did out of time: `evaluation.json`.
///
/// The model is fitted on data known at the evaluation date; its forecasts for the contracts in force then
/// are compared with the observed outcomes.
package struct ContractEvaluation: Sendable, Codable, Equatable {
  package let evaluatedAt: Day
  package let period: String
  /// Periods followed.
  package let horizon: Int
  /// The cause that the probability is of; nil for any.
  package let cause: String?
  /// Contracts in force on the day.
  package let contracts: Int
  /// Those of them that ended of the cause within the horizon.
  package let ended: Int
  /// Those that were lost from sight within it.
  package let lost: Int
  /// Weighted share that ended of the cause.
  package let rate: Double
  package let model: ContractFigures
  /// A shifted-beta-geometric model with the columns; one without; hazards by age alone.
  package let geometricWithColumns: ContractFigures
  package let geometric: ContractFigures
  package let byAge: ContractFigures
  package let reliability: [Bin]

  /// A tenth of the contracts, by probability.
  package struct Bin: Sendable, Codable, Equatable {
    package let contracts: Int
    package let predicted: Double
    package let observed: Double

    package init(contracts: Int, predicted: Double, observed: Double) {
      self.contracts = contracts
      self.predicted = predicted
      self.observed = observed
    }
  }

  package init(
    evaluatedAt: Day, period: String, horizon: Int, cause: String?, contracts: Int, ended: Int,
    lost: Int, rate: Double, model: ContractFigures, geometricWithColumns: ContractFigures,
    geometric: ContractFigures, byAge: ContractFigures, reliability: [Bin]
  ) {
    self.evaluatedAt = evaluatedAt
    self.period = period
    self.horizon = horizon
    self.cause = cause
    self.contracts = contracts
    self.ended = ended
    self.lost = lost
    self.rate = rate
    self.model = model
    self.geometricWithColumns = geometricWithColumns
    self.geometric = geometric
    self.byAge = byAge
    self.reliability = reliability
  }

  /// Whether it tells more of the contracts than their ages do.
  package var isInformative: Bool {
    guard let area = model.auc else { return false }
    return model.integratedBrier < byAge.integratedBrier && area > max(0.5, byAge.auc ?? 0.5)
  }

  enum CodingKeys: String, CodingKey {
    case evaluatedAt = "evaluated_at"
    case period, horizon, cause, contracts, ended, lost, rate, model
    case geometricWithColumns = "shifted_beta_geometric_with_columns"
    case geometric = "shifted_beta_geometric"
    case byAge = "by_age"
    case reliability
  }
}

/// Figures of one forecast of contracts; all with weights for those lost from sight.
package struct ContractFigures: Sendable, Codable, Equatable {
  /// Area under the curve of having ended within the horizon; nil where all or none did.
  package let auc: Double?
  package let aucLow: Double?
  package let aucHigh: Double?
  /// Mean of the areas at the end of each period.
  package let meanAUC: Double?
  /// Harrell's, of the probabilities at the horizon.
  package let concordance: Double?
  package let brier: Double
  /// Mean of the Brier scores at the end of each period.
  package let integratedBrier: Double
  /// Mean probability of ending within the horizon.
  package let predicted: Double

  package init(
    auc: Double?, interval: ClosedRange<Double>?, meanAUC: Double?, concordance: Double?,
    brier: Double, integratedBrier: Double, predicted: Double
  ) {
    self.auc = auc
    aucLow = interval?.lowerBound
    aucHigh = interval?.upperBound
    self.meanAUC = meanAUC
    self.concordance = concordance
    self.brier = brier
    self.integratedBrier = integratedBrier
    self.predicted = predicted
  }

  enum CodingKeys: String, CodingKey {
    case auc
    case aucLow = "auc_low"
    case aucHigh = "auc_high"
    case meanAUC = "mean_auc"
    case concordance, brier
    case integratedBrier = "integrated_brier"
    case predicted
  }
}
