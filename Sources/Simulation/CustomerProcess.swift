internal import Dense
internal import RealModule
internal import Units

/// Draws whole customers, each from a random stream of its own.
///
/// Schmittlein, Morrison & Colombo (1987): while alive a customer orders at a rate λ and drops out at a
/// rate μ, both gamma over customers. Fader, Hardie & Lee (2005): amounts of one customer are gamma
/// with a scale that is gamma over customers. First orders are spread evenly over the log.
struct CustomerProcess: Sendable {
  static let categories = [
    "apparel", "beauty", "books", "electronics", "garden", "grocery", "home", "jewelry", "office",
    "pets", "sports", "toys",
  ]

  let parameters: SimulationParameters
  private let season: Season
  private let end: Double
  private let horizonEnd: Double
  private let contact: Double?
  private let saving: SavingContact?

  init(_ parameters: SimulationParameters) {
    self.parameters = parameters
    season = Season(amplitude: parameters.season, from: parameters.from)
    end = Double(parameters.logDays)
    horizonEnd = end + Double(parameters.horizonDays)
    contact = parameters.treatment.map { Double($0.at - parameters.from) }
    saving = parameters.treatment?.saves.map { SavingContact(chance: $0) }
  }

  /// Draws a customer.
  ///
  /// - Parameters:
  ///   - number: of the customer, which decides the stream.
  ///   - orders: receives the orders before the end of the log, by time.
  ///   - events: receives the events before the end of the log, by time.
  /// - Returns: the truth.
  func draw(
    _ number: Int, orders: inout [SimulatedOrder], events: inout [SimulatedEvent]
  ) -> CustomerTruth {
    orders.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    var random = RandomSource(seed: parameters.seed, stream: UInt64(number))
    var truth = CustomerTruth(number: number)
    truth.born = random.uniform() * end
    truth.purchaseRate =
      random.gamma(shape: parameters.purchase.shape) / parameters.purchase.rate
    truth.dropoutRate = random.gamma(shape: parameters.dropout.shape) / parameters.dropout.rate
    // A rate that underflowed to 0 never drops out.
    truth.dies = truth.born + random.exponential() / truth.dropoutRate
    let spendRate = random.gamma(shape: parameters.spend.q) / parameters.spend.gamma
    truth.meanSpend = parameters.spend.p / spendRate
    truth.isAlive = truth.dies > end
    let treated = assign(&truth, &random)
    let rate = OrderRate(
      own: truth.purchaseRate, season: season, raised: treated.range, uplift: treated.uplift)
    if truth.isAlive {
      truth.expectedOrders = rate.expectedOrders(
        from: end, to: horizonEnd, dropoutRate: truth.dropoutRate)
    }
    drawOrders(&truth, rate, spendRate: spendRate, into: &orders, &random)
    if let saving { save(&truth, by: saving, rate, spendRate: spendRate, &orders) }
    if parameters.engagement > 0 {
      EngagementProcess(parameters, truth: truth).draw(orders, into: &events, &random)
      if truth.isTreated == true, let contact {
        events.append(SimulatedEvent(day: contact + 8.0 / 24, kind: .mailing))
      }
      // No two that differ are equal here, so that the way of sorting does not show.
      events.sort {
        ($0.day, $0.kind.rawValue, $0.hundredths ?? -1)
          < ($1.day, $1.kind.rawValue, $1.hundredths ?? -1)
      }
      if parameters.behaviour == true {
        BehaviourProcess(parameters).add(to: &events, of: truth, orders: orders)
      }
    }
    return truth
  }

  /// Draws whether the customer is contacted, and says when the rate of orders is raised.
  private func assign(
    _ truth: inout CustomerTruth, _ random: inout RandomSource
  ) -> (range: ClosedRange<Double>?, uplift: Double) {
    guard let treatment = parameters.treatment, let contact else { return (nil, 0) }
    // Drawn for everybody, so that a later first order shifts no other draw.
    let isTreated = random.chance(treatment.share)
    guard truth.born < contact else { return (nil, 0) }
    let effect = contact...contact + Double(treatment.days)
    truth.isTreated = isTreated
    if truth.dies > contact {
      truth.treatmentEffect = OrderRate(
        own: truth.purchaseRate, season: season, raised: effect, uplift: treatment.uplift
      ).expectedEffect(dropoutRate: truth.dropoutRate)
    }
    return (isTreated ? effect : nil, treatment.uplift)
  }

  /// Adds the order that a contact may have brought, and tells what a contact at the log's end would.
  ///
  /// From a stream of its own, so that all other draws are those without it.
  private func save(
    _ truth: inout CustomerTruth, by saving: SavingContact, _ rate: OrderRate, spendRate: Double,
    _ orders: inout [SimulatedOrder]
  ) {
    guard let contact, let days = parameters.treatment?.days else { return }
    func probability(from start: Double, _ days: Int) -> Double {
      rate.orderProbability(
        from: start, to: start + Double(days), dropoutRate: truth.dropoutRate)
    }
    if let isTreated = truth.isTreated, truth.dies > contact,
      let customer = ObservedCustomer(orders, before: contact)
    {
      let chance = saving.chance(of: customer)
      truth.treatmentEffect = chance * (1 - probability(from: contact, days))
      let last = min(truth.dies, contact + Double(days))
      var random = RandomSource(
        seed: parameters.seed, stream: Self.saveStreams + UInt64(truth.number))
      let isSaved = random.chance(chance)
      if isTreated, isSaved, !orders.contains(where: { (contact..<last).contains($0.day) }) {
        let day = contact + (last - contact) * random.uniform()
        let order = Habits(&random).order(
          at: day, amount: random.gamma(shape: parameters.spend.p) / spendRate, &random)
        orders.insert(order, at: orders.firstIndex { $0.day > day } ?? orders.count)
        truth.orders += 1
      }
    }
    let chance = ObservedCustomer(orders, before: end).map(saving.chance) ?? 0
    if truth.isAlive { truth.orderProbability = probability(from: end, parameters.horizonDays) }
    truth.orderProbabilityIfContacted =
      truth.orderProbability
      + (truth.isAlive ? chance * (1 - truth.orderProbability) : 0)
  }

  private static let saveStreams: UInt64 = 1 << 41

  /// Orders until the end of the horizon, of which only those before the end of the log are kept.
  private func drawOrders(
    _ truth: inout CustomerTruth, _ rate: OrderRate, spendRate: Double,
    into orders: inout [SimulatedOrder], _ random: inout RandomSource
  ) {
    let habits = Habits(&random)
    let last = min(truth.dies, horizonEnd)
    var day = truth.born
    while day < last {
      let order = habits.order(
        at: day, amount: random.gamma(shape: parameters.spend.p) / spendRate, &random)
      if day < end {
        truth.orders += 1
        orders.append(order)
      } else {
        truth.actualOrders += 1
        truth.actualCents += order.cents
      }
      // Candidates at the highest rate, each taken with the share that its own time has of it (Lewis
      // & Shedler 1979).
      repeat {
        day += random.exponential() / rate.highest
      } while day < last && !random.chance(rate(day) / rate.highest)
    }
  }
}

/// What a customer likes, and how their orders look.
private struct Habits {
  private let category: Int
  private let channel: Channel
  private let discountShare: Double
  private let returnShare: Double

  init(_ random: inout RandomSource) {
    category = random.index(below: CustomerProcess.categories.count)
    channel = Self.channel(&random)
    // Beta numbers as gammas over their sum.
    discountShare = Self.share(1.5, 4, &random)
    returnShare = Self.share(1.2, 14, &random)
  }

  func order(at day: Double, amount: Double, _ random: inout RandomSource) -> SimulatedOrder {
    var pieces = 1
    while pieces < 20, random.chance(0.35) { pieces += 1 }
    return SimulatedOrder(
      day: day, cents: max(1, Int(min(amount, 1e9) * 100 + 0.5)), pieces: pieces,
      category: random.chance(0.45)
        ? category : random.index(below: CustomerProcess.categories.count),
      channel: random.chance(0.7) ? channel : Self.channel(&random),
      discount: random.chance(discountShare) ? 5 + 5 * random.index(below: 8) : 0,
      returnedDay: random.chance(returnShare) ? day + 3 + 25 * random.uniform() : nil)
  }

  private static func channel(_ random: inout RandomSource) -> Channel {
    let u = random.uniform()
    return u < 0.5 ? .web : u < 0.8 ? .app : u < 0.95 ? .store : .phone
  }

  private static func share(_ a: Double, _ b: Double, _ random: inout RandomSource) -> Double {
    let first = random.gamma(shape: a)
    return first / (first + random.gamma(shape: b))
  }
}
