/// A figure of a monitor that has to be kept to: `auc>=0.7`.
package struct MonitorRequirement: Sendable, Equatable {
  package enum Figure: String, Sendable, CaseIterable {
    case auc
    /// AUC of the scores less that of recency, of the number of orders, and of our model.
    case leadOverRecency = "lead_over_recency"
    case leadOverFrequency = "lead_over_frequency"
    case leadOverModel = "lead_over_model"
    case ece
    case calibrationSlope = "calibration_slope"
    /// |actual − predicted| ÷ predicted churn.
    case levelError = "level_error"
    case customers
    case notInLogShare = "not_in_log_share"
    /// 1 where the verdict is to keep the scores, else 0.
    case keep
  }

  package let figure: Figure
  package let bound: FigureBound

  /// Reads `ece<=0.05`; nil for any other text.
  package init?(_ text: String) {
    guard let bound = FigureBound(text), let figure = Figure(rawValue: bound.name) else {
      return nil
    }
    self.figure = figure
    self.bound = bound
  }
}

extension ScoreMonitor {
  /// Compares the figures with what is required, and keeps what was found.
  package mutating func judge(by requirements: [MonitorRequirement]) {
    guard !requirements.isEmpty else { return }
    self.requirements = requirements.map { $0.bound.result(figure($0.figure)) }
  }

  /// Refuses scores that miss a requirement.
  package func requireAll() throws(MonitorRequirementsNotMet) {
    let missed = (requirements ?? []).filter { !$0.isMet }
    guard missed.isEmpty else { throw MonitorRequirementsNotMet(missed: missed) }
  }

  private func figure(_ figure: MonitorRequirement.Figure) -> Double? {
    func ranking(_ by: Ranking.By) -> Ranking? { rankings.first { $0.by == by } }
    switch figure {
    case .auc: return ranking(.scores)?.auc
    case .leadOverRecency: return ranking(.recency)?.scoresLead
    case .leadOverFrequency: return ranking(.frequency)?.scoresLead
    case .leadOverModel: return ranking(.model)?.scoresLead
    case .ece: return calibration.ece
    case .calibrationSlope: return calibration.slope
    case .levelError:
      return all.predicted > 0 ? abs(all.actual - all.predicted) / all.predicted : nil
    case .customers: return Double(customers)
    case .notInLogShare:
      return Double(customersNotInLog) / Double(max(1, customers + customersNotInLog))
    case .keep: return verdict == .keep ? 1 : 0
    }
  }
}

/// Scores that miss what was required of them.
package struct MonitorRequirementsNotMet: Error, Equatable {
  package let missed: [RequirementResult]
}
