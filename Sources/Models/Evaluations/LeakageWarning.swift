internal import Units

/// A feature that tells the label so well that it must have been filled in after it.
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

  /// A column that tells labels this well knows of them: features of real customers do not.
  package static let limit = 0.99
  /// What the user should know.
  package var notice: String {
    "'\(feature)' alone tells the label almost without error (area under the ROC curve "
      + "\(fixed(areaUnderCurve, digits: 3))): too good to be true. Is it filled in once a customer "
      + "has left? Then no figure here holds for new customers: leave it out"
  }
}
