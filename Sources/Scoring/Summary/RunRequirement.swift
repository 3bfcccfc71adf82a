package import Units

/// A figure that a run has to keep to: `gone_share<=0.02`.
package struct RunRequirement: Sendable, Equatable {
  /// Figures of a run that may be required.
  package enum Figure: String, Sendable, CaseIterable {
    case customers, act
    case meanChurnProbability = "mean_churn_probability"
    /// Days from the last order, or the last event, of the log until today.
    case orderAge = "order_age"
    case eventAge = "event_age"
    /// Days from the day that the model was trained as of to the day that is scored.
    case modelAge = "model_age"
    case refusedShare = "refused_share"
    case missingInputs = "missing_inputs"
    /// The largest stability index of a feature, and how many features shifted beyond chance.
    case drift
    case driftAlarms = "drift_alarms"
    // Of the comparison with an earlier run.
    case newShare = "new_share"
    case goneShare = "gone_share"
    case listChangedShare = "list_changed_share"
    case segmentChangedShare = "segment_changed_share"
    case columnsMissing = "columns_missing"

    /// Whether it takes an earlier run.
    package var needsPrevious: Bool {
      switch self {
      case .newShare, .goneShare, .listChangedShare, .segmentChangedShare, .columnsMissing: true
      case .customers, .act, .meanChurnProbability, .orderAge, .eventAge, .modelAge,
        .refusedShare, .missingInputs, .drift, .driftAlarms:
        false
      }
    }
  }

  package let figure: Figure
  package let bound: FigureBound

  /// Reads `drift<=0.25` or `customers>=1000`; nil for any other text.
  package init?(_ text: String) {
    guard let bound = FigureBound(text), let figure = Figure(rawValue: bound.name) else {
      return nil
    }
    self.figure = figure
    self.bound = bound
  }

  /// The requirement as it was written.
  package var text: String { bound.text }
}

/// A run that misses what was required of it.
package struct RunRequirementsNotMet: Error, Equatable {
  package let missed: [RequirementResult]
}

extension RunSummary {
  /// Compares the figures with what is required, and keeps what was found.
  ///
  /// - Parameters:
  ///   - requirements: of the run.
  ///   - today: that ages are told at.
  package mutating func judge(by requirements: [RunRequirement], today: Day) {
    guard !requirements.isEmpty else { return }
    self.requirements = requirements.map { $0.bound.result(figure($0.figure, today: today)) }
  }

  /// Refuses a run that misses a requirement.
  package func requireAll() throws(RunRequirementsNotMet) {
    let missed = (requirements ?? []).filter { !$0.isMet }
    guard missed.isEmpty else { throw RunRequirementsNotMet(missed: missed) }
  }

  private func figure(_ figure: RunRequirement.Figure, today: Day) -> Double? {
    func share(_ count: Int?, of all: Int?) -> Double? {
      guard let count, let all else { return nil }
      return Double(count) / Double(max(1, all))
    }
    switch figure {
    case .customers: return Double(customers)
    case .act: return lists["act"].map(Double.init)
    case .meanChurnProbability: return meanChurnProbability
    case .orderAge: return log.lastOrder.map { Double(today - $0) }
    case .eventAge: return log.lastEvent.map { Double(today - $0) }
    case .modelAge: return Double(asOf - modelTrainedAsOf)
    case .refusedShare: return share(log.rowsRefused, of: log.rowsRead)
    case .missingInputs: return Double(missingInputs.count)
    case .drift: return drift?.index
    case .driftAlarms: return drift.map { Double($0.alarming.count) }
    case .newShare: return share(previous?.new, of: customers)
    case .goneShare: return share(previous?.gone, of: previous?.customers)
    case .listChangedShare: return share(previous?.changed["list"], of: customers)
    case .segmentChangedShare: return share(previous?.changed["segment"], of: customers)
    case .columnsMissing: return previous.map { Double($0.columnsMissing.count) }
    }
  }
}
