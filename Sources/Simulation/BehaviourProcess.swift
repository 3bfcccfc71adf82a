internal import Dense

/// Behaviour beside the plain log: pages of a session, reasons, touches, friends and trouble.
///
/// Drawn from streams of its own, so that orders and plain events are the same with it and without.
struct BehaviourProcess {
  private static let streams: UInt64 = 1 << 40
  /// One customer in so many was brought by the customer before.
  static let referralEvery = 10
  /// For so many customers there is one who looks and never orders.
  static let prospectEvery = 20

  private let parameters: SimulationParameters
  private let end: Double

  init(_ parameters: SimulationParameters) {
    self.parameters = parameters
    end = Double(parameters.logDays)
  }

  private func random(_ number: Int) -> RandomSource {
    RandomSource(seed: parameters.seed, stream: Self.streams + UInt64(number))
  }

  /// When a customer orders first: the first draw of their own stream.
  private func born(_ number: Int) -> Double {
    var random = RandomSource(seed: parameters.seed, stream: UInt64(number))
    return random.uniform() * end
  }

  /// Adds behaviour to a customer's events, which are by time.
  func add(
    to events: inout [SimulatedEvent], of truth: CustomerTruth, orders: [SimulatedOrder]
  ) {
    var random = random(truth.number)
    // What the customer seeks: price, reviews, trends or nothing.
    let benefit = random.index(below: 4)
    var added: [SimulatedEvent] = []
    for index in events.indices {
      switch events[index].kind {
      case .visit: addPages(after: events[index].day, benefit, to: &added, &random)
      case .productView:
        events[index].detail = .category(random.index(below: CustomerProcess.categories.count))
      case .cartAbandonment where random.chance(0.5):
        events[index].detail = .reason(random.index(below: SimulatedDetail.reasons.count))
      case .supportTicket where random.chance(0.4): events[index].kind = .complaint
      default: break
      }
    }
    for order in orders where random.chance(0.12) {
      let touched = order.day - random.uniform() * 2
      let kind: SimulatedEventKind = random.chance(0.5) ? .adClick : .socialClick
      if touched >= 0 { added.append(SimulatedEvent(day: touched, kind: kind)) }
    }
    if random.chance(0.04) {
      let day = truth.born + random.uniform() * (end - truth.born)
      added.append(SimulatedEvent(day: day, kind: .unsubscribe))
    }
    addFriends(of: truth, to: &added)
    events += added.filter { $0.day < end }
    events.sort {
      ($0.day, $0.kind.rawValue, $0.hundredths ?? -1)
        < ($1.day, $1.kind.rawValue, $1.hundredths ?? -1)
    }
  }

  /// The pages of a session, seconds after it began.
  private func addPages(
    after start: Double, _ benefit: Int, to events: inout [SimulatedEvent],
    _ random: inout RandomSource
  ) {
    let second = 1.0 / 86_400
    let category = random.index(below: CustomerProcess.categories.count)
    let pages: [(kind: SimulatedEventKind, share: Double)] = [
      (.homeView, 0.7), (.demoView, 0.08), (.categoryView, 0.45), (.search, 0.2),
      (.saleView, benefit == 0 ? 0.5 : 0.04), (.reviewRead, benefit == 1 ? 0.5 : 0.04),
      (.trendView, benefit == 2 ? 0.5 : 0.04),
    ]
    for (place, page) in pages.enumerated() where random.chance(page.share) {
      events.append(
        SimulatedEvent(
          day: start + Double(place + 1) * second, kind: page.kind,
          detail: page.kind == .categoryView ? .category(category) : nil))
    }
  }

  private func addFriends(of truth: CustomerTruth, to events: inout [SimulatedEvent]) {
    let number = truth.number
    if number % Self.referralEvery == 1, born(number - 1) < truth.born {
      events.append(
        SimulatedEvent(day: truth.born, kind: .referredBy, detail: .customer(number - 1)))
    }
    let friend = number + 1
    if friend % Self.referralEvery == 1, friend < parameters.customers {
      let day = born(friend)
      if truth.born < day {
        events.append(SimulatedEvent(day: day, kind: .referral, detail: .customer(friend)))
      }
    }
  }

  /// The events of somebody who looks and never orders.
  func prospectEvents(_ number: Int) -> [SimulatedEvent] {
    var random = random(number + (1 << 39))
    var events: [SimulatedEvent] = []
    let sessions = 1 + random.index(below: 3)
    for _ in 0..<sessions {
      let day = end * (0.7 + 0.3 * random.uniform())
      events.append(SimulatedEvent(day: day, kind: .visit, hundredths: 3_000))
      addPages(after: day, 3, to: &events, &random)
    }
    return events.filter { $0.day < end }.sorted {
      ($0.day, $0.kind.rawValue) < ($1.day, $1.kind.rawValue)
    }
  }

  /// What the customers file says.
  func person(_ number: Int) -> SimulatedPerson {
    var random = random(number + (1 << 38))
    let age = 6_570 + random.index(below: 20_000)
    let answers = random.chance(0.3)
    return SimulatedPerson(
      ageInDays: age, need: answers ? random.index(below: SimulatedPerson.needs.count) : nil,
      preference: answers ? random.index(below: SimulatedPerson.preferences.count) : nil)
  }
}
