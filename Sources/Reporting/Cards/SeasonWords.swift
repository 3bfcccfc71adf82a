internal import Models
internal import Units

/// What the card says of the season: whether the level follows the year before, and why.
enum SeasonWords {
  static func text(of season: SeasonChoice) -> String {
    switch season.verdict {
    case .applied:
      return "Season: at \(missed(season)), and the windows since then differ by more than chance "
        + "(\(statistic(season))). Half of it is added to the logits\(tried(season))."
    case .noYearBefore:
      return "No seasonal adjustment: the log has no usable window a year before the "
        + "evaluation date."
    case .withinChance:
      return "No seasonal adjustment: the levels of the windows since the year before differ by no "
        + "more than chance\(season.difference == nil ? ", or there are too few" : " (\(statistic(season)))")."
    case .noGain:
      return "No seasonal adjustment: at \(missed(season)), but half of it would not have helped"
        + "\(tried(season))."
    case .recalibrated: return "No seasonal adjustment: the logits are recalibrated."
    }
  }

  private static func missed(_ season: SeasonChoice) -> String {
    season.yearBefore.map {
      "\($0.asOf), a year before, the model was too \($0.missed < 0 ? "high" : "low") by "
        + "\(fixed(abs($0.missed), digits: 2)) ± \(fixed($0.error, digits: 2)) in logits"
    } ?? "the year before"
  }

  private static func statistic(_ season: SeasonChoice) -> String {
    season.difference.map {
      "Cochran's Q \(fixed($0.statistic, digits: 1)), 99.9 % point \(fixed($0.critical, digits: 1))"
    } ?? ""
  }

  private static func tried(_ season: SeasonChoice) -> String {
    season.gain.map { gain in
      "; at earlier dates (\(season.evaluatedAt.count)) that would have "
        + "\(gain < 0 ? "raised" : "lowered") log-loss by \(fixed(abs(gain), digits: 4))"
    } ?? ""
  }
}
