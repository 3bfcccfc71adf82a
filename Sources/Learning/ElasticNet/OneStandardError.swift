internal import RealModule

/// The strongest penalty that is not clearly worse than the best, by the losses of validation folds.
///
/// Folds are the caller's: for customers, dates that follow those learned from.
public struct OneStandardErrorChoice: Sendable, Equatable {
  /// What the standard error is one of.
  public enum Measure: Sendable {
    /// Of the best strength's mean loss: the rule of Breiman et al. (1984, §3.4.3).
    case mean
    /// Of each strength's mean difference from the best, fold by fold: where folds differ among
    /// each other by more than strengths do, as dates with another base rate, the mean's error would
    /// let far too strong a penalty pass.
    case difference
  }

  /// The index of the least mean loss.
  public let best: Int
  /// The least index whose mean loss is within one standard error of the best.
  public let chosen: Int
  /// The mean loss at each strength.
  public let means: [Double]
  /// The standard error of each strength's excess over the best; 0 where there is one fold only, so that
  /// the best is chosen.
  public let standardErrors: [Double]

  /// - Parameters:
  ///   - losses: one array a fold, with one finite loss a strength, the strongest first.
  ///   - measure: what the standard error is one of.
  /// - Throws: `FitError` where folds differ in length, are empty or hold values that are no numbers.
  public init(losses: [[Double]], measure: Measure = .mean) throws(FitError) {
    let count = losses.first?.count ?? 0
    guard count > 0 else {
      throw .settingOutOfRange(
        name: "losses", found: "none", expected: "one loss a strength in each fold")
    }
    for (fold, values) in losses.enumerated() {
      guard values.count == count, values.allSatisfy(\.isFinite) else {
        throw .settingOutOfRange(
          name: "losses", found: "\(values) in fold \(fold)",
          expected: "\(count) finite numbers, as many as in the first")
      }
    }
    let means = (0..<count).map { index in losses.map { $0[index] }.mean }
    let best = means.indices.reduce(0) { means[$1] < means[$0] ? $1 : $0 }
    let errors = (0..<count).map { index in
      switch measure {
      case .mean: losses.map { $0[best] }.standardError
      case .difference: losses.map { $0[index] - $0[best] }.standardError
      }
    }
    self.best = best
    self.means = means
    standardErrors = errors
    chosen = means.indices.first { means[$0] <= means[best] + errors[$0] } ?? best
  }
}

extension [Double] {
  fileprivate var mean: Double { reduce(0, +) / Double(count) }

  /// Of the mean of independent values; 0 of fewer than two.
  fileprivate var standardError: Double {
    guard count > 1 else { return 0 }
    let mean = mean
    let squares = reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1) / Double(count)).squareRoot()
  }
}
