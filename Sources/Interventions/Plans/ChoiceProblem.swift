/// At most one of several options for each customer, under limits on what the options use.
///
/// Costs and gains are whole numbers, so that limits hold exactly and no sum depends on its order.
package struct ChoiceProblem: Sendable {
  /// One thing that may be done for a customer.
  package struct Option: Sendable, Equatable {
    /// Place of the offer among the offers.
    package let offer: Int
    /// Smallest units of money that it may take, 0 or more.
    package let cost: Int64
    /// What it is expected to bring, in units of the problem's own.
    package let gain: Int64

    package init(offer: Int, cost: Int64, gain: Int64) {
      precondition(cost >= 0, "a cost is 0 or more, not \(cost)")
      self.offer = offer
      self.cost = cost
      self.gain = gain
    }
  }

  /// What all chosen options together may use.
  package enum Limit: Sendable, Equatable {
    /// The sum of their costs.
    case budget(Int64)
    /// Their number, of some offers.
    case contacts(Int, offers: Set<Int>)

    package var capacity: Int64 {
      switch self {
      case .budget(let units): units
      case .contacts(let count, _): Int64(count)
      }
    }

    /// How much of the limit an option takes.
    package func use(of option: Option) -> Int64 {
      switch self {
      case .budget: option.cost
      case .contacts(_, let offers): offers.contains(option.offer) ? 1 : 0
      }
    }
  }

  /// Options by customer; who has none is passed over.
  package let options: [[Option]]
  package let limits: [Limit]

  /// Sums of gains up to this leave room below their units in `Double`, as the search for bounds needs.
  package static let largestTotalGain = Double(1 << 46)

  /// - Precondition: the gains of all customers together stay below `largestTotalGain`.
  package init(options: [[Option]], limits: [Limit]) {
    precondition(limits.allSatisfy { $0.capacity >= 0 }, "limits are 0 or more")
    self.options = options.map { $0.filter { $0.gain > 0 } }
    self.limits = limits
  }

  /// The option that was chosen for a customer; nil for none.
  package func option(_ choice: [Int32], of customer: Int) -> Option? {
    choice[customer] < 0 ? nil : options[customer][Int(choice[customer])]
  }

  /// How much of a limit a choice takes.
  package func use(of limit: Limit, by choice: [Int32]) -> Int64 {
    options.indices.reduce(0) { sum, customer in
      sum + (option(choice, of: customer).map(limit.use) ?? 0)
    }
  }

  package func gain(of choice: [Int32]) -> Int64 {
    options.indices.reduce(0) { $0 + (option(choice, of: $1)?.gain ?? 0) }
  }

  /// Whether a choice keeps to all limits.
  package func isFeasible(_ choice: [Int32]) -> Bool {
    limits.allSatisfy { use(of: $0, by: choice) <= $0.capacity }
  }
}

/// A choice with what is known of how good it is.
package struct ChoiceSolution: Sendable, Equatable {
  /// How it was found.
  package enum Method: String, Sendable {
    /// No limit binds: everybody's best option.
    case unlimited
    /// One limit on the number: the largest gains.
    case largestGains = "largest_gains"
    /// A budget: the multiple-choice knapsack, solved by dynamic programming over its core.
    case knapsack
    /// Several limits: Lagrangian relaxation with repair.
    case relaxation
  }

  /// Place of the chosen option among the customer's `options`; −1 for none.
  package let choice: [Int32]
  package let gain: Int64
  /// No choice within the limits brings more.
  package let bound: Int64
  package let method: Method
  /// What one more unit of each limit would bring; the cut-off that also tells whom the list would have
  /// had among customers who took no part.
  package let prices: [Double]

  package var isOptimal: Bool { gain == bound }

  /// What the best choice may bring beyond this one, as a share of the bound; 0 where it is the best.
  package var gap: Double { bound > gain ? Double(bound - gain) / Double(bound) : 0 }
}

extension ChoiceProblem {
  /// The value of an option less what it takes of the limits, at prices for them.
  func reducedGain(_ option: Option, at prices: [Double]) -> Double {
    var value = Double(option.gain)
    for (limit, price) in zip(limits, prices) where price > 0 {
      value -= price * Double(limit.use(of: option))
    }
    return value
  }

  /// Whether a customer with these options would be on the list, at the prices of a solution, and with
  /// which.
  package func choiceAtPrices(_ options: [Option], _ prices: [Double]) -> Int? {
    let best = options.indices.max { a, b in
      (reducedGain(options[a], at: prices), -options[a].cost, b)
        < (reducedGain(options[b], at: prices), -options[b].cost, a)
    }
    return best.flatMap { reducedGain(options[$0], at: prices) > 0 ? $0 : nil }
  }

  /// Everybody's best option, the cheaper of two that bring the same.
  func bestOptions() -> [Int32] {
    options.map { options in
      options.indices.max { a, b in
        (options[a].gain, -options[a].cost, b) < (options[b].gain, -options[b].cost, a)
      }.map(Int32.init) ?? -1
    }
  }
}
