package import Dense
package import Files
internal import Interventions
internal import Learning
internal import Segments
package import Units

/// Makes a plan: whom to contact with which offer, within limits, and whom to leave alone.
package struct Planning {
  let terms: PlanTerms
  let scores: PlanScores
  let sheet: CustomerSheet?
  let past: [String: PastContacts]
  let key: KeyedHash?
  let measurements: PlanMeasurements
  /// The day of the contacts.
  let day: Day
  let workers: Workers
  /// Smallest units of money: 10^−scale.
  let scale: Int

  /// - Parameters:
  ///   - terms: offers and limits.
  ///   - scores: rows that `predict` wrote, with all columns.
  ///   - sheet: what else is known of customers; nil without it.
  ///   - state: who was contacted when.
  ///   - key: of the lots of the hold-out; nil where nobody is held out.
  ///   - measurements: what was measured of the offers.
  ///   - day: of the contacts; nil for the date that was scored.
  ///   - workers: how many threads it may take; the plan does not depend on it.
  /// - Throws: where the terms do not fit the rows.
  package init(
    _ terms: PlanTerms, scores: PreviousScores, sheet: CustomerSheet?, state: ContactState,
    key: KeyedHash?, measurements: PlanMeasurements = PlanMeasurements(), day: Day?,
    workers: Workers
  ) throws(PlanningError) {
    guard let day = day ?? scores.asOf else { throw .noDate(file: scores.file) }
    guard key != nil || terms.holdOutShare == 0 else { throw .noSalt }
    self.terms = terms
    self.scores = PlanScores(scores)
    self.sheet = sheet
    self.key = key
    self.measurements = measurements
    self.day = day
    self.workers = workers
    past = PastContacts.byCustomer(state, before: day)
    let amounts = terms.offers.flatMap { offer -> [FixedDecimal] in
      if case .amount(let amount) = offer.incentive {
        [offer.contactCost, amount]
      } else {
        [offer.contactCost]
      }
    }
    scale = max(2, (amounts + (terms.budget.map { [$0] } ?? [])).map(\.scale).max() ?? 2)
  }

  /// The plan.
  ///
  /// - Throws: where a column is missing, a condition cannot be used, an offer is for nobody, or the
  ///   rows were scored with other assumptions than those stated.
  package func plan() throws(PlanningError) -> RetentionPlan {
    try requireMeasuredCustomers()
    let prospects = try prospects()
    let gates = try gates()
    var considered = scores.rows.indices.map { row in
      self.considered(row, prospects[row], gates)
    }
    let factor = gainFactor(considered)
    for row in considered.indices {
      for place in considered[row].chances.indices {
        considered[row].chances[place].setGain(factor)
      }
    }
    let isHeld = heldOut(considered, prospects)
    let options = considered.indices.map { considered[$0].options }
    let problem = ChoiceProblem(
      options: options.indices.map { isHeld[$0] ? [] : options[$0] }, limits: limits)
    let solution = problem.solved(workers: workers)
    let chosen = options.indices.map { row -> Int? in
      isHeld[row]
        ? problem.choiceAtPrices(options[row], solution.prices)
        : solution.choice[row] < 0 ? nil : Int(solution.choice[row])
    }
    return RetentionPlan(
      self, considered: considered, prospects: prospects, isHeld: isHeld, chosen: chosen,
      solution: solution, gainFactor: factor)
  }

  /// Throws where a file of measured lifts is of other customers: all would seem to have none.
  private func requireMeasuredCustomers() throws(PlanningError) {
    for place in terms.offers.indices {
      guard let uplift = measurements.uplifts[place],
        !scores.ids.contains(where: { uplift.lift(of: $0) != nil })
      else { continue }
      throw .uplift(
        .nobodyKnown(
          file: uplift.file, scores: scores.previous.file, customers: scores.count))
    }
  }

  // MARK: Limits

  var limits: [ChoiceProblem.Limit] {
    var limits: [ChoiceProblem.Limit] = []
    if let budget = terms.budget, let units = budget.rescaled(to: scale) {
      limits.append(.budget(units.mantissa))
    }
    let all = Set(terms.offers.indices)
    if let most = terms.mostContacts { limits.append(.contacts(most, offers: all)) }
    for (channel, most) in terms.channelLimits.sorted(by: { $0.key < $1.key }) {
      let offers = all.filter { terms.offers[$0].channel == channel }
      limits.append(.contacts(most, offers: offers))
    }
    for (place, offer) in terms.offers.enumerated() {
      if let most = offer.mostContacts { limits.append(.contacts(most, offers: [place])) }
    }
    return limits
  }

  /// Whole units of gain for one of money: as fine as a millionth, as the sum allows.
  private func gainFactor(_ considered: [ConsideredCustomer]) -> Double {
    let most = considered.reduce(0.0) { sum, customer in
      sum + max(0, customer.chances.map { $0.expectation.gain }.max() ?? 0)
    }
    var factor = 1e6
    while most * factor > ChoiceProblem.largestTotalGain { factor /= 10 }
    return factor
  }

  // MARK: Hold-out

  private func heldOut(
    _ considered: [ConsideredCustomer], _ prospects: [CustomerProspect?]
  ) -> [Bool] {
    var isHeld = considered.map { _ in false }
    guard let key, terms.holdOutShare > 0, let holdOut = HoldOut(share: terms.holdOutShare) else {
      return isHeld
    }
    let candidates = considered.indices.filter { !considered[$0].options.isEmpty }
    let drawn = holdOut.drawn(
      lots: candidates.map { key.number(of: scores.ids[$0].utf8) },
      risks: candidates.map { prospects[$0]?.churnProbability ?? 0 },
      values: candidates.map { prospects[$0]?.valueIfKept ?? 0 },
      kept: candidates.map { past[scores.ids[$0]]?.arm.map { $0 == .holdOut } })
    for (candidate, held) in zip(candidates, drawn) { isHeld[candidate] = held }
    return isHeld
  }
}
