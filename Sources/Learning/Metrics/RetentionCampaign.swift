internal import Dense

/// What it costs to keep a customer, and what that is worth: the assumptions behind the expected
/// maximum profit of a churn model.
///
/// Source: Verbraken, Verbeke & Baesens (2013), A Novel Profit Maximizing Metric for Measuring
/// Classification Performance of Customer Churn Prediction Models, whose defaults these are.
public struct RetentionCampaign: Sendable, Equatable {
  /// Value of a customer who is kept (CLV), above 0.
  public let customerValue: Double
  /// Cost of the offer to whoever takes it (d), from 0 to below the value.
  public let offerCost: Double
  /// Cost of reaching a customer (f), at least 0.
  public let contactCost: Double
  /// The two parameters of the beta distribution of γ, the share of would-be churners who accept.
  public let acceptance: (alpha: Double, beta: Double)

  /// States the assumptions; nil where one is out of its range.
  public init?(
    customerValue: Double = 200, offerCost: Double = 10, contactCost: Double = 1,
    acceptance: (alpha: Double, beta: Double) = (6, 14)
  ) {
    guard customerValue > 0, customerValue.isFinite, offerCost >= 0, offerCost < customerValue,
      contactCost >= 0, contactCost.isFinite, (0.01...1_000).contains(acceptance.alpha),
      (0.01...1_000).contains(acceptance.beta)
    else { return nil }
    self.customerValue = customerValue
    self.offerCost = offerCost
    self.contactCost = contactCost
    self.acceptance = acceptance
  }

  public static func == (left: RetentionCampaign, right: RetentionCampaign) -> Bool {
    left.customerValue == right.customerValue && left.offerCost == right.offerCost
      && left.contactCost == right.contactCost && left.acceptance == right.acceptance
  }
}

extension RankedOutcomes {
  /// The expected maximum profit for a customer (EMPC), churn being the yes: the profit of
  /// contacting the best share of customers, highest probabilities first, in expectation over γ.
  ///
  /// Nil where only one class came. At a given γ the best share ends at a corner of the convex hull
  /// of the receiver operating curve, so the integral over γ is a sum over its corners.
  func expectedMaximumProfit(
    of sample: WeightedRanks, campaign: RetentionCampaign
  ) -> Double? {
    guard sample.positives > 0, sample.negatives > 0 else { return nil }
    let hull = convexHull(of: sample)
    let (a, b) = campaign.acceptance
    let offer = campaign.offerCost / campaign.customerValue
    let contact = campaign.contactCost / campaign.customerValue
    var profit = 0.0
    var below = (share: 0.0, mean: 0.0)
    for (index, corner) in hull.enumerated() {
      // The γ above which the next corner pays more.
      var until = 1.0
      if index + 1 < hull.count {
        let churners = Double(hull[index + 1].positives - corner.positives)
        let others = Double(hull[index + 1].negatives - corner.negatives)
        let wanted = (offer + contact) * others + contact * churners
        let gain = (1 - offer) * churners
        until = wanted < gain ? wanted / gain : 1
      }
      let reached = (
        share: regularizedIncompleteBeta(until, a, b),
        mean: a / (a + b) * regularizedIncompleteBeta(until, a + 1, b)
      )
      let (churners, others) = (Double(corner.positives), Double(corner.negatives))
      profit += (1 - offer) * churners * (reached.mean - below.mean)
      profit -= (contact * churners + (offer + contact) * others) * (reached.share - below.share)
      below = reached
      if until == 1 { break }
    }
    return campaign.customerValue * profit / Double(sample.total)
  }

  /// Corners of the upper hull of the receiver operating curve, in counts, from (0, 0) on.
  private func convexHull(of sample: WeightedRanks) -> [(negatives: Int, positives: Int)] {
    let weights = sample.weights.span
    let outcomes = outcomes.span
    var hull = [(negatives: 0, positives: 0)]
    var (negatives, positives) = (0, 0)
    /// Takes the point that the curve has reached, and leaves out what then lies below the hull.
    func take() {
      // Whole numbers: whether three points turn right is exact.
      while hull.count > 1 {
        let (corner, before) = (hull[hull.count - 1], hull[hull.count - 2])
        let rise = (corner.positives - before.positives) * (negatives - before.negatives)
        let run = (positives - before.positives) * (corner.negatives - before.negatives)
        guard rise <= run else { break }
        hull.removeLast()
      }
      hull.append((negatives, positives))
    }
    // Only where the curve has risen, and goes to the right next, can it turn right.
    var hasRisen = false
    var rank = count
    for tie in tieEnds.indices.reversed() {
      let start = tie == 0 ? 0 : tieEnds[tie - 1]
      var (yes, no) = (0, 0)
      while rank > start {
        rank -= 1
        let weight = Int(weights[rank])
        if outcomes[rank] { yes += weight } else { no += weight }
      }
      if yes == 0, no == 0 { continue }
      if hasRisen, no > 0 { take() }
      (positives, negatives, hasRisen) = (positives + yes, negatives + no, yes > 0)
    }
    take()
    return hull
  }
}
