public import Dense

/// How a lifetime model is fitted.
public struct FitSettings: Sendable, Equatable {
  /// Precision of a normal prior on each log-parameter, 0 for plain maximum likelihood.
  ///
  /// The prior's centre depends on the data's unit of time alone, so a fit does not change with it.
  /// 1 is worth having below a hundred customers.
  public var priorPrecision: Double
  /// Newton steps allowed, at least 1.
  public var maximumIterations: Int
  /// Workers to use; the fit is the same to the bit whatever their number.
  public var workers: Workers

  /// Defaults: plain maximum likelihood, 200 steps, the calling thread.
  public init(priorPrecision: Double = 0, maximumIterations: Int = 200, workers: Workers = .one) {
    precondition(priorPrecision >= 0 && maximumIterations > 0 && workers.count > 0)
    self.priorPrecision = priorPrecision
    self.maximumIterations = maximumIterations
    self.workers = workers
  }
}
