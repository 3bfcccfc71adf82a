package import Lifetime

/// The models of orders that `clv` and `train` know, by name.
package enum LifetimeModelName: String, Sendable, Codable, CaseIterable {
  case bgNBD = "bg-nbd"
  case mbgNBD = "mbg-nbd"
  case bgCNBD = "bg-cnbd-k"
  case mbgCNBD = "mbg-cnbd-k"
  case paretoNBD = "pareto-nbd"
  case nbd
}

/// A model of orders that has learned, whichever it is.
package struct LearnedOrders: Sendable {
  package let name: LifetimeModelName
  package let process: LearnedProcess
  package let fit: PurchaseFit

  /// k of a model of regular buyers; nil for the others.
  package var regularity: Int? {
    guard case .betaGeometric(let process) = process, name == .bgCNBD || name == .mbgCNBD else {
      return nil
    }
    return process.model.regularity
  }

  private init<Process: PurchaseProcess>(
    _ name: LifetimeModelName, _ fitted: FittedPurchaseModel<Process>,
    _ wrap: (Process) -> LearnedProcess
  ) {
    self.name = name
    process = wrap(fitted.process)
    fit = fitted.fit
  }
}

extension LearnedOrders {
  /// Fits the named model.
  package init(_ name: LifetimeModelName, to summaries: PurchaseSummaries, settings: FitSettings) {
    switch name {
    case .nbd: self.init(name, NBD().fitted(to: summaries, settings: settings)) { .nbd($0) }
    case .paretoNBD:
      self.init(name, ParetoNBD().fitted(to: summaries, settings: settings)) { .pareto($0) }
    case .bgNBD:
      self.init(
        name, BetaGeometric.bgNBD.fitted(to: summaries, settings: settings)
      ) { .betaGeometric($0) }
    case .mbgNBD:
      self.init(
        name, BetaGeometric.mbgNBD.fitted(to: summaries, settings: settings)
      ) { .betaGeometric($0) }
    case .bgCNBD, .mbgCNBD:
      self.init(name, regularBuyers(name == .mbgCNBD, summaries, settings)) { .betaGeometric($0) }
    }
  }
}

/// Gaps of more phases than this are as good as fixed.
private let mostPhases = 12

/// The beta-geometric model of the regularity that makes the orders likeliest, found by raising k
/// for as long as that helps (Platzer & Reutterer 2016).
private func regularBuyers(
  _ losesNewCustomers: Bool, _ summaries: PurchaseSummaries, _ settings: FitSettings
) -> FittedPurchaseModel<BetaGeometricProcess> {
  func fitted(_ regularity: Int) -> FittedPurchaseModel<BetaGeometricProcess> {
    BetaGeometric(losesNewCustomers: losesNewCustomers, regularity: regularity)
      .fitted(to: summaries, settings: settings)
  }
  var best = fitted(1)
  // Without gaps nothing tells how regular they are.
  if best.fit.diagnoses.contains(.noRepeatOrders) { return best }
  for regularity in 2...mostPhases {
    let next = fitted(regularity)
    guard next.fit.logLikelihood > best.fit.logLikelihood else { break }
    best = next
  }
  return best
}
