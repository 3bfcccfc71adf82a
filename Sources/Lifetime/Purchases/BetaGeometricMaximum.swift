public import Dense

/// The BG/NBD model's parameters of greatest likelihood (Fader, Hardie & Lee 2005), for programs that
/// have purchase summaries and want no more than these: what the library `PerennialLifetime` offers other
/// packages, the benchmarks among them.
public struct BetaGeometricMaximum: Sendable, Equatable, Codable {
  /// Shape of the rates' gamma distribution.
  public let r: Double
  /// Rate of the rates' gamma distribution, in the chosen unit of time.
  public let alpha: Double
  /// First parameter of the dropout probabilities' beta distribution.
  public let a: Double
  /// Second parameter of the dropout probabilities' beta distribution.
  public let b: Double
  /// Of all customers, as a density over the chosen unit of time.
  public let logLikelihood: Double
  /// Largest magnitude in the gradient of the mean log-likelihood by the log-parameters.
  public let gradientNorm: Double
  /// Newton steps taken.
  public let iterations: Int

  /// Fits the model to columns of whole days, one row a customer.
  ///
  /// - Parameters:
  ///   - frequency: days with a repeat order.
  ///   - recencyInDays: from the first order day to the last.
  ///   - tenureInDays: from the first order day to the last day observed.
  ///   - daysPerUnit: length of the unit of time, 7 for weeks.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: an error that names the first row at fault.
  public init(
    frequency: [Int], recencyInDays: [Int], tenureInDays: [Int], daysPerUnit: Double = 7,
    workers: Workers = .one
  ) throws {
    let summaries = try PurchaseSummaries(
      frequency: frequency, recencyInDays: recencyInDays, tenureInDays: tenureInDays,
      daysPerUnit: daysPerUnit)
    let fit = BetaGeometric.bgNBD.fitted(to: summaries, settings: FitSettings(workers: workers)).fit
    (r, alpha, a, b) = (fit.estimates[0], fit.estimates[1], fit.estimates[2], fit.estimates[3])
    logLikelihood = fit.logLikelihood
    gradientNorm = fit.gradientNorm
    iterations = fit.iterations
  }
}
