/// Incremental outcomes by length of a list that takes customers of the highest predicted uplift first.
///
/// Radcliffe (2007), Using control groups to target on predicted lift: the Qini curve, which counts
/// outcomes of the treated less those of as many of control; and the uplift curve, the difference of the
/// arms' means times the customers so far (Devriendt, Guns & Verbeke 2020). Customers of equal predictions
/// are one step.
package struct UpliftCurve: Sendable {
  /// Customers by falling prediction.
  private let order: [Int]
  /// First place after each run of equal predictions.
  private let stepEnds: [Int]
  private let isTreated: [Bool]
  private let outcome: [Double]
  /// What each customer counts, above 0; 1 where treatment was random.
  private let weights: [Double]

  /// - Parameters:
  ///   - uplift: predicted, one a customer.
  ///   - isTreated: of each customer.
  ///   - outcome: of each customer.
  ///   - weights: inverse propensities with the mean 1 in each arm; nil where treatment was random.
  package init(
    uplift: [Double], isTreated: [Bool], outcome: [Double], weights: [Double]? = nil
  ) {
    precondition(uplift.count == isTreated.count && uplift.count == outcome.count)
    let order = uplift.indices.sorted {
      uplift[$0] == uplift[$1] ? $0 < $1 : uplift[$0] > uplift[$1]
    }
    self.order = order
    stepEnds = order.indices.filter {
      $0 + 1 == order.count || uplift[order[$0]] != uplift[order[$0 + 1]]
    }.map { $0 + 1 }
    self.isTreated = isTreated
    self.outcome = outcome
    self.weights = weights ?? [Double](repeating: 1, count: uplift.count)
  }

  /// A point of both curves.
  package struct Point: Sendable, Equatable {
    /// Customers so far, by weight.
    package let customers: Double
    /// Outcomes of the treated less those of control at the treated one's number.
    package let qini: Double
    /// Difference of the arms' means times the customers.
    package let uplift: Double
  }

  /// Both curves from (0, 0).
  ///
  /// - Parameter repeats: how often each customer counts; nil for once.
  /// - Returns: a point at the end of each run of equal predictions.
  package func points(repeats: [Int32]? = nil) -> [Point] {
    var points = [Point(customers: 0, qini: 0, uplift: 0)]
    points.reserveCapacity(stepEnds.count + 1)
    var (treated, control) = ((count: 0.0, sum: 0.0), (count: 0.0, sum: 0.0))
    var place = 0
    for end in stepEnds {
      while place < end {
        let customer = order[place]
        let weight = weights[customer] * (repeats.map { Double($0[customer]) } ?? 1)
        if isTreated[customer] {
          treated.count += weight
          treated.sum += weight * outcome[customer]
        } else {
          control.count += weight
          control.sum += weight * outcome[customer]
        }
        place += 1
      }
      let customers = treated.count + control.count
      let ratio = control.count > 0 ? treated.count / control.count : 0
      let means =
        (treated.count > 0 ? treated.sum / treated.count : 0)
        - (control.count > 0 ? control.sum / control.count : 0)
      points.append(
        Point(
          customers: customers, qini: treated.sum - control.sum * ratio,
          uplift: means * customers))
    }
    return points
  }

  /// Areas between a curve and the straight line to its end, which a list in random order follows.
  package struct Areas: Sendable, Equatable {
    package let qini: Double
    package let uplift: Double
  }

  package func areas(repeats: [Int32]? = nil) -> Areas {
    let points = points(repeats: repeats)
    var (qini, uplift) = (0.0, 0.0)
    for (one, next) in zip(points, points.dropFirst()) {
      let width = next.customers - one.customers
      qini += 0.5 * width * (one.qini + next.qini)
      uplift += 0.5 * width * (one.uplift + next.uplift)
    }
    guard let last = points.last else { return Areas(qini: 0, uplift: 0) }
    return Areas(
      qini: qini - 0.5 * last.customers * last.qini,
      uplift: uplift - 0.5 * last.customers * last.uplift)
  }

  /// Mean gain of the list over a random one of the same length, in outcomes a treated customer: the area
  /// of the Qini curve over customers and treated customers.
  package func qiniGain(repeats: [Int32]? = nil) -> Double {
    let points = points(repeats: repeats)
    guard let last = points.last, last.customers > 0 else { return 0 }
    let treated = isTreated.indices.reduce(0) { sum, customer in
      isTreated[customer]
        ? sum + weights[customer] * (repeats.map { Double($0[customer]) } ?? 1) : sum
    }
    return treated > 0 ? areas(repeats: repeats).qini / (last.customers * treated) : 0
  }

  /// Areas as shares of the largest that any order has, for outcomes of 0 and 1; nil where the largest is
  /// nothing.
  ///
  /// The Qini coefficient and the normalised AUUC, as scikit-uplift has them.
  package func coefficients() -> (qini: Double, auuc: Double)? {
    let signs = outcome.indices.map { isTreated[$0] ? outcome[$0] : -outcome[$0] }
    let bestQini = UpliftCurve(
      uplift: signs, isTreated: isTreated, outcome: outcome, weights: weights
    ).areas().qini
    let controlHits = outcome.indices.count { !isTreated[$0] && outcome[$0] == 1 }
    let treatedMisses = outcome.indices.count { isTreated[$0] && outcome[$0] == 0 }
    let ranks = outcome.indices.map { customer -> Double in
      let treated = isTreated[customer] ? 1.0 : 0
      let isRight = outcome[customer] == treated
      return (isRight ? 2 : 0) + (controlHits > treatedMisses ? outcome[customer] : treated)
    }
    let bestUplift = UpliftCurve(
      uplift: ranks, isTreated: isTreated, outcome: outcome, weights: weights
    ).areas().uplift
    let own = areas()
    guard bestQini != 0, bestUplift != 0 else { return nil }
    return (own.qini / bestQini, own.uplift / bestUplift)
  }
}
