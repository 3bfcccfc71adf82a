extension ValueMethod {
  /// The method that is used unless another is surely better: the same from one training to the next.
  ///
  /// - Parameter learned: the methods that could be learned.
  /// - Returns: nil without any.
  package static func usual(among learned: [ValueMethod]) -> ValueMethod? {
    [.combined, .lifetimeByChurn, .lifetime].first(where: learned.contains) ?? learned.first
  }
}

extension ValueEvaluation {
  /// The method to use, and why; nil without methods.
  ///
  /// Methods are judged by what they say of each customer, never by their total. Of those whose Gini
  /// coefficient is within .01 of the best, the one of least deviance × RMSE, levels apart, replaces
  /// the usual method where that is not among them, or has surely the higher deviance (two standard errors
  /// of the paired difference).
  package static func choice(
    among methods: [ValueMethodEvaluation]
  ) -> (method: ValueMethod, reason: ValueReason)? {
    guard let usual = ValueMethod.usual(among: methods.map(\.method)) else { return nil }
    let best = methods.compactMap(\.errors.gini).max() ?? 0
    let sharp = methods.filter { ($0.errors.gini ?? 0) >= best - giniTolerance }
    guard let challenger = sharp.min(by: { $0.levelledProduct < $1.levelledProduct }) else {
      return (usual, .usual)
    }
    let keepsUp = sharp.contains { $0.method == usual }
    if keepsUp, !(challenger.levelled?.isSurelyBetter ?? false) { return (usual, .usual) }
    return (challenger.method, keepsUp ? .surelyBetter : .higherGini)
  }

  /// What two Gini coefficients of the same spend may differ by and rank customers as well.
  private static let giniTolerance = 0.01

  /// Why a method was used by the rule of versions before 2.1, which looked at totals first.
  static func earlierReason(
    of winner: ValueMethod, among methods: [ValueMethodEvaluation]
  ) -> ValueReason {
    guard let own = methods.first(where: { $0.method == winner })?.errors, own.isUnbiased else {
      return .nearestTotal
    }
    let mean = methods.first { $0.method == .mean }?.errors
    let beatsMean = mean.map { own.deviance < $0.deviance && own.rmse < $0.rmse } ?? true
    return beatsMean ? .lowestDevianceAndRMSE : .nearestTotal
  }
}

extension ValueMethodEvaluation {
  fileprivate var levelledProduct: Double {
    levelled.map { $0.deviance * $0.rmse } ?? errors.deviance * errors.rmse
  }
}
