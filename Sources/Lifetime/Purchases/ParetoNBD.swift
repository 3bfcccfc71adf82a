internal import RealModule

/// The Pareto/NBD model, Schmittlein, Morrison & Colombo (1987).
///
/// Customers order at gamma-distributed rates and are lost after a time that is exponential with
/// gamma-distributed rates.
public struct ParetoNBD: Sendable, Equatable, Codable {
  /// The model has no settings of its own.
  public init() {}
}

extension ParetoNBD: PurchaseModel {
  public var name: String { "pareto-nbd" }

  /// The fit of greatest likelihood, with parameters `r`, `alpha`, `s`, `beta`, the second and fourth in
  /// the unit of time of the summaries; see `BetaGeometric.fitted(to:settings:)`.
  public func fitted(
    to summaries: PurchaseSummaries, settings: FitSettings = FitSettings()
  ) -> FittedPurchaseModel<ParetoProcess> {
    let scaled = ScaledSummaries(summaries)
    guard scaled.repeatOrders > 0 else { return withoutRepeatOrders(scaled) }
    let search = LikelihoodSearch(
      likelihood: ParetoLikelihood(scaled.data, workers: settings.workers),
      lower: Self.lowest, upper: Self.highest, centre: .zero, settings: settings)
    let maximum = search.maximised(
      from: starts(scaled),
      sketch: scaled.sketch.map { ParetoLikelihood($0, workers: settings.workers) })
    let fit = PurchaseFit(
      maximum, names: Self.parameterNames, scales: [1, scaled.scale, 1, scaled.scale],
      shift: scaled.repeatOrders * Double.log(scaled.scale), customers: scaled.customers,
      diagnoses: diagnoses(maximum))
    return FittedPurchaseModel(name: name, process: process(fit.estimates), fit: fit)
  }

  private static let parameterNames = ["r", "alpha", "s", "beta"]
  // Beyond these, a parameter's effect is that of its limit at 0 or infinity.
  private static let lowest = SIMD4(
    Double.log(1e-5), Double.log(1e-6), Double.log(1e-5), Double.log(1e-6))
  private static let highest = SIMD4(
    Double.log(1e4), Double.log(1e9), Double.log(1e4), Double.log(1e9))

  private func process(_ p: [Double]) -> ParetoProcess {
    ParetoProcess(r: p[0], alpha: p[1], s: p[2], beta: p[3])
  }

  /// Moderate differences around the mean rate observed, which is too low where many are lost.
  private func starts(_ scaled: ScaledSummaries) -> [SIMD4<Double>] {
    var starts: [SIMD4<Double>] = []
    for (r, rate) in [(0.5, 1.2), (0.5, 3.0), (2, 1.2), (2, 3.0)] {
      for (s, beta) in [(0.6, 0.4), (0.6, 3)] {
        starts.append(
          SIMD4(.log(r), .log(r / (rate * scaled.meanRate)), .log(s), .log(beta)))
      }
    }
    return starts
  }

  private func diagnoses(_ maximum: LikelihoodMaximum) -> [Diagnosis] {
    let (low, high) = (maximum.point.heldLow, maximum.point.heldHigh)
    let (s, beta) = (maximum.parameter(2), maximum.parameter(3))
    var found: [Diagnosis] = []
    if high.contains(0) || high.contains(1) { found.append(.equalRates) }
    if low.contains(0) || low.contains(1) { found.append(.dividedRates) }
    // The share lost within a mean tenure is 1 − (1 + 1/β)⁻ˢ.
    let lost = -Double.expMinusOne(-s * Double.log(onePlus: 1 / beta))
    if lost < 1e-4 {
      found.append(.noDropout)
    } else if low.contains(2) || low.contains(3) {
      found.append(s < 1 ? .dividedDropout : .immediateDropout)
    } else if high.contains(2) || high.contains(3) {
      found.append(.equalDropout)
    }
    return found
  }

  /// Jeffreys's estimate of one rate for everyone, and nobody lost.
  private func withoutRepeatOrders(
    _ scaled: ScaledSummaries
  ) -> FittedPurchaseModel<ParetoProcess> {
    let estimates = [0.5, scaled.scale * scaled.customers, 1e-5, scaled.scale]
    let process = process(estimates)
    let fit = PurchaseFit(
      withoutRepeatOrders: scaled, names: Self.parameterNames, estimates: estimates,
      logLikelihood: process.logLikelihood)
    return FittedPurchaseModel(name: name, process: process, fit: fit)
  }
}
