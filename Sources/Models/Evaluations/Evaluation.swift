package import Snapshots
package import Units

/// How a model did out of time, by group, beside its baselines: `evaluation.json`.
package struct Evaluation: Sendable, Codable, Equatable {
  /// The evaluation date.
  package let asOf: Day
  package let horizonInDays: Int
  /// The rule of what is predicted; nil where that is churn.
  package var target: String?
  /// Training as-of dates of the evaluated fit, latest first.
  package let trainedAsOf: [Day]
  /// The settings of the churn model, and by what they were chosen; nil in evaluations of the first
  /// version.
  package let choice: ChurnChoice?
  package let groups: [CustomerGroup: GroupEvaluation]
  package var value: ValueEvaluation?
  /// Share of the customers that models learned from, drawn by their ids; absent where it was all.
  package var learnedShare: Double?
  /// Rows that the evaluated fit learned from; like all below absent in evaluations of before.
  package var learnedRows: LearnedRows?
  /// Rows that the saved model learned from.
  package var refitRows: LearnedRows?
  /// The evaluation date and the dates before it, latest first.
  package var snapshots: [SnapshotEvaluation]?
  /// Features that must have been filled in after the label; empty where none are.
  package var tooGoodToBeTrue: [LeakageWarning]?
  /// What the evaluated fit rests on.
  package var explanation: Explanation?
  /// Return rates by lapse label at the evaluation date.
  package var lapse: [LapseRate]?
  /// Absent where the log has too few prospects.
  package var prospects: ProspectEvaluation?

  package init(
    asOf: Day, horizonInDays: Int, trainedAsOf: [Day], choice: ChurnChoice?,
    groups: [CustomerGroup: GroupEvaluation], value: ValueEvaluation?, learnedShare: Double? = nil,
    learnedRows: LearnedRows? = nil, refitRows: LearnedRows? = nil,
    snapshots: [SnapshotEvaluation]? = nil, tooGoodToBeTrue: [LeakageWarning]? = nil,
    explanation: Explanation? = nil, prospects: ProspectEvaluation? = nil
  ) {
    self.asOf = asOf
    self.horizonInDays = horizonInDays
    self.trainedAsOf = trainedAsOf
    self.choice = choice
    self.groups = groups
    self.value = value
    self.learnedShare = learnedShare
    self.learnedRows = learnedRows
    self.refitRows = refitRows
    self.snapshots = snapshots
    self.tooGoodToBeTrue = tooGoodToBeTrue
    self.explanation = explanation
    self.prospects = prospects
  }

  package func group(_ group: CustomerGroup) -> GroupEvaluation? { groups[group] }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case target
    case trainedAsOf = "trained_as_of"
    case choice, groups, value
    case learnedShare = "learned_share"
    case learnedRows = "learned_rows"
    case refitRows = "refit_rows"
    case snapshots
    case tooGoodToBeTrue = "too_good_to_be_true"
    case explanation, lapse, prospects
  }
}
