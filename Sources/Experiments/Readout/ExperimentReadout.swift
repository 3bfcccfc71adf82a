internal import Dense

/// What an experiment has shown.
package struct ExperimentReadout: Sendable, Equatable, Encodable {
  /// One outcome of one treated arm beside control.
  package struct Effect: Sendable, Equatable, Encodable {
    package let outcome: String
    package let isRate: Bool
    package let arm: String
    package let treatedMean: Double
    package let controlMean: Double
    /// By Newcombe for rates, by Welch for the rest.
    package let plain: ArmDifference
    /// With covariates taken out (CUPED), by Welch; nil without covariates.
    package let adjusted: ArmDifference?
    /// Share by which the adjustment lowers the variance of the difference; nil without covariates.
    package let varianceReduction: Double?
    package let alwaysValidLow: Double
    package let alwaysValidHigh: Double
    /// Of the better of the two estimates, over the arms of one outcome (Holm).
    package let adjustedPValue: Double

    /// The adjusted difference where there is one.
    package var best: ArmDifference { adjusted ?? plain }

    enum CodingKeys: String, CodingKey {
      case outcome
      case isRate = "is_rate"
      case arm
      case treatedMean = "treated_mean"
      case controlMean = "control_mean"
      case plain, adjusted
      case varianceReduction = "variance_reduction"
      case alwaysValidLow = "always_valid_low"
      case alwaysValidHigh = "always_valid_high"
      case adjustedPValue = "holm_p_value"
    }
  }

  /// The first outcome in one segment.
  package struct SegmentEffect: Sendable, Equatable, Encodable {
    package let segment: String
    package let arm: String
    package let treated: Int
    package let control: Int
    /// Nil where a side has fewer than `fewestCustomers`.
    package let effect: ArmDifference?
    /// Over all segments and arms (Holm).
    package let adjustedPValue: Double?

    enum CodingKeys: String, CodingKey {
      case segment, arm, treated, control, effect
      case adjustedPValue = "holm_p_value"
    }
  }

  /// Whether segments differ in the effect on the first outcome (Cochran 1954).
  package struct SegmentTest: Sendable, Equatable, Encodable {
    package let arm: String
    package let pValue: Double

    enum CodingKeys: String, CodingKey {
      case arm
      case pValue = "p_value"
    }
  }

  /// Money of one treated arm.
  package struct Money: Sendable, Equatable, Encodable {
    package let arm: String
    /// A treated customer's margin less costs, less a control customer's margin; the intervals of all arms
    /// hold together (Bonferroni).
    package let net: ArmDifference
    /// The same, whenever it is looked at.
    package let alwaysValidLow: Double
    package let alwaysValidHigh: Double
    /// The lift in spend a customer from which it pays.
    package let breakEvenLift: Double
    /// Cost of a treated customer: of the contact, and of the incentive where it is used.
    package let costOfCustomer: Double

    enum CodingKeys: String, CodingKey {
      case arm, net
      case alwaysValidLow = "always_valid_low"
      case alwaysValidHigh = "always_valid_high"
      case breakEvenLift = "break_even_lift"
      case costOfCustomer = "cost_of_customer"
    }
  }

  /// Customers of an arm below which nothing is compared.
  package static let fewestCustomers = 20

  package let control: String
  package let arms: [ArmPlan.Arm]
  /// Customers whose outcome is known, by arm.
  package let customers: [Int]
  /// Of all that were assigned.
  package let sampleRatio: SampleRatioCheck
  /// Of those whose outcome is known; differs from the other where customers get lost.
  package let observedRatio: SampleRatioCheck
  package let alpha: Double
  package let covariates: [String]
  package let isStaggered: Bool
  package let look: Int
  package let effects: [Effect]
  package let segmentedBy: String?
  package let segments: [SegmentEffect]
  package let segmentTests: [SegmentTest]
  package let worth: ContactMoney?
  package let money: [Money]

  enum CodingKeys: String, CodingKey {
    case control, arms, customers
    case sampleRatio = "sample_ratio"
    case observedRatio = "observed_ratio"
    case alpha, covariates
    case isStaggered = "staggered"
    case look, effects
    case segmentedBy = "segmented_by"
    case segments
    case segmentTests = "segment_tests"
    case worth, money
  }

  /// Reads an experiment.
  ///
  /// - Throws: where an arm has too few customers, or an outcome is the same for everybody.
  /// - Complexity: O(customers · covariates²) an outcome.
  package init(
    of rows: ExperimentRows, settings: ReadoutSettings = ReadoutSettings()
  ) throws(ExperimentError) {
    try settings.check()
    let plan = rows.plan
    let counts = plan.arms.indices.map { arm in rows.arms.count { $0 == arm } }
    for (arm, count) in zip(plan.arms, counts) where count < Self.fewestCustomers {
      throw .tooFewInArm(arm.name, found: count, needed: Self.fewestCustomers)
    }
    var columns: [MeasuredColumn] = []
    for outcome in rows.outcomes { columns.append(try MeasuredColumn(outcome, in: rows)) }
    let reading = Reading(rows: rows, alpha: settings.alpha, look: settings.look)
    control = plan.controlArm.name
    arms = plan.arms
    customers = counts
    sampleRatio = SampleRatioCheck(counts: rows.assigned, shares: plan.arms.map(\.share))
    observedRatio = SampleRatioCheck(
      counts: counts,
      shares: rows.assigned.map { Double($0) / Double(max(1, rows.assigned.reduce(0, +))) })
    alpha = settings.alpha
    covariates = columns.first?.covariates ?? []
    isStaggered = rows.isStaggered
    look = settings.look
    effects = columns.flatMap(reading.effects)
    segmentedBy = rows.segments?.name
    (segments, segmentTests) = columns.first.map(reading.bySegment) ?? ([], [])
    worth = settings.money?.worth
    money = reading.money(settings.money)
  }
}

/// An outcome with what covariates leave of it.
private struct MeasuredColumn {
  let outcome: ExperimentRows.Outcome
  /// Nil without covariates that vary.
  let adjusted: [Double]?
  let covariates: [String]

  init(_ outcome: ExperimentRows.Outcome, in rows: ExperimentRows) throws(ExperimentError) {
    guard let first = outcome.values.first, !outcome.values.allSatisfy({ $0 == first }) else {
      throw .constantOutcome(outcome.name)
    }
    self.outcome = outcome
    guard !rows.covariateNames.isEmpty else {
      (adjusted, covariates) = (nil, [])
      return
    }
    let adjustment = try CovariateAdjustment(
      covariates: rows.covariates, names: rows.covariateNames, outcome: outcome.values,
      arms: rows.arms, armCount: rows.plan.arms.count)
    adjusted = adjustment.adjusted(outcome.values, by: rows.covariates)
    covariates = adjustment.names
  }
}

/// Compares arms.
private struct Reading {
  let rows: ExperimentRows
  let alpha: Double
  let look: Int

  private var treated: [Int] { rows.plan.arms.indices.filter { $0 != rows.plan.control } }

  func effects(_ column: MeasuredColumn) -> [ExperimentReadout.Effect] {
    let pairs = treated.map { arm in
      (
        arm: arm, plain: plain(column.outcome, arm),
        adjusted: column.adjusted.map { welch($0, arm) }
      )
    }
    let pValues = holmAdjusted(pairs.map { ($0.adjusted ?? $0.plain).pValue })
    return zip(pairs, pValues).map { pair, pValue in
      let values = column.adjusted ?? column.outcome.values
      let (one, other) = (moments(values, pair.arm), moments(values, rows.plan.control))
      let always = alwaysValid(one, other, arm: pair.arm, alpha: alpha)
      let raw = (
        moments(column.outcome.values, pair.arm), moments(column.outcome.values, rows.plan.control)
      )
      return ExperimentReadout.Effect(
        outcome: column.outcome.name, isRate: column.outcome.isRate,
        arm: rows.plan.arms[pair.arm].name, treatedMean: raw.0.mean, controlMean: raw.1.mean,
        plain: pair.plain, adjusted: pair.adjusted,
        varianceReduction: column.adjusted.map { _ in
          let before = raw.0.squaredError + raw.1.squaredError
          return before > 0 ? 1 - (one.squaredError + other.squaredError) / before : 0
        },
        alwaysValidLow: always.low, alwaysValidHigh: always.high, adjustedPValue: pValue)
    }
  }

  func bySegment(
    _ column: MeasuredColumn
  ) -> ([ExperimentReadout.SegmentEffect], [ExperimentReadout.SegmentTest]) {
    guard let segments = rows.segments else { return ([], []) }
    let values = column.adjusted ?? column.outcome.values
    var drafts:
      [(segment: Int, arm: Int, counts: (Int, Int), effect: ArmDifference?, error: Double)] =
        []
    for arm in treated {
      for segment in segments.names.indices {
        func part(_ arm: Int) -> Moments {
          Moments(
            of: values.indices.lazy.filter {
              rows.arms[$0] == arm && segments.ofCustomer[$0] == segment
            }.map { values[$0] })
        }
        let (one, other) = (part(arm), part(rows.plan.control))
        let isEnough = min(one.count, other.count) >= ExperimentReadout.fewestCustomers
        drafts.append(
          (
            segment, arm, (one.count, other.count),
            isEnough ? ArmDifference(one, against: other, alpha: alpha) : nil,
            one.squaredError + other.squaredError
          ))
      }
    }
    let known = drafts.indices.filter { drafts[$0].effect != nil }
    let pValues = holmAdjusted(known.map { drafts[$0].effect?.pValue ?? 1 })
    let adjusted = Dictionary(uniqueKeysWithValues: zip(known, pValues))
    let effects = drafts.enumerated().map { place, draft in
      ExperimentReadout.SegmentEffect(
        segment: segments.names[draft.segment], arm: rows.plan.arms[draft.arm].name,
        treated: draft.counts.0, control: draft.counts.1, effect: draft.effect,
        adjustedPValue: adjusted[place])
    }
    let tests = treated.compactMap { arm -> ExperimentReadout.SegmentTest? in
      let own = drafts.filter { $0.arm == arm && $0.error > 0 }
        .compactMap { draft in draft.effect.map { ($0.difference, draft.error) } }
      return cochran(own).map {
        ExperimentReadout.SegmentTest(arm: rows.plan.arms[arm].name, pValue: $0)
      }
    }
    return (effects, tests)
  }

  func money(
    _ told: (spend: String, ordered: String?, worth: ContactMoney)?
  ) -> [ExperimentReadout.Money] {
    guard let told, let spend = rows.outcomes.first(where: { $0.name == told.spend }) else {
      return []
    }
    let ordered = rows.outcomes.first { $0.name == told.ordered }
    let worth = told.worth
    return treated.map { arm in
      let values = rows.arms.indices.map { customer -> Double in
        let margin = worth.margin * spend.values[customer]
        guard rows.arms[customer] == arm else { return margin }
        let used = (ordered?.values[customer] ?? 0) > 0
        return margin - worth.contactCost - (used ? worth.incentiveCost : 0)
      }
      let share = ordered.map { moments($0.values.map { $0 > 0 ? 1 : 0 }, arm).mean } ?? 0
      let cost = worth.contactCost + worth.incentiveCost * share
      let adjustment = try? CovariateAdjustment(
        covariates: rows.covariates, names: rows.covariateNames, outcome: values, arms: rows.arms,
        armCount: rows.plan.arms.count)
      let net = adjustment?.adjusted(values, by: rows.covariates) ?? values
      let (one, other) = (moments(net, arm), moments(net, rows.plan.control))
      let shared = alpha / Double(treated.count)
      let always = alwaysValid(one, other, arm: arm, alpha: shared)
      return ExperimentReadout.Money(
        arm: rows.plan.arms[arm].name, net: ArmDifference(one, against: other, alpha: shared),
        alwaysValidLow: always.low, alwaysValidHigh: always.high,
        breakEvenLift: cost / worth.margin, costOfCustomer: cost)
    }
  }

  private func plain(_ outcome: ExperimentRows.Outcome, _ arm: Int) -> ArmDifference {
    guard outcome.isRate else { return welch(outcome.values, arm) }
    func hits(_ arm: Int) -> Int {
      rows.arms.indices.count { rows.arms[$0] == arm && outcome.values[$0] == 1 }
    }
    func count(_ arm: Int) -> Int { rows.arms.count { $0 == arm } }
    let control = rows.plan.control
    return ArmDifference(
      hits: hits(arm), of: count(arm), against: hits(control), of: count(control), alpha: alpha)
  }

  private func welch(_ values: [Double], _ arm: Int) -> ArmDifference {
    ArmDifference(moments(values, arm), against: moments(values, rows.plan.control), alpha: alpha)
  }

  private func moments(_ values: [Double], _ arm: Int) -> Moments {
    Moments(of: values.indices.lazy.filter { rows.arms[$0] == arm }.map { values[$0] })
  }

  private func alwaysValid(
    _ treated: Moments, _ control: Moments, arm: Int, alpha: Double
  ) -> (low: Double, high: Double) {
    let method: AlwaysValid =
      rows.isStaggered
      ? .sequence(planned: rows.assigned[arm] + rows.assigned[rows.plan.control]) : .look(look)
    return method.interval(treated, control, alpha: alpha)
  }
}

extension AlwaysValid {
  /// The difference of two arms' means, whenever it is looked at.
  ///
  /// As a mean over the customers of both arms, of which each counts with the inverse of its arm's share.
  package func interval(
    _ treated: Moments, _ control: Moments, alpha: Double
  ) -> (low: Double, high: Double) {
    switch self {
    case .look(let number):
      let look = Double(number)
      let difference = ArmDifference(treated, against: control, alpha: alpha / (look * (look + 1)))
      return (difference.low, difference.high)
    case .sequence(let planned):
      let count = Double(treated.count + control.count)
      let deviation = (count * (treated.squaredError + control.squaredError)).squareRoot()
      let half =
        deviation * Self.halfWidth(count: count, planned: Double(planned), alpha: alpha)
      let difference = treated.mean - control.mean
      return (difference - half, difference + half)
    }
  }
}

extension Moments {
  /// The squared standard error of the mean.
  package var squaredError: Double { count > 0 ? variance / Double(count) : 0 }
}

/// p-value of Cochran's Q, that all effects are one; nil of fewer than two.
private func cochran(_ effects: [(difference: Double, squaredError: Double)]) -> Double? {
  guard effects.count >= 2 else { return nil }
  let weights = effects.map { 1 / $0.squaredError }
  let total = weights.reduce(0, +)
  let mean = zip(effects, weights).reduce(0) { $0 + $1.0.difference * $1.1 } / total
  let q = zip(effects, weights).reduce(0) { sum, effect in
    sum + effect.1 * (effect.0.difference - mean) * (effect.0.difference - mean)
  }
  return chiSquaredTail(q, degreesOfFreedom: effects.count - 1)
}
