package import Units

/// Where the cut-offs of both dates of a movement come from.
package enum CutOffSource: Finding {
  case model(asOf: Day)
  /// The customers of the earlier date.
  case earlierDate(Day)

  package var fact: Fact {
    switch self {
    case .model(let asOf): Fact("model", ["as_of": .day(asOf)])
    case .earlierDate(let asOf): Fact("earlier_date", ["as_of": .day(asOf)])
    }
  }
}

/// Why two dates of a movement cannot be compared at face value.
package enum MovementCaution: Finding {
  /// The log begins within the earlier period.
  case periodIncomplete(ordersBegin: Day, missingDays: Int, periodInDays: Int, before: Day)
  /// The log begins within the score window of the earlier date.
  case windowIncomplete(
    windowInDays: Int, missingBefore: Int, before: Day, missingAfter: Int, after: Day)
  /// F and M look at the whole history, which only grows.
  case wholeHistory

  package var fact: Fact {
    switch self {
    case .periodIncomplete(let begin, let missing, let period, let before):
      Fact(
        "period_incomplete",
        [
          "orders_begin": .day(begin), "missing_days": .count(missing),
          "period_days": .count(period), "before": .day(before),
        ])
    case .windowIncomplete(let window, let missingBefore, let before, let missingAfter, let after):
      Fact(
        "score_window_incomplete",
        [
          "window_days": .count(window), "missing_days_before": .count(missingBefore),
          "before": .day(before), "missing_days_after": .count(missingAfter),
          "after": .day(after),
        ])
    case .wholeHistory: Fact("whole_history")
    }
  }
}
