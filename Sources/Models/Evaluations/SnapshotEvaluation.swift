package import Snapshots
package import Units

/// Metrics of the churn predictions of one as-of date; a sequence of dates shows drift.
package struct SnapshotEvaluation: Sendable, Codable, Equatable {
  /// What a date served for.
  package enum Part: String, Sendable, Codable {
    /// The figures of the model are of this date.
    case holdout = "judged"
    /// The evaluated fit learned from its labels.
    case training
    /// It helped to choose the settings and no more.
    case choice
  }

  package let asOf: Day
  package let part: Part
  /// Dates that the fit behind the figures learned from, latest first; empty where there are no figures.
  ///
  /// Its labels had ended by `asOf`, unless `isInSample`.
  package let learnedFrom: [Day]
  /// Whether the fit was trained on the labels that it is evaluated on: no earlier ones were complete.
  package let isInSample: Bool
  /// `all` and `active`.
  package let groups: [CustomerGroup: Figures]

  package init(
    asOf: Day, part: Part, learnedFrom: [Day], isInSample: Bool, groups: [CustomerGroup: Figures]
  ) {
    self.asOf = asOf
    self.part = part
    self.learnedFrom = learnedFrom
    self.isInSample = isInSample
    self.groups = groups
  }

  package struct Figures: Sendable, Codable, Equatable {
    package let customers: Int
    /// Share of churners among them.
    package let baseRate: Double
    /// Customers that the figures are of, drawn at random where they are fewer.
    package let evaluatedCustomers: Int
    /// Nil where there is one class only.
    package let auc: Double?
    package let logLoss: Double?

    package init(
      customers: Int, baseRate: Double, evaluatedCustomers: Int, auc: Double?, logLoss: Double?
    ) {
      self.customers = customers
      self.baseRate = baseRate
      self.evaluatedCustomers = evaluatedCustomers
      self.auc = auc
      self.logLoss = logLoss
    }

    enum CodingKeys: String, CodingKey {
      case customers
      case baseRate = "base_rate"
      case evaluatedCustomers = "judged_customers"
      case auc
      case logLoss = "log_loss"
    }
  }

  package func group(_ group: CustomerGroup) -> Figures? { groups[group] }

  /// Groups that are shown by date.
  package static let shownGroups = [CustomerGroup.all, .active]

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case part
    case learnedFrom = "learned_from"
    case isInSample = "in_sample"
    case groups
  }
}
