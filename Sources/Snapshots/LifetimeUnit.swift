/// The unit of time in which parameters and log-likelihoods are given.
package enum LifetimeUnit: String, Sendable, CaseIterable {
  case day, week, month

  package var days: Double {
    switch self {
    case .day: 1
    case .week: 7
    case .month: 365.0 / 12
    }
  }
}
