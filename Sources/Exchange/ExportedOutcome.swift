internal import Models

/// What an exported model predicts, and how its files say so: churn, or a target of the user's.
struct ExportedOutcome {
  let model: ChurnModel
  /// The rule of the target; nil for churn.
  let target: String?
  private let horizonInDays: Int

  /// - Throws: where the model has neither.
  init(_ model: Model) throws(ScoringError) {
    guard let outcome = model.outcome else {
      throw .sectionMissing(.churn, neededFor: .predict)
    }
    self.model = outcome
    target = model.target?.rule
    horizonInDays = model.data.horizonInDays
  }

  /// Of the outcome, for names of fields and models.
  var name: String { target == nil ? "churn" : "target" }

  /// Heads the probability: as in the rows of `predict`.
  var column: String { "\(name)_probability" }

  /// Without its full stop.
  var meaning: String {
    target.map {
      "The probability of the target \($0), of the \(horizonInDays) days from the as-of date"
    } ?? "The probability of no order within \(horizonInDays) days"
  }
}
