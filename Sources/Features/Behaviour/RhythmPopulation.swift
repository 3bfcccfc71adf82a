internal import Dense
internal import RealModule

/// What is known of one customer's days between order days, on the scale of logarithms.
package struct LogGaps: Sendable, Equatable {
  /// At least one.
  let count: Double
  /// The logarithm of the median, which is the mean of logarithms where these are normal.
  let centre: Double
  /// The variance of the logarithms; 0 of one gap.
  let variance: Double

  /// Nil without a gap.
  ///
  /// - Parameters:
  ///   - count: gaps between order days.
  ///   - median: of them, in days.
  ///   - variation: their standard deviation (of a population) ÷ their mean; not-a-number below two.
  package init?(count: Double, median: Double, variation: Double) {
    guard count >= 1, median > 0 else { return nil }
    self.count = count
    centre = .log(median)
    // Of a log-normal variable, ln(1 + cv²); the sample's variance has n − 1 below it.
    variance =
      count > 1 && !variation.isNaN
      ? .log(onePlus: variation * variation * count / (count - 1)) : 0
  }

  init?(_ summary: GapSummary) {
    self.init(
      count: Double(summary.count), median: summary.median,
      variation: ratio(summary.spread, to: summary.mean))
  }
}

/// How inter-purchase times are distributed: log-normal for each customer, with means that are normal
/// among customers, so that whoever has few borrows from the others (empirical Bayes).
///
/// Source: Gelman et al., *Bayesian Data Analysis* (2013), 3.2 and 5.4: the posterior predictive of a
/// normal sample with a conjugate prior is a t distribution.
package struct RhythmPopulation: Sendable, Codable, Equatable {
  /// Mean over customers of the logarithm of their median inter-purchase time, in days.
  package let centre: Double
  /// Variance of the logarithms within a customer, and of the centres between customers.
  package let within: Double
  package let between: Double

  /// The prior's word on the variance within counts as so many gaps.
  package static let priorGaps = 4.0
  /// Where no customer has two gaps: what they vary by in shops at large.
  private static let usualWithin = 0.5
  /// Nobody is as regular as a clock: a tenth of the rhythm either way.
  private static let leastWithin = 0.01
  /// Of the variance within, so that the ratio of the two stays a number.
  private static let leastBetween = 0.05

  /// Learns from the gaps of customers; nil where nobody has one.
  package init?(of customers: [LogGaps]) {
    guard !customers.isEmpty else { return nil }
    let count = Double(customers.count)
    centre = customers.reduce(0) { $0 + $1.centre } / count
    let freedom = customers.reduce(0) { $0 + ($1.count - 1) }
    let pooled = customers.reduce(0) { $0 + ($1.count - 1) * $1.variance }
    within = freedom > 0 ? max(Self.leastWithin, pooled / freedom) : Self.usualWithin
    let mean = centre
    let spread = customers.reduce(0) { $0 + ($1.centre - mean) * ($1.centre - mean) } / count
    // What few gaps scatter a centre by is not a difference between customers.
    let scatter = within * customers.reduce(0) { $0 + 1 / $1.count } / count
    between = max(Self.leastBetween * within, spread - scatter)
  }

  package init?(centre: Double, within: Double, between: Double) {
    self.centre = centre
    self.within = within
    self.between = between
    guard isUsable else { return nil }
  }

  /// Whether numbers read from a file make a distribution.
  package var isUsable: Bool {
    centre.magnitude <= 100 && (1e-6...1e6).contains(within) && (1e-6...1e6).contains(between)
  }

  enum CodingKeys: String, CodingKey {
    case centre, within, between
  }

  /// The chance that a gap of a customer lasts longer than a silence.
  ///
  /// - Parameters:
  ///   - silence: days, 0 or more.
  ///   - own: the customer's gaps; nil with one order day, where the population alone has the word.
  /// - Returns: in [0, 1]; falls with the silence.
  package func tail(silence: Double, of own: LogGaps?) -> Double {
    guard silence > 0 else { return 1 }
    let count = own?.count ?? 0
    let borrowed = within / between
    let mean = ((own?.centre ?? 0) * count + centre * borrowed) / (count + borrowed)
    let ownFreedom = max(0, count - 1)
    let freedom = ownFreedom + Self.priorGaps
    let variance = (ownFreedom * (own?.variance ?? 0) + Self.priorGaps * within) / freedom
    let scale = (variance * (1 + 1 / (count + borrowed))).squareRoot()
    return upperTail(ofT: (.log(silence) - mean) / scale, freedom: freedom)
  }
}

/// P(T > t) of Student's t distribution.
package func upperTail(ofT t: Double, freedom: Double) -> Double {
  let beyond = regularizedIncompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
  return t > 0 ? beyond : 1 - beyond
}
