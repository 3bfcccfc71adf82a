package import Dense

extension ChoiceProblem {
  /// The best choice within the limits, or the best that was found and a bound on all.
  ///
  /// Exact where one limit alone decides: everybody's best option where none binds, the largest gains under
  /// a limit on the number, and the multiple-choice knapsack under a budget. A limit that the best choice
  /// under another one keeps to does not decide. Else by Lagrangian relaxation (Fisher 1981), whose dual
  /// is the bound.
  ///
  /// - Parameters:
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - mostStates: states that the dynamic program may keep, 16 bytes each.
  /// - Returns: a choice that keeps to all limits.
  /// - Complexity: O(n log n) for n options and one limit, but for the knapsack's core; with k limits about
  ///   600 · k passes over the options.
  package func solved(workers: Workers = .one, mostStates: Int = 20_000_000) -> ChoiceSolution {
    let best = bestOptions()
    let binding = limits.indices.filter { use(of: limits[$0], by: best) > limits[$0].capacity }
    if binding.isEmpty { return exact(best, .unlimited, prices: limits.map { _ in 0 }) }
    for limit in binding {
      let solution = solved(only: limit, best, mostStates: mostStates)
      if let solution, isFeasible(solution.choice) { return solution }
    }
    return LagrangianChoice(self, workers: workers).solution()
  }

  func exact(
    _ choice: [Int32], _ method: ChoiceSolution.Method, prices: [Double]
  ) -> ChoiceSolution {
    let gain = gain(of: choice)
    return ChoiceSolution(
      choice: choice, gain: gain, bound: gain, method: method, prices: prices)
  }

  /// The best choice under one limit; nil where that is not known.
  private func solved(only limit: Int, _ best: [Int32], mostStates: Int) -> ChoiceSolution? {
    switch limits[limit] {
    case .contacts(let count, let offers): largestGains(count, of: offers, limit: limit, best)
    case .budget(let budget):
      BudgetKnapsack(options, budget: budget).solution(mostStates: mostStates).map { found in
        ChoiceSolution(
          choice: found.choice, gain: found.gain, bound: found.bound, method: .knapsack,
          prices: limits.indices.map { $0 == limit ? found.price : 0 })
      }
    }
  }

  /// Customers give up an option of a limited offer for their best other one, those first who lose least.
  private func largestGains(
    _ count: Int, of offers: Set<Int>, limit: Int, _ best: [Int32]
  ) -> ChoiceSolution {
    struct Claim {
      let customer: Int
      let other: Int32
      let loss: Int64
    }
    var claims: [Claim] = []
    for customer in options.indices {
      guard let option = option(best, of: customer), offers.contains(option.offer) else { continue }
      let others = options[customer].indices.filter {
        !offers.contains(options[customer][$0].offer)
      }
      let other = others.max { a, b in
        let (first, second) = (options[customer][a], options[customer][b])
        return (first.gain, -first.cost, b) < (second.gain, -second.cost, a)
      }
      claims.append(
        Claim(
          customer: customer, other: other.map(Int32.init) ?? -1,
          loss: option.gain - (other.map { options[customer][$0].gain } ?? 0)))
    }
    claims.sort { ($1.loss, $0.customer) < ($0.loss, $1.customer) }
    var choice = best
    for claim in claims.dropFirst(count) { choice[claim.customer] = claim.other }
    let price = claims.count > count ? Double(claims[count].loss) : 0
    return exact(
      choice, .largestGains, prices: limits.indices.map { $0 == limit ? price : 0 })
  }
}
