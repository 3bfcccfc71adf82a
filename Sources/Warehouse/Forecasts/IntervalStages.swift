internal import Models

/// The stage of prediction intervals: percentiles of spend ÷ forecast by bins of the forecast.
struct IntervalStages {
  let intervals: ValueIntervalsByHorizon

  /// Adds the stage, behind those of `spend` and `predicted_clv`.
  ///
  /// - Returns: its name; it has the columns `predicted_clv_low` and `predicted_clv_high`.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    query.add(
      "percentiles", "What four in five customers spend, as a multiple of what is expected.",
      after: stage,
      columns: [
        SQLColumn("low_share", share(\.low)), SQLColumn("high_share", share(\.high)),
      ])
    func end(_ share: String) -> String {
      "CASE WHEN spend > 0e0 THEN \(share) * predicted_clv WHEN spend IS NOT NULL THEN 0e0 END"
    }
    query.add(
      "interval_ends", nil, after: "percentiles",
      columns: [
        SQLColumn("low_end", end("low_share")), SQLColumn("high_end", end("high_share")),
      ])
    query.add(
      "intervals", nil, after: "interval_ends",
      columns: [
        SQLColumn("predicted_clv_low", smaller("low_end", "predicted_clv")),
        SQLColumn("predicted_clv_high", larger("high_end", "predicted_clv")),
      ])
    return "intervals"
  }

  private func share(_ ends: (ValueIntervals) -> [Double]) -> String {
    let long = share(intervals.long.limits, ends(intervals.long))
    guard let short = intervals.short, intervals.weightOfLong < 1 else { return long }
    return "\(number(1 - intervals.weightOfLong)) * (\(share(short.limits, ends(short)))) "
      + "+ \(number(intervals.weightOfLong)) * (\(long))"
  }

  /// Of the bin that the forecast a day is in.
  private func share(_ limits: [Double], _ shares: [Double]) -> String {
    let rate = "spend / \(number(Double(intervals.horizonInDays)))"
    let cases = zip(limits, shares).map { "WHEN \(rate) <= \(number($0)) THEN \(number($1))" }
    let rest = number(shares.last ?? 0)
    return cases.isEmpty ? rest : "CASE \(cases.joined(separator: " ")) ELSE \(rest) END"
  }
}
