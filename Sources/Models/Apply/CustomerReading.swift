/// How far a customer is beyond their rhythm, from the best down; the names in rows.
package enum Lapse: String, Sendable, Codable, CaseIterable {
  /// Within the rhythm, and the next order is due only after the horizon.
  case notDue = "not due"
  case onTime = "on time"
  case skippedOnce = "skipped once"
  case highRisk = "high risk"
  case lost

  fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The one reading of a customer that lapse, stage of life and action come from.
///
/// First comes the churn probability, which knows engagement, season and much else; then the rhythm,
/// which tells where the customer stands within what the probability allows; then the stage of life.
/// So no row says that a customer is lost who is likely to order, or on time who is not.
package struct CustomerReading: Sendable, Equatable {
  /// Nil where neither rhythm nor probability says.
  package let lapse: Lapse?
  /// Nil where it is not known.
  package let lifecycle: String?

  /// Probabilities that a label needs, or rules out.
  static let surelyStays = 0.2
  package static let evenChance = 0.5
  static let mayLeave = 0.75
  package static let surelyLeaves = 0.9

  /// - Parameters:
  ///   - lapse: by the rhythm alone.
  ///   - lifecycle: the stage by the rhythm alone.
  ///   - p: the churn probability, in [0, 1].
  ///   - daysToDue: days until the next order is due by the customer's own rhythm; nil without one.
  ///   - horizonInDays: days that the probability speaks of.
  package init(
    lapse: Lapse?, lifecycle: String?, churnProbability p: Double, daysToDue: Double?,
    horizonInDays: Int
  ) {
    let told = lapse.map { Self.told($0, p, daysToDue, horizonInDays) }
    self.lapse = told
    self.lifecycle =
      switch told {
      case .lost: lifecycle == nil ? nil : Self.inactive
      case .skippedOnce, .highRisk: lifecycle == nil ? nil : Self.likelyInactive
      // By multiples of the rhythm overdue, and yet within what is usual for the customer.
      case .notDue, .onTime:
        lifecycle == Self.inactive || lifecycle == Self.likelyInactive ? Self.retention : lifecycle
      case nil: lifecycle
      }
  }

  private static func told(
    _ rhythm: Lapse, _ p: Double, _ daysToDue: Double?, _ horizonInDays: Int
  ) -> Lapse {
    if rhythm == .onTime, p > mayLeave, let daysToDue, daysToDue >= Double(horizonInDays) {
      return .notDue
    }
    let least: Lapse = p > surelyLeaves ? .highRisk : p > mayLeave ? .skippedOnce : .onTime
    let most: Lapse = p < surelyStays ? .skippedOnce : p < evenChance ? .highRisk : .lost
    return Lapse.allCases[min(max(rhythm.place, least.place), most.place)]
  }

  static let inactive = "inactive"
  static let likelyInactive = "likely to become inactive"
  static let retention = "retention"
}
