import Dense

/// A choice under several limits, by prices for what they give out (Everett 1963; Fisher 1981).
///
/// At any prices λ ≥ 0, Σ λ·capacity + Σ max(0, gain − λ·use) is at least what any choice within the
/// limits brings. The least such bound is sought limit by limit, then by subgradient steps; the options
/// that are best at its prices are repaired to a choice within the limits, and what room is left is
/// filled.
struct LagrangianChoice: Sendable {
  private let problem: ChoiceProblem
  private let workers: Workers
  private let chunks: Chunks

  init(_ problem: ChoiceProblem, workers: Workers) {
    self.problem = problem
    self.workers = workers
    chunks = Chunks(rows: problem.options.count, rowsPerChunk: 1 << 14)
  }

  /// The dual at some prices, and what the options that are best there use of each limit.
  private struct Dual {
    let prices: [Double]
    let value: Double
    let use: [Int64]
  }

  func solution() -> ChoiceSolution {
    var best = dual(at: problem.limits.map { _ in 0 })
    for _ in 0..<20 {
      let before = best.value
      for limit in problem.limits.indices { best = lowered(best, along: limit) }
      if before - best.value <= 1e-9 * before { break }
    }
    var found = repaired(at: best.prices)
    var gain = problem.gain(of: found)
    best = subgradientSteps(from: best, above: gain) { prices in
      let other = repaired(at: prices)
      let gained = problem.gain(of: other)
      if gained > gain { (found, gain) = (other, gained) }
      return gain
    }
    // ½ is left to rounding, as gains are whole.
    let bound = max(gain, Int64((best.value + 0.5).rounded(.down)))
    return ChoiceSolution(
      choice: found, gain: gain, bound: bound, method: .relaxation, prices: best.prices)
  }

  // MARK: The bound

  private func dual(at prices: [Double]) -> Dual {
    let parts = workers.map(chunks.count) { chunk in
      var sum = CompensatedSum()
      var use = [Int64](repeating: 0, count: problem.limits.count)
      for customer in chunks[chunk] {
        let options = problem.options[customer]
        guard let place = problem.choiceAtPrices(options, prices) else { continue }
        sum.add(problem.reducedGain(options[place], at: prices))
        for limit in use.indices { use[limit] += problem.limits[limit].use(of: options[place]) }
      }
      return (sum.value, use)
    }
    var value = CompensatedSum()
    var use = [Int64](repeating: 0, count: problem.limits.count)
    for (price, limit) in zip(prices, problem.limits) { value.add(price * Double(limit.capacity)) }
    for part in parts {
      value.add(part.0)
      for limit in use.indices { use[limit] += part.1[limit] }
    }
    return Dual(prices: prices, value: value.value, use: use)
  }

  /// The least dual along one price, found by halving: its slope is capacity − use.
  private func lowered(_ start: Dual, along limit: Int) -> Dual {
    let capacity = problem.limits[limit].capacity
    func at(_ price: Double) -> Dual {
      var prices = start.prices
      prices[limit] = price
      return dual(at: prices)
    }
    var best = start
    var low = 0.0
    // Beyond the largest gain for one unit nothing takes any.
    var high =
      problem.options.joined().map {
        Double($0.gain) / Double(max(1, problem.limits[limit].use(of: $0)))
      }
      .max() ?? 0
    let free = at(0)
    if free.value < best.value { best = free }
    if free.use[limit] <= capacity { return best }
    for _ in 0..<40 {
      let middle = low + (high - low) / 2
      let dual = at(middle)
      if dual.value < best.value { best = dual }
      if dual.use[limit] > capacity { low = middle } else { high = middle }
    }
    return best
  }

  /// Steps of Polyak (1969) towards the best choice that is known, and a look at choices on the way.
  private func subgradientSteps(
    from start: Dual, above known: Int64, look: ([Double]) -> Int64
  ) -> Dual {
    var (best, here, known) = (start, start, known)
    var scale = 1.0
    for step in 1...60 {
      let slopes = zip(problem.limits, here.use).map { Double($0.capacity - $1) }
      // A price of 0 whose limit has room is where it belongs.
      let moved = zip(slopes, here.prices).map { $1 == 0 && $0 > 0 ? 0 : $0 }
      let length = moved.reduce(0) { $0 + $1 * $1 }
      let distance = here.value - Double(known)
      guard length > 0, distance >= 1 else { break }
      let prices = zip(here.prices, moved).map { max(0, $0 - scale * distance / length * $1) }
      here = dual(at: prices)
      if here.value < best.value { best = here } else { scale *= 0.9 }
      if step.isMultiple(of: 10) { known = max(known, look(here.prices)) }
    }
    return best
  }

  // MARK: A choice within the limits

  /// Options in order of what they bring at the prices, as long as they fit; then whatever still fits, and
  /// better options for those who are on the list.
  private func repaired(at prices: [Double]) -> [Int32] {
    var choice = [Int32](repeating: -1, count: problem.options.count)
    var room = problem.limits.map(\.capacity)
    func fits(_ option: ChoiceProblem.Option, instead: ChoiceProblem.Option?) -> Bool {
      problem.limits.indices.allSatisfy { limit in
        let given = instead.map { problem.limits[limit].use(of: $0) } ?? 0
        return problem.limits[limit].use(of: option) - given <= room[limit]
      }
    }
    func take(_ place: Int, of customer: Int) {
      let options = problem.options[customer]
      let instead = problem.option(choice, of: customer)
      for limit in room.indices {
        room[limit] -=
          problem.limits[limit].use(of: options[place])
          - (instead.map { problem.limits[limit].use(of: $0) } ?? 0)
      }
      choice[customer] = Int32(place)
    }
    for pass in [Pass.pricedOnly, .all] {
      for claim in claims(at: prices, pass) where choice[claim.customer] < 0 {
        let option = problem.options[claim.customer][claim.place]
        if fits(option, instead: nil) { take(claim.place, of: claim.customer) }
      }
    }
    for customer in problem.options.indices where !problem.options[customer].isEmpty {
      let options = problem.options[customer]
      let now = problem.option(choice, of: customer)
      let better = options.indices.filter {
        options[$0].gain > (now?.gain ?? 0) && fits(options[$0], instead: now)
      }.max { (options[$0].gain, $1) < (options[$1].gain, $0) }
      if let better { take(better, of: customer) }
    }
    return choice
  }

  private enum Pass {
    /// Options that bring something at the prices.
    case pricedOnly
    case all
  }

  private struct Claim {
    let customer: Int
    let place: Int
    let worth: Double
  }

  private func claims(at prices: [Double], _ pass: Pass) -> [Claim] {
    var claims: [Claim] = []
    for customer in problem.options.indices {
      for (place, option) in problem.options[customer].enumerated() {
        let worth = problem.reducedGain(option, at: prices)
        if pass == .all || worth > 0 {
          claims.append(Claim(customer: customer, place: place, worth: worth))
        }
      }
    }
    claims.sort { ($1.worth, $0.customer, $0.place) < ($0.worth, $1.customer, $1.place) }
    return claims
  }
}
