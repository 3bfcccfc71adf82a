internal import Models
internal import Segments

/// What the built-in sets over recency, frequency and money may call a customer of whom more is known.
///
/// Their codes know three scores. `Lost` and `Champions` say more than these: one is only said of customers
/// who have lapsed, the other not of those who are gone. Whoever may not have the name has the nearest one
/// that is true of both; rules of users stay as they are.
struct SegmentReading {
  /// Place of a segment's name → place of the name in its stead.
  private let ifNotLapsed: [Int: Int]
  private let ifGone: [Int: Int]

  /// Nil where the rules are no built-in set of this kind.
  init?(_ rules: RuleSet) {
    guard [RuleSetText.rfm125, .rf25].contains(rules.text) else { return nil }
    func places(_ names: [String: String]) -> [Int: Int] {
      var places: [Int: Int] = [:]
      for (index, name) in rules.segments.enumerated() {
        places[index] = names[name].flatMap(rules.segments.firstIndex)
      }
      return places
    }
    ifNotLapsed = places(["Lost": "Hibernating"])
    ifGone = places([
      "Champions": "Cannot Lose Them", "Loyal": "Cannot Lose Them", "Need Attention": "At Risk",
      "Potential Loyalist": "Hibernating", "New Customers": "Hibernating",
      "Promising": "Hibernating",
    ])
  }

  /// The segment that a row tells.
  ///
  /// - Parameters:
  ///   - segment: by its scores.
  ///   - lapse: as the row tells it; nil where it is unknown.
  ///   - p: the churn probability, in [0, 1].
  /// - Returns: its place in the rules.
  func told(_ segment: Int, lapse: Lapse?, churnProbability p: Double) -> Int {
    switch lapse {
    case .onTime, .notDue, .skippedOnce: ifNotLapsed[segment] ?? segment
    case .lost: ifGone[segment] ?? segment
    case .highRisk where p > CustomerReading.surelyLeaves: ifGone[segment] ?? segment
    case .highRisk, nil: segment
    }
  }
}
