internal import Dense
internal import RealModule

/// Answers what a Pareto/NBD process says of customers in ascending order of tenure, which share nearly
/// all of it.
///
/// How long a customer is expected to live, and when one is lost, follow from the tenure alone; the chance
/// of an order given a life from tenure and frequency. What is left of the single customer is the
/// probability to be alive.
struct ParetoTeller: OrderTeller {
  let process: ParetoProcess
  let rate: Double
  /// Of the customer, and of the same one after a first part without an order.
  private var tables: [TenureTable] = []
  private var living: [(customer: PurchaseSummary, probability: Double)] = []

  init(_ process: ParetoProcess, rate: Double) {
    self.process = process
    self.rate = rate
  }

  mutating func probabilityAlive(_ customer: PurchaseSummary) -> Double {
    if let known = living.first(where: { $0.customer == customer }) { return known.probability }
    let probability = process.probabilityAlive(customer)
    if living.count == 2 { living.removeFirst() }
    living.append((customer, probability))
    return probability
  }

  mutating func expectedOrders(_ customer: PurchaseSummary, within time: Double) -> Double {
    let scale = probabilityAlive(customer) * process.rateOfOrders(customer)
    let place = place(ofTenure: customer.tenure)
    return scale * tables[place].lived(within: time, process)
  }

  mutating func discountedOrders(_ customer: PurchaseSummary, horizon: Double) -> Double {
    precondition(rate >= 0 && (rate > 0 || horizon.isFinite), "an endless sum")
    guard rate > 0 else { return expectedOrders(customer, within: horizon) }
    let scale = probabilityAlive(customer) * process.rateOfOrders(customer)
    let place = place(ofTenure: customer.tenure)
    return tables[place].discounted(scale, to: horizon, rate: rate, process)
  }

  mutating func probabilityOfOrder(_ customer: PurchaseSummary, within time: Double) -> Double {
    let alive = probabilityAlive(customer)
    let place = place(ofTenure: customer.tenure)
    return alive * tables[place].probabilityOfSome(within: time, of: customer.frequency, process)
  }

  /// By Newton's steps, which never pass the day: the chance is concave in time.
  mutating func unitsToNextOrder(_ customer: PurchaseSummary, atMost most: Int) -> Int? {
    guard expectedOrders(customer, within: Double(most)) >= 0.5 else { return nil }
    let alive = probabilityAlive(customer)
    let shape = process.r + Double(customer.frequency)
    let (pace, life) = (process.alpha + customer.tenure, process.beta + customer.tenure)
    guard alive > 0.5 + 1e-9 else { return unitsBySearch(customer, atMost: most) }
    // Sooner than this not even one who is never lost is expected.
    var next = pace * Double.expMinusOne(-Double.log(onePlus: -0.5 / alive) / shape)
    var low = 0
    while true {
      // A little before the step's end, so that rounding never passes the day either.
      guard next - 1e-6 <= Double(most) else { return nil }
      let day = max(low + 1, Int((next - 1e-6).rounded(.up)))
      let time = Double(day)
      let slope =
        alive * shape / pace
        * Double.exp(
          -(shape + 1) * Double.log(onePlus: time / pace)
            - process.s * Double.log(onePlus: time / life))
      // Where the chance hardly rises, rounding has a say in the day.
      guard slope > 1e-7 else { return unitsBySearch(customer, atMost: most) }
      let missing = 0.5 - probabilityOfOrder(customer, within: time)
      if missing <= 0 { return day }
      guard day < most else { return nil }
      low = day
      next = time + missing / slope
    }
  }

  /// The place of a tenure's table, which takes that of the one used before the last if need be.
  private mutating func place(ofTenure tenure: Double) -> Int {
    if let place = tables.firstIndex(where: { $0.tenure == tenure }) { return place }
    if tables.count == 2 { tables.removeFirst() }
    tables.append(TenureTable(tenure: tenure))
    return tables.count - 1
  }
}

/// What all customers of one tenure share.
private struct TenureTable {
  let tenure: Double
  private var lives: [(time: Double, lived: Double)] = []
  private var discounts: [(horizon: Double, lived: [Double], weights: [Double])] = []
  private var windows: [Double: LossWindow] = [:]

  init(tenure: Double) { self.tenure = tenure }

  private var customer: PurchaseSummary {
    PurchaseSummary(frequency: 0, recency: 0, tenure: tenure)
  }

  /// The time that a customer who is alive is expected to live until a time ahead.
  mutating func lived(within time: Double, _ process: ParetoProcess) -> Double {
    if let known = lives.first(where: { $0.time == time }) { return known.lived }
    let lived = process.lived(customer, within: time)
    lives.append((time, lived))
    return lived
  }

  /// Σ of a rate of orders times the time lived, each at its discount.
  mutating func discounted(
    _ scale: Double, to horizon: Double, rate: Double, _ process: ParetoProcess
  ) -> Double {
    let place = discounts.firstIndex { $0.horizon == horizon } ?? discounts.count
    if place == discounts.count {
      let rule = process.discountRule(rate: rate, horizon: horizon, tenure: tenure)
      discounts.append(
        (horizon, rule.times.map { process.lived(customer, within: $0) }, rule.weights))
    }
    let (_, lived, weights) = discounts[place]
    var sum = 0.0
    for node in lived.indices { sum += scale * lived[node] * weights[node] }
    return sum
  }

  mutating func probabilityOfSome(
    within time: Double, of frequency: Int, _ process: ParetoProcess
  ) -> Double {
    windows[time, default: LossWindow(process, tenure: tenure, in: 0...time)]
      .probabilityOfSome(shape: process.r + Double(frequency))
  }
}

/// When a customer who is alive is lost, over a window ahead: quadrature that customers of one tenure
/// share.
struct LossWindow {
  /// The probability to live through the window, and how far orders have then come.
  private let survival: Double
  private let growth: Double
  /// The probability of being lost about each node, and how far orders have come there.
  private let losses: [Double]
  private let growths: [Double]
  private let logGrowth: Double
  private let logGrowths: [Double]
  /// The answer before, which customers of one frequency share.
  private var last: (shape: Double, probability: Double)?

  init(_ process: ParetoProcess, tenure: Double, in window: ClosedRange<Double>) {
    let (start, end) = (window.lowerBound, window.upperBound)
    let (pace, life) = (process.alpha + tenure, process.beta + tenure)
    let s = process.s
    survival = Double.exp(-s * Double.log(onePlus: end / life))
    growth = (end - start) / pace
    var (losses, growths): ([Double], [Double]) = ([], [])
    // Over v = log(m + t − start): both the counts and the loss bend on that scale.
    let least = min(pace, life + start)
    let length = Double.log(onePlus: (end - start) / least)
    let panels = (length * 2).rounded(.up)
    let rule = GaussLegendre.sixteen
    for panel in 0..<Int(panels) {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let elapsed = least * Double.expMinusOne((Double(panel) + node) * length / panels)
        let time = start + elapsed
        let density = s / (life + time) * Double.exp(-s * Double.log(onePlus: time / life))
        losses.append(weight * length / panels * (least + elapsed) * density)
        growths.append((time - start) / pace)
      }
    }
    (self.losses, self.growths) = (losses, growths)
    logGrowth = Double.log(onePlus: growth)
    logGrowths = growths.map { Double.log(onePlus: $0) }
  }

  /// The mean of a figure of the orders until a customer is lost or the window ends.
  func mean(shape: Double, _ figure: (NegativeBinomial) -> Double) -> Double {
    var sum = figure(NegativeBinomial(shape: shape, growth: growth)) * survival
    for node in losses.indices {
      sum += losses[node] * figure(NegativeBinomial(shape: shape, growth: growths[node]))
    }
    return sum
  }

  /// The probability of an order: the mean of `NegativeBinomial.probabilityOfSome`.
  mutating func probabilityOfSome(shape: Double) -> Double {
    if let last, last.shape == shape { return last.probability }
    var sum = -Double.expMinusOne(-shape * logGrowth) * survival
    for node in losses.indices {
      sum += losses[node] * -Double.expMinusOne(-shape * logGrowths[node])
    }
    last = (shape, sum)
    return sum
  }
}
