package import Units

/// What the time of year adds to the logit of churn, as the year before tells.
///
/// A model has no feature of the calendar: its level is that of the windows that it learned from. Scored
/// a year before a date, where the outcomes are known, it is too low or too high by some logits; half of
/// that is what is added at the date.
package struct SeasonShift: Sendable, Codable, Equatable {
  /// A date that customers may be scored at, and what is added there.
  package struct Level: Sendable, Codable, Equatable {
    package let asOf: Day
    package let shift: Double

    package init(asOf: Day, shift: Double) {
      self.asOf = asOf
      self.shift = shift
    }

    enum CodingKeys: String, CodingKey {
      case asOf = "as_of"
      case shift
    }
  }

  /// Rising dates, those whose year before was known at the training.
  package let levels: [Level]

  /// The share of what was missed a year before that is added.
  package static let share = 0.5
  /// A year.
  package static let daysOfAYear = 365

  package init(levels: [Level]) { self.levels = levels }

  /// Whether levels read from a file are rising dates with shifts that leave probabilities.
  package var isUsable: Bool {
    !levels.isEmpty && levels.allSatisfy { abs($0.shift) <= 100 }
      && zip(levels, levels.dropFirst()).allSatisfy { $0.asOf < $1.asOf }
  }

  /// What is added at a date, between two levels on the line through them.
  ///
  /// - Returns: nil before the first level and after the last, where no year before is known.
  package func shift(at asOf: Day) -> Double? {
    guard let next = levels.firstIndex(where: { $0.asOf >= asOf }) else { return nil }
    if levels[next].asOf == asOf { return levels[next].shift }
    guard next > 0 else { return nil }
    let (before, after) = (levels[next - 1], levels[next])
    let part =
      Double(asOf.number - before.asOf.number) / Double(after.asOf.number - before.asOf.number)
    return before.shift + part * (after.shift - before.shift)
  }
}
