package import Units

/// What to know of a backtest's origins.
package enum BacktestNotice: Finding {
  /// No model could be trained at an origin.
  case originLeftOut(Day, TrainingError)
  case fewerOrigins(held: Int, wanted: Int, horizonInDays: Int)
  /// No origin lies at or after the end of the labels that the previous model was trained on.
  case previousNotEvaluated(labelsEnd: Day)

  package var fact: Fact {
    switch self {
    case .originLeftOut(let origin, _): Fact("origin_left_out", ["as_of": .day(origin)])
    case .fewerOrigins(let held, let wanted, let horizon):
      Fact(
        "fewer_origins",
        ["origins": .count(held), "wanted": .count(wanted), "horizon_days": .count(horizon)])
    case .previousNotEvaluated(let labelsEnd):
      Fact("previous_not_evaluated", ["labels_end": .day(labelsEnd)])
    }
  }

  package static func == (one: BacktestNotice, other: BacktestNotice) -> Bool {
    one.fact == other.fact
  }
}
