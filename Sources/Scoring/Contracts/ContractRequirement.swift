internal import Ingestion
internal import Models
package import Units

/// A figure that scored contracts have to keep to: `drift_alarms<=0`.
package struct ContractRequirement: Sendable, Equatable {
  /// Figures that may be required.
  package enum Figure: String, Sendable, CaseIterable {
    /// Contracts in force.
    case contracts
    case meanChurnProbability = "mean_churn_probability"
    /// Days from the last start of a contract until today.
    case startAge = "start_age"
    /// Days from the day that training's table showed to the day that is scored.
    case modelAge = "model_age"
    case refusedShare = "refused_share"
    /// The largest stability index of a column, and how many columns shifted beyond chance.
    case drift
    case driftAlarms = "drift_alarms"
  }

  package let figure: Figure
  package let bound: FigureBound

  /// Reads `drift<=0.25` or `contracts>=1000`; nil for any other text.
  package init?(_ text: String) {
    guard let bound = FigureBound(text), let figure = Figure(rawValue: bound.name) else {
      return nil
    }
    self.figure = figure
    self.bound = bound
  }
}

extension ContractScores {
  /// Refuses scores that miss a requirement.
  ///
  /// - Parameters:
  ///   - requirements: of the run.
  ///   - today: that ages are told at.
  /// - Throws: all that are missed.
  package func requireAll(
    _ requirements: [ContractRequirement], today: Day
  ) throws(RunRequirementsNotMet) {
    let missed = requirements.map { $0.bound.result(figure($0.figure, today: today)) }
      .filter { !$0.isMet }
    guard missed.isEmpty else { throw RunRequirementsNotMet(missed: missed) }
  }

  private func figure(_ figure: ContractRequirement.Figure, today: Day) -> Double? {
    switch figure {
    case .contracts: Double(count)
    case .meanChurnProbability: mean(probability)
    case .startAge: rows.starts.max().map { Double(today - $0) }
    case .modelAge: Double(asOf - model.asOf)
    case .refusedShare: Double(rows.refused.count) / Double(max(1, rows.rowsRead))
    case .drift: drift?.features.first?.index
    case .driftAlarms: drift.map { Double($0.alarming.count) }
    }
  }
}
