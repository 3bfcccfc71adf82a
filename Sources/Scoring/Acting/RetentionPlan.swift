internal import Dense
internal import Interventions
package import Units

/// Whom to contact with what, whom to leave alone, and what that is expected to bring.
package struct RetentionPlan: Sendable {
  /// One customer's place in the plan.
  package struct Row: Sendable {
    package let customer: String
    /// Nil for who gets none.
    package let offer: String?
    package let channel: String?
    package let arm: PlanArm?
    package let whyNot: PlanWhyNot?
    /// Units of 10^−scale that the limits count; nil without an offer.
    package let cost: Int64?
    package let churnProbability: Double?
    /// Of the offer; for who gets none that of the best that may be made, nil where none may.
    package let expectedGain: Double?
    package let expectedCost: Double?
    package let lift: Double?
    /// The incentive at which nothing is left, and the same as a share of the average order.
    package let breakEvenIncentive: Double?
    package let breakEvenDiscount: Double?
  }

  /// First those to contact, by expected gain from the largest; then those left alone by lot; then the rest,
  /// by id.
  package let rows: [Row]
  package let day: Day
  /// Digits of money behind the point.
  package let scale: Int
  package let summary: PlanSummary

  /// What successive plans are to know of this one.
  package var contacts: [PlannedContact] {
    rows.compactMap { row in
      row.arm.map {
        PlannedContact(customer: row.customer, day: day, offer: row.offer ?? "", arm: $0)
      }
    }
  }

  init(
    _ planning: Planning, considered: [ConsideredCustomer], prospects: [CustomerProspect?],
    isHeld: [Bool], chosen: [Int?], solution: ChoiceSolution, gainFactor: Double
  ) {
    let average = planning.scores.numbers(.averageOrderValue)
    let all = considered.indices.map { row in
      let customer = considered[row]
      let chance = chosen[row].map { customer.gainful[$0] }
      let told = chance ?? customer.best
      let arm: PlanArm? = chance == nil ? nil : isHeld[row] ? .holdOut : .treat
      let offer = chance.map { planning.terms.offers[$0.offer] }
      let order = average?[row] ?? .nan
      let why: PlanWhyNot? =
        arm == .treat
        ? nil
        : isHeld[row]
          ? .heldOut
          : customer.options.isEmpty ? customer.whyNot ?? .noGain : .beyondLimits
      return Row(
        customer: planning.scores.ids[row], offer: offer?.name, channel: offer?.channel, arm: arm,
        whyNot: why, cost: arm == .treat ? chance?.cost : arm == .holdOut ? 0 : nil,
        churnProbability: prospects[row]?.churnProbability, expectedGain: told?.expectation.gain,
        expectedCost: told?.expectation.cost, lift: told?.expectation.lift,
        breakEvenIncentive: told?.expectation.breakEvenIncentive,
        breakEvenDiscount: told?.expectation.breakEvenIncentive.flatMap {
          order.isFinite && order > 0 ? $0 / order : nil
        })
    }
    func block(_ row: Row) -> Int { row.arm == .treat ? 0 : row.arm == .holdOut ? 1 : 2 }
    let order = all.indices.sorted { a, b in
      let (first, second) = (block(all[a]), block(all[b]))
      if first != second { return first < second }
      if first < 2, all[a].expectedGain != all[b].expectedGain {
        return all[a].expectedGain ?? 0 > all[b].expectedGain ?? 0
      }
      return a < b
    }
    rows = order.map { all[$0] }
    day = planning.day
    scale = planning.scale
    summary = PlanSummary(
      planning, all, considered: considered, prospects: prospects, isHeld: isHeld, chosen: chosen,
      solution: solution, gainFactor: gainFactor)
  }
}
