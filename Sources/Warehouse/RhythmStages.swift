internal import Features
internal import Models

/// The stages from features and the churn probability to lapse and stage of life.
///
/// The distribution of inter-purchase times is a t distribution, which no engine has: the values that it
/// reaches with a chance of 1 in 4, 1 in 10 and 3 in 100 are a table by its degrees of freedom.
struct RhythmStages {
  let rhythm: RhythmPopulation
  let horizonInDays: Int

  /// Order days of a customer up to which the table goes; who has more has no reading.
  static let mostOrderDays = 500
  private static let limits = [0.25, 0.1, 0.03]

  /// Adds the stages.
  ///
  /// - Returns: the name of the last of them, which has the columns `lapse` (0 not due, 1 on time, 2 skipped
  ///   once, 3 high risk, 4 lost) and `lifecycle`.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    let free = Int(RhythmPopulation.priorGaps)
    query.add(
      "silences", "How long a silence is unusual, by degrees of freedom.",
      query.dialect.table(
        ["freedom", "usual", "skipped", "lost"],
        (free...free + Self.mostOrderDays - 2).map { freedom in
          [Double(freedom)] + Self.limits.map { Self.reached($0, freedom: Double(freedom)) }
        }))
    addPopulation(&query, of: stage)
    let borrowed = rhythm.within / rhythm.between
    let own = "CASE WHEN gaps > 1e0 THEN gaps - 1e0 ELSE 0e0 END"
    let variation = featureColumn("gap_variation")
    query.add(
      "tempos", nil, after: stage,
      columns: [
        SQLColumn("freedom", "\(own) + \(number(RhythmPopulation.priorGaps))"),
        SQLColumn(
          "mean_log",
          "(COALESCE(LN(median_gap), 0e0) * gaps + \(number(rhythm.centre * borrowed))) "
            + "/ (gaps + \(number(borrowed)))"),
        SQLColumn(
          "log_variance",
          "((\(own)) * CASE WHEN gaps > 1e0 THEN LN(1e0 + \(variation) * \(variation) * gaps / "
            + "(gaps - 1e0)) ELSE 0e0 END + \(number(RhythmPopulation.priorGaps * rhythm.within))) "
            + "/ ((\(own)) + \(number(RhythmPopulation.priorGaps))) * (1e0 + 1e0 / (gaps + \(number(borrowed))))"
        ),
      ])
    let t = "(LN(days_since_last) - mean_log) / SQRT(log_variance)"
    query.add(
      "rhythms", nil,
      """
        SELECT tempos.*, median_of_all, usual, skipped, lost, \(t) AS silence,
          COALESCE(median_gap, median_of_all) AS tempo
        FROM tempos
        LEFT JOIN silences ON silences.freedom = tempos.freedom
        CROSS JOIN population_gap
      """)
    let horizon = "\(horizonInDays)e0"
    query.add(
      "stages", "By the rhythm alone.", after: "rhythms",
      columns: [
        SQLColumn(
          "lapse_by_rhythm",
          "CASE WHEN usual IS NULL THEN NULL WHEN silence > lost OR (gaps < 1e0 AND days_since_last > \(horizon)) "
            + "THEN 4 WHEN silence > skipped THEN 3 WHEN silence > usual THEN 2 ELSE 1 END"),
        SQLColumn("stage_by_rhythm", stageOfLife(horizon)),
      ])
    addReading(&query, horizon)
    return "readings"
  }

  /// The median of all customers' medians: by counts of their values, as there are few.
  private func addPopulation(_ query: inout SQLQuery, of stage: String) {
    query.add(
      "gap_counts", nil,
      """
        SELECT median_gap, SUM(COUNT(*)) OVER (ORDER BY median_gap) AS up_to, SUM(COUNT(*)) OVER () AS customers
        FROM \(stage)
        WHERE median_gap IS NOT NULL
        GROUP BY median_gap
      """)
    query.add(
      "population_gap", "The median inter-purchase time of the median customer.",
      """
        SELECT (MIN(CASE WHEN 2 * up_to >= customers THEN median_gap END)
          + MIN(CASE WHEN 2 * up_to > customers THEN median_gap END)) / 2e0 AS median_of_all
        FROM gap_counts
      """)
  }

  private func stageOfLife(_ horizon: String) -> String {
    "CASE WHEN days_since_last >= 4e0 * tempo THEN 'inactive' "
      + "WHEN gaps < 1e0 AND days_since_last > \(horizon) THEN 'inactive' "
      + "WHEN days_since_last >= 1.5e0 * tempo THEN 'likely to become inactive' "
      + "WHEN gaps < 1e0 AND days_since_first <= 30e0 THEN 'acquisition' "
      + "WHEN days_since_first <= 90e0 THEN 'onboarding' "
      + "WHEN order_days >= 5e0 THEN 'loyalty' "
      + "WHEN days_since_last >= tempo THEN 'retention' ELSE 'active' END"
  }

  /// What the churn probability allows.
  private func addReading(_ query: inout SQLQuery, _ horizon: String) {
    let p = "churn_probability"
    let least = "CASE WHEN \(p) > 9e-1 THEN 3 WHEN \(p) > 7.5e-1 THEN 2 ELSE 1 END"
    let most = "CASE WHEN \(p) < 2e-1 THEN 2 WHEN \(p) < 5e-1 THEN 3 ELSE 4 END"
    query.add(
      "lapses", nil, after: "stages",
      columns: [
        SQLColumn(
          "lapse",
          "CASE WHEN lapse_by_rhythm IS NULL OR \(p) IS NULL THEN NULL WHEN lapse_by_rhythm = 1 AND \(p) > 7.5e-1 "
            + "AND median_gap IS NOT NULL AND median_gap - days_since_last >= \(horizon) THEN 0 "
            + "WHEN lapse_by_rhythm < \(least) THEN \(least) "
            + "WHEN lapse_by_rhythm > \(most) THEN \(most) ELSE lapse_by_rhythm END")
      ])
    query.add(
      "readings", "Lapse and stage of life, within what the probability allows.", after: "lapses",
      columns: [
        SQLColumn(
          "lifecycle",
          "CASE WHEN lapse IS NULL THEN NULL WHEN lapse = 4 THEN 'inactive' WHEN lapse >= 2 THEN "
            + "'likely to become inactive' WHEN stage_by_rhythm IN ('inactive', 'likely to become inactive') "
            + "THEN 'retention' ELSE stage_by_rhythm END")
      ])
  }

  /// The largest t that is reached or passed with a chance of at least so much.
  static func reached(_ chance: Double, freedom: Double) -> Double {
    var (low, high) = (0.0, 64.0)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return low }
      if upperTail(ofT: middle, freedom: freedom) >= chance { low = middle } else { high = middle }
    }
  }
}

/// Names of the places of lapse.
func lapseName(_ column: String) -> String {
  let cases = Lapse.allCases.enumerated().map { "WHEN \($0) THEN '\($1.rawValue)'" }
  return "CASE \(column) \(cases.joined(separator: " ")) END"
}
