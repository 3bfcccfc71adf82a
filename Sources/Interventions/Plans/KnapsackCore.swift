/// The customers of a knapsack whose option the relaxation leaves open, and the best way through them.
///
/// What a customer loses by another option than the relaxed one, at the price of money, is taken off the
/// dual bound; what falls to what is known already is left out.
struct KnapsackCore {
  typealias Option = ChoiceProblem.Option

  enum Outcome {
    case better([Int32], gain: Int64)
    /// Nothing brings more than what is known.
    case none
    case tooManyStates
  }

  /// Another option of an open customer, against the relaxed one.
  private struct Change {
    /// −1 for doing nothing.
    let option: Int32
    let cost: Int64
    let gain: Int64
    let loss: Double
  }

  /// What has come of the customers so far; less dear and less gainful states come first.
  private struct State {
    var cost: Int64
    var gain: Int64
    var loss: Double
    var parent: Int32
    var change: Int16
  }

  let options: [[Option]]
  let budget: Int64
  /// Gain for a unit of money at the cut-off, above 0.
  let price: Double
  /// No choice brings more than this, up to rounding below ½.
  let dual: Double
  /// Option of each customer in the relaxation, without the broken step.
  let relaxed: [Int32]
  let spent: Int64
  let gained: Int64

  /// Searches for a choice that brings more than is known.
  mutating func solve(above known: Int64, mostStates: Int) -> Outcome {
    // A better choice brings at least one unit more; ½ is left to rounding.
    let allowed = dual - Double(known) - 0.5
    let open = openCustomers(allowed)
    var cheapest = [Int64](repeating: 0, count: open.count + 1)
    for place in open.indices.reversed() {
      cheapest[place] = cheapest[place + 1] + min(0, open[place].changes.map(\.cost).min() ?? 0)
    }
    var layers = [[State(cost: spent, gain: gained, loss: 0, parent: -1, change: -1)]]
    var count = 1
    for (place, customer) in open.enumerated() {
      let last = layers[layers.count - 1]
      let room = budget - cheapest[place + 1]
      let next = Self.undominated(last, customer.changes, allowed: allowed, room: room)
      count += next.count
      guard count <= mostStates, next.count < Int(Int32.max) else { return .tooManyStates }
      layers.append(next)
    }
    let last = layers[layers.count - 1]
    // Undominated: the dearest within the budget brings most.
    guard let end = last.lastIndex(where: { $0.cost <= budget }), last[end].gain > known else {
      return .none
    }
    return .better(choice(layers, open, from: end), gain: last[end].gain)
  }

  /// Customers who may have another option in a better choice, those first who lose least by it.
  private func openCustomers(_ allowed: Double) -> [(customer: Int, changes: [Change])] {
    var open: [(customer: Int, changes: [Change], least: Double)] = []
    for customer in options.indices where !options[customer].isEmpty {
      let all = options[customer]
      let base = relaxed[customer] < 0 ? nil : all[Int(relaxed[customer])]
      func reduced(_ option: Option?) -> Double {
        option.map { Double($0.gain) - price * Double($0.cost) } ?? 0
      }
      let best = max(0, all.map { reduced($0) }.max() ?? 0)
      var changes: [Change] = []
      for place in -1..<all.count where place != Int(relaxed[customer]) {
        let option = place < 0 ? nil : all[place]
        let loss = best - reduced(option)
        guard loss <= allowed else { continue }
        changes.append(
          Change(
            option: Int32(place), cost: (option?.cost ?? 0) - (base?.cost ?? 0),
            gain: (option?.gain ?? 0) - (base?.gain ?? 0), loss: loss))
      }
      // The relaxed option loses nothing but by rounding.
      if let least = changes.map(\.loss).min() { open.append((customer, changes, least)) }
    }
    open.sort { ($0.least, $0.customer) < ($1.least, $1.customer) }
    return open.map { ($0.customer, $0.changes) }
  }

  /// The states after one more customer: of rising cost and rising gain, each within reach.
  private static func undominated(
    _ states: [State], _ changes: [Change], allowed: Double, room: Int64
  ) -> [State] {
    var lists = [
      states.enumerated().map { index, state in
        State(
          cost: state.cost, gain: state.gain, loss: state.loss, parent: Int32(index), change: -1)
      }
    ]
    for (number, change) in changes.enumerated() {
      lists.append(
        states.enumerated().compactMap { index, state in
          let loss = state.loss + change.loss
          guard loss <= allowed, state.cost + change.cost <= room else { return nil }
          return State(
            cost: state.cost + change.cost, gain: state.gain + change.gain, loss: loss,
            parent: Int32(index), change: Int16(number))
        })
    }
    var merged = lists[0].filter { $0.cost <= room }
    for list in lists.dropFirst() { merged = Self.merged(merged, list) }
    return merged
  }

  /// Two lists of rising cost as one, without states that bring no more than a cheaper one.
  private static func merged(_ first: [State], _ second: [State]) -> [State] {
    var result: [State] = []
    result.reserveCapacity(first.count + second.count)
    var (a, b) = (0, 0)
    while a < first.count || b < second.count {
      let takesFirst =
        b == second.count
        || a < first.count
          && (first[a].cost, second[b].gain) <= (second[b].cost, first[a].gain)
      let state = takesFirst ? first[a] : second[b]
      if takesFirst { a += 1 } else { b += 1 }
      if let last = result.last, state.gain <= last.gain { continue }
      result.append(state)
    }
    return result
  }

  private func choice(
    _ layers: [[State]], _ open: [(customer: Int, changes: [Change])], from end: Int
  ) -> [Int32] {
    var choice = relaxed
    var index = end
    for place in open.indices.reversed() {
      let state = layers[place + 1][index]
      if state.change >= 0 {
        choice[open[place].customer] = open[place].changes[Int(state.change)].option
      }
      index = Int(state.parent)
    }
    return choice
  }
}
