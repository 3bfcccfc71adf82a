internal import RealModule

/// The beta-geometric family: customers order at gamma-distributed rates and may drop out, each with
/// its own beta-distributed probability, after an order.
///
/// Its members differ in two choices, `BetaGeometric.bgNBD` and `.mbgNBD` being the classics; with
/// more regular inter-purchase times they are those of Platzer & Reutterer (2016).
public struct BetaGeometric: Sendable, Equatable, Codable {
  /// Whether a customer may drop out right after the first order.
  ///
  /// Without it (BG/NBD), one-time buyers are all alive for certain.
  public var losesNewCustomers: Bool
  /// k, at least 1: inter-purchase times are Erlang distributed with k phases; 1 is the Poisson
  /// process, more make them more regular.
  public var regularity: Int

  /// A member of the family; `regularity` is at least 1.
  public init(losesNewCustomers: Bool, regularity: Int = 1) {
    precondition(regularity >= 1, "gaps of \(regularity) phases")
    self.losesNewCustomers = losesNewCustomers
    self.regularity = regularity
  }

  /// BG/NBD: Fader, Hardie & Lee (2005).
  public static let bgNBD = BetaGeometric(losesNewCustomers: false)
  /// MBG/NBD: Batislam, Denizel & Filiztekin (2007).
  public static let mbgNBD = BetaGeometric(losesNewCustomers: true)

  func chancesToDropOut(_ frequency: Int) -> Int {
    losesNewCustomers ? frequency + 1 : frequency
  }
}

extension BetaGeometric: PurchaseModel {
  /// `bg-nbd`, `mbg-nbd`, or with k phases `bg-cnbd-k`.
  public var name: String {
    let family = losesNewCustomers ? "mbg" : "bg"
    return regularity == 1 ? "\(family)-nbd" : "\(family)-cnbd-\(regularity)"
  }

  /// The fit of greatest likelihood, with parameters `r`, `alpha`, `a`, `b`: rates are gamma(r, α),
  /// α in the unit of time of the summaries, and chances to drop out beta(a, b).
  ///
  /// - Parameters:
  ///   - summaries: at least one customer.
  ///   - settings: the prior, the most steps and the workers.
  /// - Returns: the process, and in `fit` how the search ended; see `PurchaseFit.isConverged`.
  /// - Complexity: O(rows) to merge equal rows; then O(distinct rows) a step, of which there are about
  ///   ten.
  public func fitted(
    to summaries: PurchaseSummaries, settings: FitSettings = FitSettings()
  ) -> FittedPurchaseModel<BetaGeometricProcess> {
    let scaled = ScaledSummaries(summaries)
    guard scaled.repeatOrders > 0 else { return withoutRepeatOrders(scaled) }
    let likelihood = BetaGeometricLikelihood(self, scaled.data, workers: settings.workers)
    let search = LikelihoodSearch(
      likelihood: likelihood, lower: Self.lowest, upper: Self.highest, centre: .zero,
      settings: settings)
    let maximum = search.maximised(
      from: starts(scaled),
      sketch: scaled.sketch.map { BetaGeometricLikelihood(self, $0, workers: settings.workers) })
    let fit = PurchaseFit(
      maximum, names: Self.parameterNames, scales: [1, scaled.scale, 1, 1],
      shift: shift(scaled), customers: scaled.customers, diagnoses: diagnoses(maximum))
    return FittedPurchaseModel(name: name, process: process(fit.estimates), fit: fit)
  }

  private static let parameterNames = ["r", "alpha", "a", "b"]
  // Beyond these, a parameter's effect is that of its limit at 0 or infinity.
  private static let lowest = SIMD4(
    Double.log(1e-5), Double.log(1e-6), Double.log(1e-6), Double.log(1e-4))
  private static let highest = SIMD4(
    Double.log(1e4), Double.log(1e9), Double.log(1e4), Double.log(1e5))

  private func process(_ p: [Double]) -> BetaGeometricProcess {
    BetaGeometricProcess(model: self, r: p[0], alpha: p[1], a: p[2], b: p[3])
  }

  /// Moderate differences in rates and dropout around the mean rate observed, which is too low
  /// where many are lost.
  private func starts(_ scaled: ScaledSummaries) -> [SIMD4<Double>] {
    let phases = Double(regularity) * scaled.meanRate
    var starts: [SIMD4<Double>] = []
    for (r, rate) in [(0.3, 1.0), (0.3, 2.0), (1.5, 1.0), (1.5, 2.0)] {
      for (a, b) in [(0.7, 2.5), (0.5, 10)] {
        starts.append(SIMD4(.log(r), .log(r / (rate * phases)), .log(a), .log(b)))
      }
    }
    return starts
  }

  /// What the log-likelihood on scaled time has in excess of that in the data's unit, with the
  /// factor that no parameter touches.
  private func shift(_ scaled: ScaledSummaries) -> Double {
    var shift = scaled.repeatOrders * Double.log(scaled.scale)
    guard regularity > 1 else { return shift }
    shift += scaled.repeatOrders * Double.logGamma(Double(regularity))
    // Unknown gaps count as gaps of one of the data's units.
    let gaps = scaled.data.sumOfLogGaps ?? -scaled.repeatOrders * Double.log(scaled.scale)
    return shift - Double(regularity - 1) * gaps
  }

  private func diagnoses(_ maximum: LikelihoodMaximum) -> [Diagnosis] {
    let (low, high) = (maximum.point.heldLow, maximum.point.heldHigh)
    let (a, b) = (maximum.parameter(2), maximum.parameter(3))
    var found: [Diagnosis] = []
    if high.contains(0) || high.contains(1) { found.append(.equalRates) }
    if low.contains(0) || low.contains(1) { found.append(.dividedRates) }
    if low.contains(2), low.contains(3) {
      found.append(.dividedDropout)
    } else if a / (a + b) < 1e-5 {
      found.append(.noDropout)
    } else if b / (a + b) < 1e-3 {
      found.append(.immediateDropout)
    } else if high.contains(2) || high.contains(3) {
      found.append(.equalDropout)
    } else if low.contains(2) || low.contains(3) {
      found.append(.dividedDropout)
    }
    return found
  }

  /// Jeffreys's estimate of one rate for everyone, and nobody lost.
  private func withoutRepeatOrders(
    _ scaled: ScaledSummaries
  ) -> FittedPurchaseModel<BetaGeometricProcess> {
    let time = scaled.scale * scaled.customers
    let estimates = [0.5, Double(regularity) * time, 1e-6, 1]
    let process = process(estimates)
    let fit = PurchaseFit(
      withoutRepeatOrders: scaled, names: Self.parameterNames, estimates: estimates,
      logLikelihood: process.logLikelihood)
    return FittedPurchaseModel(name: name, process: process, fit: fit)
  }
}
