package import Units

/// Why a churn window is recommended.
package enum HorizonReason: Finding {
  /// The sum of the two error rates is least, or hardly more than that of a longer window: returning
  /// customers that the window would call churned, and lost customers that it detects later than three
  /// times their inter-purchase time.
  case fewestMistakes(horizonInDays: Int, returnsAfterShare: Double, foundLateShare: Double)
  /// Error rates are unknown: the longest window that leaves one to train on and one to evaluate on.
  case longestWindow(horizonInDays: Int)

  package var fact: Fact {
    switch self {
    case .fewestMistakes(let days, let returnsAfter, let foundLate):
      Fact(
        "fewest_mistakes",
        [
          "horizon_days": .count(days), "returns_after_share": .number(returnsAfter),
          "found_late_share": .number(foundLate),
        ])
    case .longestWindow(let days): Fact("longest_window", ["horizon_days": .count(days)])
    }
  }
}

/// What to be careful about with a recommended churn window.
package enum HorizonCaution: Finding {
  /// Another window has lower error rates, but the log is too short or too thin to train on it.
  case betterWindowNotUsable(
    horizonInDays: Int, spanInDays: Int, activeChurners: Int, activeStayers: Int)
  /// A share of the inactive spells is right-censored.
  case censoredSpells(share: Double, followUpInDays: Int)
  /// Returns can be followed for less than three windows.
  case shortFollowUp(followUpInDays: Int, horizonInDays: Int)
  /// Either class of active customers is small at the last date with a complete window.
  case fewActiveCustomers(churners: Int, stayers: Int)

  package var fact: Fact {
    switch self {
    case .betterWindowNotUsable(let days, let span, let churners, let stayers):
      Fact(
        "better_window_not_usable",
        [
          "horizon_days": .count(days), "span_days": .count(span),
          "active_churners": .count(churners), "active_stayers": .count(stayers),
        ])
    case .censoredSpells(let share, let followUp):
      Fact("censored_spells", ["share": .number(share), "follow_up_days": .count(followUp)])
    case .shortFollowUp(let followUp, let days):
      Fact("short_follow_up", ["follow_up_days": .count(followUp), "horizon_days": .count(days)])
    case .fewActiveCustomers(let churners, let stayers):
      Fact(
        "few_active_customers",
        ["active_churners": .count(churners), "active_stayers": .count(stayers)])
    }
  }
}
