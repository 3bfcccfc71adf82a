/// A model of another target than churn: the section `target` of `model.json`, in place of `churn` and of
/// what rests on it.
///
/// A program that does not know the section refuses the model, so that nobody takes the probability of
/// the target for one of churn.
package struct TargetModel: Sendable, Codable, Equatable {
  /// The rule as it was given, in the language of `TargetRule`.
  package var rule: String
  /// The logistic model of whether it holds after a date; its `churners` are rows for which it held.
  package var model: ChurnModel

  package init(rule: String, model: ChurnModel) {
    self.rule = rule
    self.model = model
  }
}

extension Model {
  /// The logistic model of what the model predicts: churn, or another target.
  package var outcome: ChurnModel? { churn ?? target?.model }

  /// Why the model cannot tell who churns.
  package func withoutChurn(for use: ScoringError.Use) -> ScoringError {
    target.map { .predictsTarget($0.rule, neededFor: use) }
      ?? .sectionMissing(.churn, neededFor: use)
  }
}
