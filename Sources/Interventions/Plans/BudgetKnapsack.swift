/// The multiple-choice knapsack: at most one option a customer, costs within a budget, the largest gain.
///
/// The linear relaxation is solved by sorting (Sinha & Zoltners 1979; the median search of Dyer 1984 and
/// Zemel 1984 finds the same). Its price of money bounds what every option can still bring, which
/// leaves few customers open; those are solved by dynamic programming over undominated states with the
/// same bound (after Pisinger 1995, A minimal algorithm for the multiple-choice knapsack problem).
struct BudgetKnapsack {
  typealias Option = ChoiceProblem.Option

  /// Options of each customer, gains above 0.
  let options: [[Option]]
  let budget: Int64

  /// A choice, the least that is known to be out of reach, and the price of money at the cut-off.
  struct Found {
    let choice: [Int32]
    let gain: Int64
    let bound: Int64
    let price: Double
  }

  /// A step from an option of a customer to the next dearer one that no mix of others beats.
  private struct Step {
    let customer: Int
    let option: Int32
    let gain: Int64
    let cost: Int64
  }

  init(_ options: [[Option]], budget: Int64) {
    self.options = options
    self.budget = budget
  }

  /// - Parameter mostStates: that dynamic programming may keep.
  /// - Returns: the best choice; where states run out, the best that was found and a bound. Never nil here:
  ///   a budget of 0 admits what is free.
  func solution(mostStates: Int) -> Found? {
    let steps = steps()
    var relaxed = [Int32](repeating: -1, count: options.count)
    var (spent, gained) = (Int64(0), Int64(0))
    var broken: Step?
    for step in steps {
      guard spent + step.cost <= budget else {
        broken = step
        break
      }
      relaxed[step.customer] = step.option
      spent += step.cost
      gained += step.gain
    }
    guard let broken else {
      return Found(choice: relaxed, gain: gained, bound: gained, price: 0)
    }
    let price = Double(broken.gain) / Double(broken.cost)
    let dual = dual(at: price)
    let greedy = filled(steps)
    var core = KnapsackCore(
      options: options, budget: budget, price: price, dual: dual, relaxed: relaxed,
      spent: spent, gained: gained)
    let bound = Int64((dual + 0.5).rounded(.down))
    guard bound > greedy.gain else {
      return Found(choice: greedy.choice, gain: greedy.gain, bound: greedy.gain, price: price)
    }
    switch core.solve(above: greedy.gain, mostStates: mostStates) {
    case .better(let choice, let gain):
      return Found(choice: choice, gain: gain, bound: gain, price: price)
    case .none:
      return Found(choice: greedy.choice, gain: greedy.gain, bound: greedy.gain, price: price)
    case .tooManyStates:
      return Found(choice: greedy.choice, gain: greedy.gain, bound: bound, price: price)
    }
  }

  /// λ·budget + Σ max(0, gain − λ·cost): no choice within the budget brings more.
  private func dual(at price: Double) -> Double {
    var sum = CompensatedSum()
    sum.add(price * Double(budget))
    for options in options {
      sum.add(max(0, options.map { Double($0.gain) - price * Double($0.cost) }.max() ?? 0))
    }
    return sum.value
  }

  /// All steps, the most gain for its cost first.
  private func steps() -> [Step] {
    var steps: [Step] = []
    for customer in options.indices { appendSteps(of: customer, to: &steps) }
    // Compared by products, which are exact.
    steps.sort { a, b in
      let left = a.gain.multipliedFullWidth(by: b.cost)
      let right = b.gain.multipliedFullWidth(by: a.cost)
      if left.high != right.high { return left.high > right.high }
      if left.low != right.low { return left.low > right.low }
      return (a.customer, a.cost, a.option) < (b.customer, b.cost, b.option)
    }
    return steps
  }

  /// The upper hull of a customer's options over cost, from doing nothing on.
  private func appendSteps(of customer: Int, to steps: inout [Step]) {
    let options = options[customer]
    let rising = options.indices.sorted {
      (options[$0].cost, options[$1].gain, $0) < (options[$1].cost, options[$0].gain, $1)
    }
    // From nothing: place −1.
    var hull: [(place: Int32, cost: Int64, gain: Int64)] = [(-1, 0, 0)]
    for place in rising {
      let (cost, gain) = (options[place].cost, options[place].gain)
      guard gain > hull[hull.count - 1].gain else { continue }
      while hull.count > 1 {
        let (last, before) = (hull[hull.count - 1], hull[hull.count - 2])
        let here = (gain - last.gain).multipliedFullWidth(by: last.cost - before.cost)
        let there = (last.gain - before.gain).multipliedFullWidth(by: cost - last.cost)
        guard here.high > there.high || here.high == there.high && here.low >= there.low else {
          break
        }
        hull.removeLast()
      }
      hull.append((Int32(place), cost, gain))
    }
    for (from, to) in zip(hull, hull.dropFirst()) {
      steps.append(
        Step(
          customer: customer, option: to.place, gain: to.gain - from.gain,
          cost: to.cost - from.cost))
    }
  }

  /// Takes every step that still fits, in order, where the customer's steps before it were taken.
  private func filled(_ steps: [Step]) -> (choice: [Int32], gain: Int64) {
    var choice = [Int32](repeating: -1, count: options.count)
    var isEnded = [Bool](repeating: false, count: options.count)
    var (spent, gained) = (Int64(0), Int64(0))
    for step in steps where !isEnded[step.customer] {
      if spent + step.cost <= budget {
        choice[step.customer] = step.option
        spent += step.cost
        gained += step.gain
      } else {
        isEnded[step.customer] = true
      }
    }
    return (choice, gained)
  }
}
