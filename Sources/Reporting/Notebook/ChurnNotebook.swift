internal import Files
package import Units

/// The plain facts that the exported notebook states and checks.
///
/// The notebook reads three files of its own folder:
/// - `scores.csv`, the score rows;
/// - `features.csv`, `customer_id` and the catalogue at the same as-of date;
/// - `evaluation.csv`, the evaluated predictions, with the columns of `evaluationColumns`.
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

    package init(
      name: String, customers: Int, modelAUC: Double?, recencyAUC: Double?,
      frequencyAUC: Double?, recencyFrequencyAUC: Double?
    ) {
      self.name = name
      self.customers = customers
      self.modelAUC = modelAUC
      self.recencyAUC = recencyAUC
      self.frequencyAUC = frequencyAUC
      self.recencyFrequencyAUC = recencyFrequencyAUC
    }
  }

  /// Columns of `evaluation.csv`; `churned` and the groups are 0 or 1, and everyone is in `all`.
  package static let evaluationColumns = [
    "customer_id", "churned", "churn_probability", "recency_probability", "frequency_probability",
    "recency_frequency_probability", "base_rate", "group_active", "group_one_order", "group_repeat",
  ]

  package let title: String
  package let horizonInDays: Int
  package let asOf: Day
  package let evaluatedAt: Day
  package let modelDigest: String
  package let groups: [EvaluatedGroup]

  /// Creates the description of a notebook.
  ///
  /// - Parameters:
  ///   - title: what the orders are; any text.
  ///   - horizonInDays: days that a churn label covers.
  ///   - asOf: the as-of date of `scores.csv` and `features.csv`.
  ///   - evaluatedAt: the as-of date of the predictions in `evaluation.csv`.
  ///   - modelDigest: the model's own digest, in hex digits.
  ///   - groups: figures to check, named as in `evaluation.json`: `all`, `active`, ….
  package init(
    title: String, horizonInDays: Int, asOf: Day, evaluatedAt: Day, modelDigest: String,
    groups: [EvaluatedGroup]
  ) {
    self.title = title
    self.horizonInDays = horizonInDays
    self.asOf = asOf
    self.evaluatedAt = evaluatedAt
    self.modelDigest = modelDigest
    self.groups = groups
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
