/// A process of any of the models, so that code that only forecasts need not know which.
package enum LearnedProcess: Sendable, Equatable, Codable {
  case nbd(NBDProcess)
  case betaGeometric(BetaGeometricProcess)
  case pareto(ParetoProcess)

  /// The process inside; called once a figure, whose cost is far above the dispatch's.
  @inline(__always)
  private var process: any PurchaseProcess {
    switch self {
    case .nbd(let process): process
    case .betaGeometric(let process): process
    case .pareto(let process): process
    }
  }
}

extension LearnedProcess: PurchaseProcess {
  package var timeScale: Double { process.timeScale }
  package var hasSteps: Bool { process.hasSteps }

  package func probabilityAlive(_ customer: PurchaseSummary, after time: Double) -> Double {
    process.probabilityAlive(customer, after: time)
  }

  package func expectedOrders(_ customer: PurchaseSummary, within times: [Double]) -> [Double] {
    process.expectedOrders(customer, within: times)
  }

  package func orderCountProbabilities(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>, upTo count: Int
  ) -> [Double] {
    process.orderCountProbabilities(customer, in: window, upTo: count)
  }

  package func probabilityOfOrder(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>
  ) -> Double {
    process.probabilityOfOrder(customer, in: window)
  }

  package func logLikelihood(_ customer: PurchaseSummary) -> Double {
    process.logLikelihood(customer)
  }
}
