internal import Files
package import Units

/// The plain facts that the exported notebook states and checks.
///
/// The notebook reads files of its own folder:
/// - `scores.csv`, the score rows;
/// - `features.csv`, `customer_id` and the catalogue at the same as-of date;
/// - `evaluation.csv`, the evaluated predictions, with the columns of `evaluationColumns`;
/// - `values.csv`, forecast and actual spend, where there are any;
/// - `partitions.csv`, everyone's groups at two dates and what they then did, where there are any.
package struct ChurnNotebook: Hashable, Sendable {
  /// Area under the ROC curve of one group of evaluated customers; nil where the group holds one
  /// class only.
  package struct EvaluatedGroup: Hashable, Sendable {
    package let name: String
    package let customers: Int
    package let modelAUC: Double?
    package let recencyAUC: Double?
    package let frequencyAUC: Double?
    package let recencyFrequencyAUC: Double?
    /// The model's figures of probabilities; nil where they are not checked.
    package let calibration: Calibration?

    package init(
      name: String, customers: Int, modelAUC: Double?, recencyAUC: Double?,
      frequencyAUC: Double?, recencyFrequencyAUC: Double?, calibration: Calibration? = nil
    ) {
      self.name = name
      self.customers = customers
      self.modelAUC = modelAUC
      self.recencyAUC = recencyAUC
      self.frequencyAUC = frequencyAUC
      self.recencyFrequencyAUC = recencyFrequencyAUC
      self.calibration = calibration
    }
  }

  /// How the model's probabilities of a group held.
  package struct Calibration: Hashable, Sendable {
    package let logLoss: Double?
    package let brier: Double?
    package let ece: Double?
    package let lift10: Double?
    /// Customers, mean probability and share for whom it came true, a bin each.
    package let bins: [Bin]

    package init(
      logLoss: Double?, brier: Double?, ece: Double?, lift10: Double?, bins: [Bin]
    ) {
      self.logLoss = logLoss
      self.brier = brier
      self.ece = ece
      self.lift10 = lift10
      self.bins = bins
    }
  }

  /// Customers with two means, predicted and actual.
  package struct Bin: Hashable, Sendable {
    package let customers: Int
    package let expected: Double
    package let actual: Double

    package init(customers: Int, expected: Double, actual: Double) {
      self.customers = customers
      self.expected = expected
      self.actual = actual
    }
  }

  /// How forecasts of spend held.
  package struct Value: Hashable, Sendable {
    package let asOf: Day
    package let days: Int
    /// By the notebook's names, in its order.
    package let figures: [Figure]
    package let tenths: [Bin]

    package init(asOf: Day, days: Int, figures: [Figure], tenths: [Bin]) {
      self.asOf = asOf
      self.days = days
      self.figures = figures
      self.tenths = tenths
    }
  }

  package struct Figure: Hashable, Sendable {
    package let name: String
    package let value: Double?

    package init(_ name: String, _ value: Double?) {
      self.name = name
      self.value = value
    }
  }

  /// D² out of time of one partition.
  package struct Worth: Hashable, Sendable {
    /// Its column of `partitions.csv`.
    package let column: String
    package let churn: Double
    package let spend: Double

    package init(column: String, churn: Double, spend: Double) {
      self.column = column
      self.churn = churn
      self.spend = spend
    }
  }

  /// Columns of `evaluation.csv`; whether the outcome came true and the groups are 0 or 1, and everyone is in
  /// `all`.
  package static func evaluationColumns(of target: String?) -> [String] {
    [
      "customer_id", outcomeColumn(of: target), probabilityColumn(of: target),
      "recency_probability", "frequency_probability", "recency_frequency_probability", "base_rate",
      "group_active", "group_one_order", "group_repeat",
    ]
  }

  static func outcomeColumn(of target: String?) -> String { target == nil ? "churned" : "target" }
  static func probabilityColumn(of target: String?) -> String {
    target == nil ? "churn_probability" : "target_probability"
  }

  package let title: String
  /// The rule of what is predicted; nil where that is churn.
  package let target: String?
  package let horizonInDays: Int
  package let asOf: Day
  package let evaluatedAt: Day
  package let modelDigest: String
  package let groups: [EvaluatedGroup]
  /// Nil where values were not evaluated.
  package let value: Value?
  /// Nil where no partition could be evaluated.
  package let worth: [Worth]?

  /// Creates the description of a notebook.
  ///
  /// - Parameters:
  ///   - title: what the orders are; any text.
  ///   - target: the rule of what is predicted; nil where that is churn.
  ///   - horizonInDays: days that a label covers.
  ///   - asOf: the as-of date of `scores.csv` and `features.csv`.
  ///   - evaluatedAt: the as-of date of the predictions in `evaluation.csv`.
  ///   - modelDigest: the model's own digest, in hex digits.
  ///   - groups: figures to check, named as in `evaluation.json`: `all`, `active`, ….
  ///   - value: figures of `values.csv`.
  ///   - worth: figures of `partitions.csv`.
  package init(
    title: String, target: String? = nil, horizonInDays: Int, asOf: Day, evaluatedAt: Day,
    modelDigest: String,
    groups: [EvaluatedGroup], value: Value? = nil, worth: [Worth]? = nil
  ) {
    self.title = title
    self.target = target
    self.horizonInDays = horizonInDays
    self.asOf = asOf
    self.evaluatedAt = evaluatedAt
    self.modelDigest = modelDigest
    self.groups = groups
    self.value = value
    self.worth = worth
  }
}

/// A Python literal of a text; every JSON string is one.
func pythonLiteral(_ text: String) -> String {
  String(decoding: jsonString(text), as: UTF8.self)
}

/// A Python literal of a number that may be unknown.
func pythonLiteral(_ value: Double?) -> String {
  value.map { "\($0)" } ?? "None"
}
