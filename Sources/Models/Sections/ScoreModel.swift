package import Features
package import Segments
internal import Snapshots
package import Units

/// The cut-offs of the scores 1–5 and the rule set that names segments.
package struct ScoreModel: Sendable, Codable, Equatable {
  package var asOf: Day
  /// Days of the score window, nil for the whole history.
  package var windowInDays: Int?
  package var ruleSet: String
  /// The rules themselves where they are not built in.
  package var rules: RuleSetText?
  package var cutOffs: RFMCutOffs
  /// What E is a sum of; absent where it counts events.
  package var engagement: EngagementWeights?
  /// How inter-purchase times are distributed; absent in earlier models, and where nobody has one.
  package var rhythm: RhythmPopulation?
  /// Return rates by lapse label, out of time; absent in earlier models.
  package var lapseRates: [LapseRate]?

  package init(
    asOf: Day, windowInDays: Int? = nil, ruleSet: String, rules: RuleSetText? = nil,
    cutOffs: RFMCutOffs, engagement: EngagementWeights? = nil, rhythm: RhythmPopulation? = nil,
    lapseRates: [LapseRate]? = nil
  ) {
    self.asOf = asOf
    self.windowInDays = windowInDays
    self.ruleSet = ruleSet
    self.rules = rules
    self.cutOffs = cutOffs
    self.engagement = engagement
    self.rhythm = rhythm
    self.lapseRates = lapseRates
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case windowInDays = "window_days"
    case ruleSet = "rule_set"
    case rules
    case cutOffs = "cut_offs"
    case engagement, rhythm
    case lapseRates = "lapse_rates"
  }
}

extension ScoreModel {
  package var engagementWeights: EngagementWeights { engagement ?? .counts }

  /// The rules that name segments: the user's, where there are any, else the stored ones.
  package func namingRules(unless named: RuleSet? = nil) throws(ScoringError) -> RuleSet {
    if let named { return named }
    var text = rules
    if text == nil {
      do {
        text = try RuleSetText.named(ruleSet)
      } catch { throw .unknownRules(error) }
    }
    guard let text else { preconditionFailure("rules that are neither the user's nor ours") }
    do {
      return try RuleSet(text)
    } catch { throw .faultyRules(error) }
  }
}
