internal import Dense
package import Learning
package import Models
package import Snapshots

/// A figure that a model must reach on its holdout before it is written: `auc=0.75`.
package struct ModelRequirement: Sendable, Equatable {
  package let group: CustomerGroup
  /// Name of the figure in evaluation.json.
  package let metric: BinaryMetric
  package let value: Double

  /// Figures that may be required, and whether more is better.
  private static let metrics: [BinaryMetric: Bool] = [
    .auc: true, .averagePrecision: true, .lift10: true, .capture10: true,
    .logLoss: false, .brier: false, .expectedCalibrationError: false,
  ]

  /// Names of the figures that may be required.
  package static var metricNames: [String] { metrics.keys.map(\.rawValue).sorted() }

  /// Reads `auc=0.75`, of active customers, or `all.auc=0.75`, of another group; nil for any other
  /// text.
  package init?(_ text: String) {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, let value = Double(sides[1]), value.isFinite else { return nil }
    let names = sides[0].split(separator: ".", omittingEmptySubsequences: false)
    guard let metric = names.last.flatMap({ BinaryMetric(rawValue: String($0)) }),
      Self.metrics[metric] != nil,
      names.count <= 2
    else { return nil }
    let named = names.count == 2 ? CustomerGroup(rawValue: String(names[0])) : .active
    guard let group = named else { return nil }
    self.group = group
    self.metric = metric
    self.value = value
  }

  /// By how much a model misses the requirement; nil where its evaluation meets it.
  package func shortfall(in evaluation: Evaluation) -> ModelShortfall? {
    shortfall(of: evaluation.group(group)?.model[metric].value, rows: .customers(group))
  }

  /// The same for a labelled table, whose holdout rows are one group: it is meant by `all`, and where
  /// no group is named.
  func shortfall(in evaluation: TableEvaluation) -> ModelShortfall? {
    let isKnown = group == .all || group == .active
    return shortfall(of: isKnown ? evaluation.all?.model[metric].value : nil, rows: .holdout)
  }

  private func shortfall(of figure: Double?, rows: ModelShortfall.Rows) -> ModelShortfall? {
    if let figure, isRising ? figure >= value : figure <= value { return nil }
    return ModelShortfall(requirement: self, rows: rows, found: figure)
  }

  /// Whether more of the figure is better.
  package var isRising: Bool { Self.metrics[metric] ?? true }
}

/// A requirement that an evaluation does not meet.
package struct ModelShortfall: Sendable, Equatable {
  package enum Rows: Sendable, Equatable {
    case customers(CustomerGroup)
    /// The rows of a labelled table that the fit did not see.
    case holdout
  }

  package let requirement: ModelRequirement
  package let rows: Rows
  /// Nil where those rows have no such figure.
  package let found: Double?

  package init(requirement: ModelRequirement, rows: Rows, found: Double?) {
    self.requirement = requirement
    self.rows = rows
    self.found = found
  }
}

/// A model that misses at least one requirement, and so is not written.
package struct RequirementsNotMet: Error, Equatable {
  package let shortfalls: [ModelShortfall]

  package init(shortfalls: [ModelShortfall]) { self.shortfalls = shortfalls }
}

/// A model that was written and is too weak for a list to rest on.
package struct WeakModel: Error, Equatable {
  package let weaknesses: [ModelWeakness]
  /// The rule that it predicts; nil for churn.
  package let target: String?

  package init(weaknesses: [ModelWeakness], target: String? = nil) {
    self.weaknesses = weaknesses
    self.target = target
  }
}

extension TrainedModel {
  /// Tells a model that is no better than none.
  package func requireStrength() throws(WeakModel) {
    let weaknesses = evaluation.weaknesses
    guard weaknesses.isEmpty else {
      throw WeakModel(weaknesses: weaknesses, target: evaluation.target)
    }
  }

  /// Refuses a model that misses a requirement.
  package func require(_ requirements: [ModelRequirement]) throws(RequirementsNotMet) {
    let shortfalls = requirements.compactMap { $0.shortfall(in: evaluation) }
    guard shortfalls.isEmpty else { throw RequirementsNotMet(shortfalls: shortfalls) }
  }
}

extension TrainedTable {
  /// Refuses a model that misses a requirement.
  package func require(_ requirements: [ModelRequirement]) throws(RequirementsNotMet) {
    let shortfalls = requirements.compactMap { $0.shortfall(in: evaluation) }
    guard shortfalls.isEmpty else { throw RequirementsNotMet(shortfalls: shortfalls) }
  }
}
