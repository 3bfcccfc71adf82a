import Dense
import Interventions
import Testing

/// Choices under limits, against all choices there are and against dynamic programming over money.
@Suite struct ChoiceProblemTests {
  typealias Option = ChoiceProblem.Option

  /// The best gain of all choices within the limits, by trying each.
  private func bestByTrying(_ problem: ChoiceProblem) -> Int64 {
    var best: Int64 = 0
    var choice = [Int32](repeating: -1, count: problem.options.count)
    func go(_ customer: Int) {
      guard customer < choice.count else {
        if problem.isFeasible(choice) { best = max(best, problem.gain(of: choice)) }
        return
      }
      for place in -1..<problem.options[customer].count {
        choice[customer] = Int32(place)
        go(customer + 1)
      }
      choice[customer] = -1
    }
    go(0)
    return best
  }

  /// The best gain within a budget, unit by unit (Bellman 1957).
  private func bestByMoney(_ options: [[Option]], budget: Int) -> Int64 {
    var best = [Int64](repeating: 0, count: budget + 1)
    for customer in options {
      var next = best
      for option in customer where option.gain > 0 {
        let cost = Int(option.cost)
        guard cost <= budget else { continue }
        for money in cost...budget {
          next[money] = max(next[money], best[money - cost] + option.gain)
        }
      }
      best = next
    }
    return best[budget]
  }

  private func options(
    _ customers: Int, offers: Int, dearest: Int, _ random: inout RandomSource
  ) -> [[Option]] {
    (0..<customers).map { _ in
      (0..<offers).filter { _ in random.chance(0.8) }.map { offer in
        Option(
          offer: offer, cost: Int64(random.index(below: dearest + 1)),
          gain: Int64(random.index(below: 60)) - 5)
      }
    }
  }

  @Test func isTheBestOfAllUnderOneLimit() {
    var random = RandomSource(seed: 1)
    for round in 0..<600 {
      let offers = 1 + random.index(below: 3)
      let options = options(
        1 + random.index(below: 6), offers: offers, dearest: 1 + random.index(below: 30), &random)
      let limits: [ChoiceProblem.Limit] = [
        .budget(Int64(random.index(below: 80))),
        .contacts(random.index(below: 5), offers: Set(0..<offers)),
        .contacts(random.index(below: 3), offers: [random.index(below: offers)]),
      ]
      for limit in limits {
        let problem = ChoiceProblem(options: options, limits: [limit])
        let solution = problem.solved()
        #expect(problem.isFeasible(solution.choice))
        #expect(solution.isOptimal, "round \(round), \(limit)")
        #expect(solution.gain == problem.gain(of: solution.choice))
        #expect(solution.gain == bestByTrying(problem), "round \(round), \(limit)")
      }
    }
  }

  @Test func isTheBestWithinABudgetOfManyCustomers() {
    var random = RandomSource(seed: 2)
    for round in 0..<60 {
      let options = options(
        40 + random.index(below: 200), offers: 3, dearest: 1 + random.index(below: 200), &random)
      let budget = random.index(below: 5_000)
      let problem = ChoiceProblem(options: options, limits: [.budget(Int64(budget))])
      let solution = problem.solved()
      #expect(problem.isFeasible(solution.choice) && solution.isOptimal)
      #expect(solution.gain == bestByMoney(options, budget: budget), "round \(round)")
    }
  }

  /// Many limits: within them, never above the best, never a bound below it.
  @Test func isWithinSeveralLimitsAndTellsABound() {
    var random = RandomSource(seed: 3)
    var (found, possible) = (0.0, 0.0)
    for round in 0..<400 {
      let offers = 2 + random.index(below: 2)
      let options = options(1 + random.index(below: 7), offers: offers, dearest: 20, &random)
      let problem = ChoiceProblem(
        options: options,
        limits: [
          .budget(Int64(random.index(below: 60))),
          .contacts(1 + random.index(below: 4), offers: Set(0..<offers)),
          .contacts(random.index(below: 3), offers: [0]),
        ])
      let solution = problem.solved()
      let best = bestByTrying(problem)
      #expect(problem.isFeasible(solution.choice), "round \(round)")
      #expect(solution.gain <= best && best <= solution.bound, "round \(round)")
      found += Double(solution.gain)
      possible += Double(best)
    }
    // Tiny problems are the hardest for prices.
    #expect(found > 0.95 * possible)
  }

  @Test func comesNearTheBoundWithManyCustomers() {
    var random = RandomSource(seed: 4)
    let options = options(3_000, offers: 3, dearest: 500, &random)
    let problem = ChoiceProblem(
      options: options,
      limits: [
        .budget(100_000), .contacts(900, offers: [0, 1, 2]), .contacts(200, offers: [1]),
      ])
    let solution = problem.solved()
    #expect(problem.isFeasible(solution.choice))
    #expect(solution.gap < 0.002, "\(solution.gap)")
    for workers: Workers in [2, 5] { #expect(problem.solved(workers: workers) == solution) }
  }

  @Test func tellsABoundWhereStatesRunOut() {
    var random = RandomSource(seed: 5)
    let options = options(200, offers: 3, dearest: 1_000, &random)
    let problem = ChoiceProblem(options: options, limits: [.budget(9_999)])
    let short = problem.solved(mostStates: 2)
    let whole = problem.solved()
    #expect(problem.isFeasible(short.choice) && whole.isOptimal)
    #expect(short.gain <= whole.gain && whole.gain <= short.bound)
  }
}
