internal import Dense
package import Learning
package import Models
package import Snapshots

/// A figure that a model must reach out of time before it is written: `auc=0.75`.
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

  /// What falls short, in words; nil where the evaluation meets it.
  package func shortfall(in evaluation: Evaluation) -> String? {
    shortfall(of: evaluation.group(group)?.model[metric].value, "\(group.rawValue) customers")
  }

  /// The same for a plain table, whose rows are one group: of all of them, or where none is named.
  func shortfall(in evaluation: TableEvaluation) -> String? {
    let isKnown = group == .all || group == .active
    return shortfall(of: isKnown ? evaluation.all?.model[metric].value : nil, "rows unseen")
  }

  private func shortfall(of figure: Double?, _ rows: String) -> String? {
    let wanted = "\(metric.rawValue) \(isRising ? "≥" : "≤") \(value)"
    guard let figure else { return "\(rows): \(wanted) is required, but the judged rows tell none" }
    guard isRising ? figure < value : figure > value else { return nil }
    return "\(rows): found \(metric.rawValue) \(figure), required \(wanted)"
  }

  private var isRising: Bool { Self.metrics[metric] ?? true }
}

/// A model that falls short of what was required of it.
package struct RequirementsNotMet: Error, CustomStringConvertible {
  package let shortfalls: [String]

  package var description: String {
    "the model is not written, it falls short: \(shortfalls.joined(separator: "; "))"
  }
}

extension TrainedModel {
  /// Refuses a model that falls short of any requirement.
  package func require(_ requirements: [ModelRequirement]) throws(RequirementsNotMet) {
    let shortfalls = requirements.compactMap { $0.shortfall(in: evaluation) }
    guard shortfalls.isEmpty else { throw RequirementsNotMet(shortfalls: shortfalls) }
  }
}

extension TrainedTable {
  /// Refuses a model that falls short of any requirement.
  package func require(_ requirements: [ModelRequirement]) throws(RequirementsNotMet) {
    let shortfalls = requirements.compactMap { $0.shortfall(in: evaluation) }
    guard shortfalls.isEmpty else { throw RequirementsNotMet(shortfalls: shortfalls) }
  }
}
