/// A feature that predicts the label so well that it must have been filled in after it.
package struct LeakageWarning: Sendable, Codable, Equatable {
  package let feature: String
  package let areaUnderCurve: Double

  package init(feature: String, areaUnderCurve: Double) {
    self.feature = feature
    self.areaUnderCurve = areaUnderCurve
  }

  enum CodingKeys: String, CodingKey {
    case feature
    case areaUnderCurve = "auc"
  }

  /// AUC of a single feature from which leakage is suspected: features of real customers do not reach it.
  package static let limit = 0.99
}
