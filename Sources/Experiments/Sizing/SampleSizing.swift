internal import Dense
internal import RealModule

/// What an experiment compares between a treated arm and control.
package enum MeasuredOutcome: Sendable, Equatable {
  /// A share of customers, in (0, 1) without treatment.
  case rate(baseline: Double)
  /// A mean an outcome of this spread, of which covariates with a correlation ρ explain ρ².
  case mean(standardDeviation: Double, correlation: Double)
}

/// How many customers it takes to see an effect of a given size, and how surely a given number sees it.
///
/// Two arms, a two-sided test at `alpha`, and normal approximations throughout: for rates Fleiss, Levin &
/// Paik (2003), Statistical Methods for Rates and Proportions, eq. 4.14 and 4.19 without continuity
/// correction; for means the same with one variance, which CUPED takes down to σ²(1 − ρ²) (Deng et al.
/// 2013, eq. 4).
package struct SampleSizing: Sendable, Equatable {
  package let outcome: MeasuredOutcome
  /// False-alarm rate of the comparison, in (0, 1).
  package let alpha: Double
  /// Customers in the treated arm for one in control, above 0.
  package let ratio: Double

  package init(
    outcome: MeasuredOutcome, alpha: Double, ratio: Double
  ) throws(ExperimentError) {
    guard alpha > 0, alpha < 1 else { throw .figure(.alpha, found: alpha) }
    guard ratio > 0, ratio.isFinite else { throw .figure(.armShare, found: ratio) }
    switch outcome {
    case .rate(let baseline):
      guard baseline > 0, baseline < 1 else { throw .figure(.baselineRate, found: baseline) }
    case .mean(let deviation, let correlation):
      guard deviation > 0, deviation.isFinite else {
        throw .figure(.standardDeviation, found: deviation)
      }
      guard abs(correlation) < 1 else { throw .figure(.correlation, found: correlation) }
    }
    (self.outcome, self.alpha, self.ratio) = (outcome, alpha, ratio)
  }

  private var criticalValue: Double { -normalQuantile(alpha / 2) }

  /// Standard deviations of √n₀ times the difference: without an effect, as the test takes it, and with it.
  private func deviations(effect: Double) -> (null: Double, alternative: Double) {
    switch outcome {
    case .rate(let p0):
      let p1 = p0 + effect
      let pooled = (p0 + ratio * p1) / (1 + ratio)
      return (
        (pooled * (1 - pooled) * (1 + 1 / ratio)).squareRoot(),
        (p0 * (1 - p0) + p1 * (1 - p1) / ratio).squareRoot()
      )
    case .mean(let deviation, let correlation):
      let left = deviation * ((1 - correlation * correlation) * (1 + 1 / ratio)).squareRoot()
      return (left, left)
    }
  }

  /// Customers in control from which an effect is found with a probability, not rounded.
  ///
  /// - Parameters:
  ///   - effect: treated less control, not 0; the treated rate stays in (0, 1).
  ///   - power: the probability, above α and below 1.
  /// - Returns: n₀; the treated arm needs `ratio` times as many. The tail on the wrong side is left out,
  ///   which has less than 1e-4 where the power is half or more.
  /// - Throws: where a figure is out of its range.
  package func customersInControl(
    effect: Double, power: Double
  ) throws(ExperimentError) -> Double {
    try check(effect: effect)
    guard power > alpha, power < 1 else { throw .figure(.power, found: power) }
    let (null, alternative) = deviations(effect: effect)
    let root = (criticalValue * null - normalQuantile(1 - power) * alternative) / effect
    return root * root
  }

  /// The probability that an effect is found with so many customers in control.
  ///
  /// - Parameters:
  ///   - effect: treated less control, not 0.
  ///   - customers: in control, above 0.
  /// - Returns: both tails of the test.
  /// - Throws: where a figure is out of its range.
  package func power(
    effect: Double, customersInControl customers: Double
  ) throws(ExperimentError) -> Double {
    try check(effect: effect)
    guard customers > 0, customers.isFinite else { throw .figure(.customers, found: customers) }
    let (null, alternative) = deviations(effect: effect)
    let (shift, width) = (abs(effect) * customers.squareRoot(), criticalValue * null)
    return normalCDF((shift - width) / alternative) + normalCDF((-shift - width) / alternative)
  }

  /// The smallest effect above 0 that so many customers in control find with a probability; nil where a
  /// rate would have to pass 100 %.
  ///
  /// - Parameters:
  ///   - customers: in control, above 0.
  ///   - power: the probability, above α and below 1.
  /// - Returns: the effect, treated less control.
  /// - Throws: where a figure is out of its range.
  package func detectableEffect(
    customersInControl customers: Double, power: Double
  ) throws(ExperimentError) -> Double? {
    guard customers > 0, customers.isFinite else { throw .figure(.customers, found: customers) }
    switch outcome {
    case .mean:
      return try customersInControl(effect: 1, power: power).squareRoot()
        / customers.squareRoot()
    case .rate(let baseline):
      var (low, high) = (0.0, 1 - baseline)
      let largest = high * (1 - 1e-9)
      guard try customersInControl(effect: largest, power: power) <= customers else { return nil }
      // Fewer customers find a larger effect: halving ends at the last digits.
      for _ in 0..<200 where low + 1e-15 < high {
        let middle = 0.5 * (low + high)
        if try customersInControl(effect: middle, power: power) > customers {
          low = middle
        } else {
          high = middle
        }
      }
      return high
    }
  }

  private func check(effect: Double) throws(ExperimentError) {
    guard effect != 0, effect.isFinite else { throw .figure(.effect, found: effect) }
    if case .rate(let baseline) = outcome, !(0 < baseline + effect && baseline + effect < 1) {
      throw .figure(.treatedRate, found: baseline + effect)
    }
  }
}

/// Customers an arm below which the mean of an outcome of this skewness is not yet normal: 355 s²
/// (Kohavi, Deng, Longbotham & Xu 2014, rule 6).
///
/// - Parameter skewness: third standardised moment of the outcome.
/// - Returns: customers, not rounded.
package func customersForNormalMean(skewness: Double) -> Double { 355 * skewness * skewness }
