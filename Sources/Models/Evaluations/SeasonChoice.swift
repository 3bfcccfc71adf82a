package import Units

/// Whether the level of a churn model follows the year before, and by what that was decided.
package struct SeasonChoice: Sendable, Codable, Equatable {
  package enum Verdict: String, Sendable, Codable, CaseIterable {
    /// Half of what the model missed a year before is added.
    case applied
    /// The log holds no window of a year before with a horizon of history, or too few customers there.
    case noYearBefore = "no_year_before"
    /// The levels of the windows since then differ by no more than chance.
    case withinChance = "within_chance"
    /// At earlier dates it would not have helped.
    case noGain = "no_gain"
    /// The level is moved along a line already.
    case recalibrated
  }

  /// What the model missed in a past window: the actual level above the predicted one, in logits.
  package struct Window: Sendable, Codable, Equatable {
    package let asOf: Day
    package let missed: Double
    /// Standard error, customers as the sample.
    package let error: Double

    package init(asOf: Day, missed: Double, error: Double) {
      self.asOf = asOf
      self.missed = missed
      self.error = error
    }

    enum CodingKeys: String, CodingKey {
      case asOf = "as_of"
      case missed, error
    }
  }

  /// How different the levels of windows are: Cochran's Q beside the 99.9 % point of χ².
  package struct Difference: Sendable, Codable, Equatable {
    package let statistic: Double
    package let critical: Double

    package init(statistic: Double, critical: Double) {
      self.statistic = statistic
      self.critical = critical
    }
  }

  package let verdict: Verdict
  /// The window a year before the evaluated one; nil where it was not looked at.
  package let yearBefore: Window?
  /// The windows since then, latest first.
  package let since: [Window]
  /// Nil for fewer than two.
  package let difference: Difference?
  /// Earlier dates at which the same was tried out of time, latest first.
  package let evaluatedAt: [Day]
  /// Log-loss a customer that it saved there, on average; nil where there are none.
  package let gain: Double?

  package init(
    verdict: Verdict, yearBefore: Window? = nil, since: [Window] = [],
    difference: Difference? = nil,
    evaluatedAt: [Day] = [], gain: Double? = nil
  ) {
    self.verdict = verdict
    self.yearBefore = yearBefore
    self.since = since
    self.difference = difference
    self.evaluatedAt = evaluatedAt
    self.gain = gain
  }

  /// What is added to the logits of the evaluated date; nil where nothing is.
  package func shift(at evaluationDate: Day) -> SeasonShift? {
    guard verdict == .applied, let yearBefore else { return nil }
    return SeasonShift(levels: [
      SeasonShift.Level(asOf: evaluationDate, shift: SeasonShift.share * yearBefore.missed)
    ])
  }

  enum CodingKeys: String, CodingKey {
    case verdict
    case yearBefore = "year_before"
    case since, difference
    case evaluatedAt = "judged_at"
    case gain
  }
}
