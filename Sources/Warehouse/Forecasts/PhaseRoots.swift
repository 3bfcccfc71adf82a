internal import RealModule

/// Orders of regular buyers whose chance p to drop out after an order is known, as a sum over roots.
///
/// Every k-th phase is an order. One of whom j phases have passed stays, after n more, with a chance of
/// θ^⌊(n + j) ÷ k⌋, θ = 1 − p. That is a sum of powers of v_q = θ^(1/k) · e^(2πi·q/k), of which the generating
/// function of n knows the means, n being negative binomial with the shape R + j and a growth of y = t ÷ (α + T):
///
///     Φ = Σ_q p ÷ (k · θ) · v_q ÷ (1 − v_q) · (1 + y · (1 − v_q))^(−R) · Σ_j w_j · (v_q ÷ (1 + y · (1 − v_q)))^j
///
/// w_j being the chances of the phases passed. Orders within t are (1 − Φ) ÷ p. Of roots that are each other's
/// conjugates one is taken, twice. All is told by logarithms and angles, as engines have no complex numbers.
struct PhaseRoots {
  /// k, of at least two phases.
  let regularity: Int

  struct Root {
    /// 2π · q ÷ k.
    let turn: Double
    /// Whether it is the positive one, q = 0.
    var isFirst: Bool { turn == 0 }
    /// How often it is taken.
    let times: Double
  }

  var roots: [Root] {
    (0...regularity / 2).map { q in
      Root(
        turn: 2 * .pi * Double(q) / Double(regularity), times: q == 0 || 2 * q == regularity ? 1 : 2
      )
    }
  }

  private var k: Double { Double(regularity) }

  /// Below it, p times phases to come is so small that orders are lost in the rounding of 1 − Φ.
  private static let least = 1e-5
  /// No part of Φ below e to that power counts, and engines have numbers for its products.
  private static let lowest = -100.0

  // MARK: As the program computes it

  /// Orders of one who is alive and drops out after an order with the chance p.
  ///
  /// - Parameters:
  ///   - dropout: p, to all its digits.
  ///   - stays: 1 − p, to all its digits.
  ///   - shape: R.
  ///   - growth: y.
  ///   - phases: w, k chances.
  /// - Returns: how many, at least 0 but for rounding.
  func orders(
    dropout: Double, stays: Double, shape: Double, growth: Double, phases: [Double]
  ) -> Double {
    let logLength = Double.log(stays) / k
    let length = Double.exp(logLength)
    var orders = 0.0
    for root in roots {
      let sum = (0..<regularity).reduce(0) { $0 + Double.pow(length, $1) }
      let gap = root.isFirst ? dropout / sum : 1 - length * Double.cos(root.turn)
      let rise = root.isFirst ? 0 : length * Double.sin(root.turn)
      let log =
        root.isFirst
        ? Double.log(sum / k) - (k - 1) * logLength
        : -Double.log(k * stays) + logLength - Double.log(gap * gap + rise * rise) / 2
      let angle = root.turn + Double.atan(rise / gap)
      let (across, up) = (1 + growth * gap, growth * rise)
      let growthLog =
        Double.log(onePlus: 2 * growth * gap + growth * growth * (gap * gap + rise * rise)) / 2
      let growthAngle = Double.atan(up / across)
      let left = phases.enumerated().reduce(0) { sum, phase in
        let (j, weight) = (Double(phase.offset), phase.element)
        let size = log - shape * growthLog + j * (logLength - growthLog)
        let turn = angle + shape * growthAngle + j * (root.turn + growthAngle)
        return sum + weight * Double.exp(max(size, Self.lowest)) * Double.cos(turn)
      }
      guard root.isFirst else {
        orders -= root.times * left
        continue
      }
      orders +=
        (shape + k) * (1 + growth) * dropout < Self.least
        ? series(dropout, shape, growth, phases) : (1 - left) / dropout
    }
    return orders
  }

  /// The part of the first root by the first terms of its series in p.
  private func series(
    _ p: Double, _ shape: Double, _ growth: Double, _ phases: [Double]
  ) -> Double {
    phases.enumerated().reduce(0) { sum, phase in
      let j = Double(phase.offset)
      let first = (j * (1 + growth) + shape * growth - (k - 1) / 2) / k
      let second =
        constant + (k - 1 - j) / (2 * k) - (shape + j) * growth * (k - 1 - growth) / (2 * k * k)
      return sum + phase.element * (first - (second + first * first / 2) * p)
    }
  }

  private var constant: Double {
    -(k - 1) * (k - 1) / (4 * k * k) + ((k - 1) * (k - 2) / 6 - (k - 1) * (k - 1) / 8) / (k * k)
  }

  // MARK: As queries do

  /// Rows of the table `phase_roots`.
  var rows: [[Double]] {
    roots.map {
      [
        $0.isFirst ? 1 : 0, $0.times, $0.turn, Double.cos($0.turn),
        $0.isFirst ? 0 : Double.sin($0.turn),
      ]
    }
  }

  static let columns = ["root_is_first", "root_times", "root_turn", "root_cosine", "root_sine"]

  /// Columns of a customer: how likely each number of phases passed is, as multiples of none.
  func phases(of customer: SQLCustomer, r: Double, alpha: Double) -> [SQLColumn] {
    guard !customer.hasJustOrdered else { return [] }
    let shape = "(\(number(r)) + \(number(k)) * \(customer.repeats))"
    let share =
      "(\(customer.tenure) - \(customer.recency)) / (\(number(alpha)) + \(customer.tenure))"
    return (1..<regularity).map { phase in
      let factors = (1...phase).map { "(\(shape) + \($0 - 1)) / \($0) * \(share)" }
      return SQLColumn(
        customer.column("phase_\(phase)"), factors.joined(separator: " * "))
    }
  }

  /// Adds the stages of the roots behind one of chances to drop out and of `phase_roots`.
  ///
  /// - Returns: the name of the last.
  func addRoots(to query: inout SQLQuery, after stage: String, stays: String) -> String {
    query.add(
      "root_lengths", nil, after: stage,
      columns: [
        SQLColumn("root_stays", stays),
        SQLColumn("root_log", "LN(\(stays)) / \(number(k))"),
        SQLColumn("root_length", "EXP(LN(\(stays)) / \(number(k)))"),
      ])
    let sum = (1..<regularity).reduce("1e0") { text, _ in "(1e0 + root_length * \(text))" }
    query.add(
      "root_gaps", nil, after: "root_lengths",
      columns: [
        SQLColumn("root_sum", sum),
        SQLColumn(
          "root_gap",
          "CASE WHEN root_is_first = 1e0 THEN dropout / \(sum) ELSE 1e0 - root_length * root_cosine END"
        ),
        SQLColumn("root_rise", "root_length * root_sine"),
      ])
    query.add(
      "root_sizes", nil, after: "root_gaps",
      columns: [
        SQLColumn(
          "root_size",
          "CASE WHEN root_is_first = 1e0 THEN LN(root_sum / \(number(k))) - \(number(k - 1)) * root_log "
            + "ELSE root_log - LN(\(number(k)) * root_stays) - LN(root_gap * root_gap + root_rise * root_rise) / 2e0 END"
        ),
        SQLColumn("root_angle", "root_turn + ATAN(root_rise / root_gap)"),
      ])
    return "root_sizes"
  }

  /// Orders to come, by the column that their growth is told apart by.
  struct Growth {
    let name: String
    let customer: SQLCustomer
    /// y.
    let growth: String
  }

  /// Adds the stages of Φ of some orders.
  ///
  /// - Returns: the name of the last.
  func addChances(to query: inout SQLQuery, of growths: [Growth], after stage: String) -> String {
    query.add(
      "root_growths", nil, after: stage,
      columns: growths.flatMap { one in
        let across = "(1e0 + \(one.growth) * root_gap)"
        let up = "(\(one.growth) * root_rise)"
        return [
          SQLColumn("\(one.name)_size", "(\(logOfOneAnd(more(one.growth)))) / 2e0"),
          SQLColumn("\(one.name)_angle", "ATAN(\(up) / \(across))"),
        ]
      })
    query.add(
      "root_chances", nil, after: "root_growths",
      columns: growths.map { SQLColumn("\($0.name)_left", left($0)) })
    return "root_chances"
  }

  /// |1 + y · (1 − v)|², less 1.
  private func more(_ growth: String) -> String {
    "(\(growth) * (2e0 * root_gap + \(growth) * (root_gap * root_gap + root_rise * root_rise)))"
  }

  /// log(1 + x) of an x that is not negative, to all its digits where it is small: it is taken R times.
  private func logOfOneAnd(_ x: String) -> String {
    let series = (2...6).reversed().reduce("1e0 / 7e0") { rest, term in
      "(1e0 / \(term)e0 - \(x) * \(rest))"
    }
    return "CASE WHEN \(x) < 1e-2 THEN \(x) * (1e0 - \(x) * \(series)) ELSE LN(1e0 + \(x)) END"
  }

  /// The part of Φ that is a root's; p times it but for the first.
  private func left(_ one: Growth) -> String {
    let shape = one.customer.column("shape")
    let (size, angle) = ("\(one.name)_size", "\(one.name)_angle")
    let phases = one.customer.hasJustOrdered ? 1 : regularity
    let terms = (0..<phases).map { phase in
      let j = number(Double(phase))
      let power = "root_size - \(shape) * \(size) + \(j) * (root_log - \(size))"
      let turn = "root_angle + \(shape) * \(angle) + \(j) * (root_turn + \(angle))"
      let low = number(Self.lowest)
      return (phase == 0 ? "" : "\(one.customer.column("phase_\(phase)")) * ")
        + "EXP(CASE WHEN \(power) < \(low) THEN \(low) ELSE \(power) END) * COS(\(turn))"
    }
    return "\(addedUp(terms)) / \(total(one.customer))"
  }

  private func total(_ customer: SQLCustomer) -> String { weighted(customer) { _ in "1e0" } }

  /// Σ over the phases passed of what counts for each.
  private func weighted(_ customer: SQLCustomer, _ value: (Int) -> String) -> String {
    let phases = customer.hasJustOrdered ? 1 : regularity
    let terms = (0..<phases).map {
      $0 == 0 ? value(0) : "\(customer.column("phase_\($0)")) * \(value($0))"
    }
    return "(\(terms.joined(separator: " + ")))"
  }

  /// What a root adds to the orders of one who is alive.
  func orders(_ one: Growth) -> String {
    let shape = one.customer.column("shape")
    let small = "(\(shape) + \(number(k))) * (1e0 + \(one.growth)) * dropout"
    return "CASE WHEN root_is_first < 1e0 THEN -root_times * \(one.name)_left "
      + "WHEN \(small) < \(number(Self.least)) THEN \(series(one)) "
      + "ELSE (1e0 - \(one.name)_left) / dropout END"
  }

  private func series(_ one: Growth) -> String {
    let (shape, y) = (one.customer.column("shape"), one.growth)
    let terms = weighted(one.customer) { phase in
      let j = number(Double(phase))
      let first =
        "(\(j) * (1e0 + \(y)) + \(shape) * \(y) - \(number((k - 1) / 2))) / \(number(k))"
      let second =
        "(\(number(constant + (k - 1 - Double(phase)) / (2 * k))) - (\(shape) + \(j)) * \(y) * "
        + "(\(number(k - 1)) - \(y)) / \(number(2 * k * k)))"
      return "(\(first) - (\(second) + \(first) * \(first) / 2e0) * dropout)"
    }
    return "\(terms) / \(total(one.customer))"
  }
}
