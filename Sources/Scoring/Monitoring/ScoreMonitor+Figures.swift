package import Dense
internal import Learning
internal import RealModule
package import Units

extension ScoreMonitor {
  /// Compares scores with the observed outcomes.
  ///
  /// - Parameters:
  ///   - outcomes: of the customers whom the log knows.
  ///   - file: that the scores come from.
  ///   - column: of it.
  ///   - asOf: the date of the scores.
  ///   - horizonInDays: that they are about.
  ///   - customersNotInLog: scored customers whom it does not know.
  ///   - isCovered: whether the log reaches over the date and knows enough of the customers.
  ///   - card: what the model's card says.
  ///   - seed: of the draws.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    _ outcomes: MonitoredOutcomes, file: String, column: String, asOf: Day, horizonInDays: Int,
    customersNotInLog: Int, isCovered: Bool, card: Card?, seed: UInt64, workers: Workers
  ) {
    self.file = file
    self.column = column
    self.asOf = asOf
    self.horizonInDays = horizonInDays
    customers = outcomes.churned.count
    self.customersNotInLog = customersNotInLog
    self.card = card
    all = RunOutcome.Group(probabilities: outcomes.probabilities, churned: outcomes.churned)
    let ranked = RankedOutcomes(
      probabilities: outcomes.probabilities, outcomes: outcomes.churned)
    calibration = Calibration(ranked, seed: seed, workers: workers)
    rankings = Self.rankings(outcomes)
    groups = Self.groups(outcomes)
    fifths = Self.fifths(outcomes)
    value = Self.value(outcomes, seed: seed, workers: workers)
    verdict = Self.verdict(outcomes, isCovered: isCovered)
  }

  // MARK: The verdict

  /// Φ⁻¹(.995): two-sided 1 %, so that all questions together are wrong of a perfect score in less than
  /// one of twenty.
  private static let surely = 2.5758293035489004
  /// χ² beyond which 1 % lies, of one and two degrees of freedom.
  private static let chiSquareLimits = [6.6348966010212145, 9.210340371976184]
  /// A level that is off by less, and a slope within, are not worth a change, however sure.
  private static let leastLevel = 0.1
  private static let goodSlopes = 0.8...1.25

  /// The verdict alone, in O(n log n).
  ///
  /// In this order: an incomplete log, too few who stayed or left, a ranking that chance would give, one
  /// that another beats beyond doubt (recency, the number of orders, our model), a level or slope that
  /// is off beyond doubt and by as much as matters, else `keep`.
  package static func verdict(
    _ outcomes: MonitoredOutcomes, isCovered: Bool = true
  ) -> RunOutcome.Verdict {
    if !isCovered { return .logIncomplete }
    let fewest = min(outcomes.churned.count { $0 }, outcomes.churned.count { !$0 })
    guard fewest >= RunOutcome.fewestOfEither, let areas = areas(outcomes) else { return .tooFew }
    if areas.interval(of: 0).low <= 0.5 { return .noBetterThanChance }
    for other in areas.areas.indices.dropFirst() {
      let lead = areas.difference(0, other)
      if lead.value < -surely * lead.standardError { return .retrain }
    }
    return isOff(outcomes) ? .recalibrate : .keep
  }

  private static func isOff(_ outcomes: MonitoredOutcomes) -> Bool {
    let ranked = RankedOutcomes(
      probabilities: outcomes.probabilities, outcomes: outcomes.churned)
    guard let test = ranked.calibrationTest(),
      test.chiSquare > chiSquareLimits[test.degrees - 1]
    else { return false }
    let group = RunOutcome.Group(
      probabilities: outcomes.probabilities, churned: outcomes.churned)
    if abs(group.actual - group.predicted) > leastLevel * group.predicted { return true }
    return ranked.metrics().calibrationSlope.map { !goodSlopes.contains($0) } ?? false
  }

  // MARK: Figures

  private static func rankingsBy(
    _ outcomes: MonitoredOutcomes
  ) -> [(by: Ranking.By, scores: [Double])] {
    [
      (.scores, outcomes.probabilities), (.recency, outcomes.recency),
      // Those with fewer orders are likelier to leave.
      (.frequency, outcomes.frequency.map { -$0 }),
    ] + (outcomes.model.map { [(.model, $0)] } ?? [])
  }

  private static func areas(_ outcomes: MonitoredOutcomes) -> CorrelatedAreas? {
    CorrelatedAreas(
      scores: rankingsBy(outcomes).map(\.scores), outcomes: outcomes.churned)
  }

  private static func rankings(_ outcomes: MonitoredOutcomes) -> [Ranking] {
    guard let areas = areas(outcomes) else { return [] }
    return rankingsBy(outcomes).enumerated().map { place, ranking in
      let interval = areas.interval(of: place)
      let lead = place == 0 ? nil : areas.difference(0, place)
      return Ranking(
        by: ranking.by, auc: areas.areas[place], aucLow: interval.low, aucHigh: interval.high,
        scoresLead: lead?.value, leadError: lead?.standardError)
    }
  }

  private static func groups(_ outcomes: MonitoredOutcomes) -> [GroupFigures] {
    guard let groups = outcomes.groups else { return [] }
    let members = Dictionary(grouping: groups.indices) { groups[$0] }
    // Two-sided 5 % over all groups: |z| beyond Φ⁻¹(1 − .025 ÷ m), by the tail's upper bound e^(−z²/2).
    let limit = (2 * Double.log(2 * Double(members.count) / 0.05)).squareRoot()
    return members.map { name, rows in
      let group = RunOutcome.Group(
        probabilities: rows.map { outcomes.probabilities[$0] },
        churned: rows.map { outcomes.churned[$0] })
      return GroupFigures(
        group: name, customers: rows.count, predicted: group.predicted, actual: group.actual,
        isOff: abs(group.deviation) > limit)
    }.sorted { ($1.customers, $0.group) < ($0.customers, $1.group) }
  }

  private static func fifths(_ outcomes: MonitoredOutcomes) -> [Fifth] {
    let order = outcomes.probabilities.indices.sorted {
      (outcomes.probabilities[$1], $0) < (outcomes.probabilities[$0], $1)
    }
    return (0..<5).compactMap { part in
      let rows = order[part * order.count / 5..<(part + 1) * order.count / 5]
      guard !rows.isEmpty else { return nil }
      func mean(_ value: (Int) -> Double) -> Double {
        rows.reduce(0) { $0 + value($1) } / Double(rows.count)
      }
      return Fifth(
        customers: rows.count, predicted: mean { outcomes.probabilities[$0] },
        actual: mean { outcomes.churned[$0] ? 1 : 0 },
        ordersPerCustomer: mean { outcomes.orderDays[$0] },
        spendPerCustomer: mean { outcomes.spend[$0] })
    }
  }

  private static func value(
    _ outcomes: MonitoredOutcomes, seed: UInt64, workers: Workers
  ) -> Value? {
    guard let value = outcomes.value, !value.predicted.isEmpty else { return nil }
    let (predicted, actual) = (value.predicted.reduce(0, +), value.actual.reduce(0, +))
    let sums = BootstrapReplicates(count: 500, population: value.predicted.count, seed: seed)
      .sums(of: [value.predicted, value.actual], workers: workers)
    let interval = Interval(
      percentilesOf: (0..<sums.rows).map { row in
        sums[row, 0] > 0 ? sums[row, 1] / sums[row, 0] : nil
      })
    return Value(
      horizonInDays: value.horizonInDays, predicted: predicted, actual: actual,
      ratio: predicted > 0 ? actual / predicted : nil, ratioLow: interval?.low,
      ratioHigh: interval?.high)
  }
}

extension ScoreMonitor.Calibration {
  init(_ ranked: RankedOutcomes, seed: UInt64, workers: Workers) {
    let metrics = ranked.metrics()
    let slopes = ranked.bootstrapIntervals(seed: seed, workers: workers)[.calibrationSlope]
    slope = metrics.calibrationSlope
    (slopeLow, slopeHigh) = (slopes?.low, slopes?.high)
    intercept = metrics.calibrationIntercept
    ece = metrics.expectedCalibrationError
    eceByChance = ranked.calibrationNoise(seed: seed, workers: workers)?.high
    chiSquare = ranked.calibrationTest()?.chiSquare
  }
}
