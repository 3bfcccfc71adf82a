internal import Glibc
internal import Units

/// A monotone function that a feature passes through before it enters a linear model.
package enum Transform: String, Sendable, Codable {
  case identity
  /// log(1 + x), for what is never negative; a negative counts as 0.
  case log1p
  /// sign(x) log(1 + |x|), for money, which refunds can turn negative.
  case signedLog1p = "signed_log1p"
  /// log(x), for what is above 0 and says how many times more.
  case log
  /// log(x ÷ (1 − x)), for probabilities; kept finite within 10⁻⁹ of 0 and 1.
  case logit

  /// What suits a unit: counts, times and money are skewed to the right, shares are not.
  package init(for unit: FeatureUnit) {
    switch unit {
    case .days, .orders, .count, .ratio, .perMonth: self = .log1p
    case .money: self = .signedLog1p
    case .share, .change, .score: self = .identity
    }
  }

  /// The transformed value; not-a-number stays.
  package func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .log1p: x < 0 ? 0 : logOnePlus(x)
    case .signedLog1p: x < 0 ? -logOnePlus(-x) : logOnePlus(x)
    case .log: x.isNaN ? x : Glibc.log(max(x, 1e-9))
    case .logit: x.isNaN ? x : logOdds(min(max(x, 1e-9), 1 - 1e-9))
    }
  }
}

/// log(1 + x) for x of at least 0: most are counts and days, which are few numbers.
private func logOnePlus(_ x: Double) -> Double {
  // Written so that not-a-number is not among them.
  guard x < Double(wholeLogs.count) else { return Glibc.log1p(x) }
  let whole = Int(x)
  return Double(whole) == x ? wholeLogs[whole] : Glibc.log1p(x)
}

private let wholeLogs = (0..<4_096).map { Glibc.log1p(Double($0)) }

private func logOdds(_ p: Double) -> Double { Glibc.log(p) - Glibc.log1p(-p) }
