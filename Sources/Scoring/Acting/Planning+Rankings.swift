internal import Interventions

extension Planning {
  /// Names of the limits, in their order.
  var limitNames: [String] {
    (terms.budget == nil ? [] : ["budget"]) + (terms.mostContacts == nil ? [] : ["max_contacts"])
      + terms.channelLimits.keys.sorted().map { "channel \($0)" }
      + terms.offers.filter { $0.mostContacts != nil }.map { "offer \($0.name)" }
  }

  /// What a list in some order, of `open` customers (who may get an offer and are not left alone), is
  /// expected to gain beside the offers that are `planned`; nil where the rows do not tell the order.
  func ranking(
    _ ranking: PlanRanking, _ open: [Int], _ considered: [ConsideredCustomer],
    _ prospects: [CustomerProspect?], planned: [OfferChance]
  ) -> PlanSummary.Ranking? {
    let best = open.compactMap { considered[$0].best }
    guard let keys = keys(ranking, open, best, prospects) else { return nil }
    let order = keys.indices.sorted { (keys[$1], $0) < (keys[$0], $1) }
    let curve = ProfitCurve(gains: best.map(\.expectation.gain), ranking: order)
    let listed =
      ranking == .gain
      ? planned : withinLimits(order.map { considered[open[$0]] }, atMost: planned.count)
    return PlanSummary.Ranking(
      by: ranking, withinLimits: listed.reduce(0) { $0 + $1.expectation.gain },
      treated: listed.count, bestLength: curve.best.length, bestGain: curve.best.profit,
      curve: curve.points.map { PlanSummary.Ranking.Point(length: $0.length, gain: $0.profit) })
  }

  private func keys(
    _ ranking: PlanRanking, _ open: [Int], _ best: [OfferChance], _ prospects: [CustomerProspect?]
  ) -> [Double]? {
    let people = open.compactMap { prospects[$0] }
    switch ranking {
    case .gain: return best.map { Double($0.gain) }
    case .risk: return people.map(\.churnProbability)
    case .value: return people.map(\.expectedValue)
    case .riskTimesValue: return people.map { $0.churnProbability * $0.expectedValue }
    case .recency:
      guard let days = scores.numbers(.daysSinceLastOrder) else { return nil }
      return open.map { days[$0].isFinite ? days[$0] : -1 }
    }
  }

  /// The first customers as the limits allow, each with the offer that brings most of those that still
  /// fit, whatever that is.
  private func withinLimits(
    _ customers: [ConsideredCustomer], atMost count: Int
  ) -> [OfferChance] {
    let limits = limits
    var room = limits.map(\.capacity)
    var taken: [OfferChance] = []
    for customer in customers where taken.count < count {
      let fitting = customer.chances.filter { chance in
        zip(limits, room).allSatisfy { $0.use(of: chance.option) <= $1 }
      }
      guard let chance = ConsideredCustomer(chances: fitting).best else { continue }
      for limit in room.indices { room[limit] -= limits[limit].use(of: chance.option) }
      taken.append(chance)
    }
    return taken
  }
}

extension CustomerProspect {
  /// (1 − p)·kept + p·not.
  fileprivate var expectedValue: Double {
    (1 - churnProbability) * valueIfKept + churnProbability * valueIfNot
  }
}
