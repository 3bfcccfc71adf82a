internal import Dense
internal import RealModule

/// What a customer does besides ordering, and what the shop sends.
///
/// Interest is in proportion to √λ and fades over the last 60 days before dropout, from all to 15 %;
/// afterwards 6 % remain. Mailings go on, because the shop does not know who left. Tickets come eight
/// times as often in the last 45 days before dropout.
struct EngagementProcess {
  private static let mailingEveryDays = 30.0
  private static let fadingDays = 60.0
  private static let troubleDays = 45.0
  private static let interestAfterDropout = 0.06

  private let level: Double
  private let interest: Double
  private let truth: CustomerTruth
  private let end: Double

  init(_ parameters: SimulationParameters, truth: CustomerTruth) {
    self.truth = truth
    level = parameters.engagement
    end = Double(parameters.logDays)
    let mean = parameters.purchase.shape / parameters.purchase.rate
    interest = (truth.purchaseRate / mean).squareRoot()
  }

  func draw(
    _ orders: [SimulatedOrder], into events: inout [SimulatedEvent], _ random: inout RandomSource
  ) {
    // Own eagerness beyond what orders tell: gamma of mean 1.
    let eagerness = random.gamma(shape: 2) / 2
    drawMailings(eagerness, into: &events, &random)
    drawPoints(perDay: 0.011 * eagerness * interest, &random) { day, random in
      drawSession(at: day, into: &events, &random)
    }
    drawPoints(perDay: 0.0006 * interest, &random) { day, _ in
      events.append(SimulatedEvent(day: day, kind: .referral))
    }
    drawTickets(into: &events, &random)
    for order in orders { drawTraces(of: order, into: &events, &random) }
  }

  /// How interested the customer is, as a share of the usual.
  private func fading(_ day: Double) -> Double {
    guard day < truth.dies else { return Self.interestAfterDropout }
    return min(1, 0.15 + 0.85 * (truth.dies - day) / Self.fadingDays)
  }

  /// A Poisson process that fades, from the first order to the end of the log.
  private func drawPoints(
    perDay rate: Double, _ random: inout RandomSource,
    _ take: (Double, inout RandomSource) -> Void
  ) {
    let rate = rate * level
    guard rate > 0 else { return }
    var day = truth.born
    while true {
      day += random.exponential() / rate
      guard day < end else { return }
      if random.chance(fading(day)) { take(day, &random) }
    }
  }

  private func drawMailings(
    _ eagerness: Double, into events: inout [SimulatedEvent], _ random: inout RandomSource
  ) {
    let gap = Self.mailingEveryDays / level
    let openShare = min(0.9, 0.4 * eagerness)
    // Mailings go out in the morning, to everybody on the same days.
    var day = (truth.born / gap).rounded(.up) * gap + 9.0 / 24
    while day < end {
      events.append(SimulatedEvent(day: day, kind: .mailing))
      if random.chance(openShare * fading(day)) {
        let opened = day + random.exponential() * 0.4
        if opened < end { events.append(SimulatedEvent(day: opened, kind: .emailOpen)) }
        let clicked = opened + 2.0 / 1_440
        if random.chance(0.22), clicked < end {
          events.append(SimulatedEvent(day: clicked, kind: .emailClick))
          drawSession(at: clicked, into: &events, &random)
        }
      }
      day += gap
    }
  }

  /// A session: a visit of some seconds, products looked at, maybe one put into the cart and left.
  private func drawSession(
    at start: Double, into events: inout [SimulatedEvent], _ random: inout RandomSource
  ) {
    let seconds = Int(120 * random.exponential()) + 5
    events.append(SimulatedEvent(day: start, kind: .visit, hundredths: 100 * seconds))
    var day = start
    var price = 0
    repeat {
      day += random.exponential() / 1_440
      price = 100 * (10 + random.index(below: 200))
      if day < end {
        events.append(SimulatedEvent(day: day, kind: .productView, hundredths: price))
      }
    } while random.chance(0.4)
    guard random.chance(0.35) else { return }
    let leaves = 1 - 0.5 * fading(start)
    for (minutes, kind, share) in [
      (1.0, SimulatedEventKind.cartAdd, 1.0), (31.0, .cartAbandonment, leaves),
    ] {
      let later = day + minutes / 1_440
      if random.chance(share), later < end {
        events.append(SimulatedEvent(day: later, kind: kind, hundredths: price))
      }
    }
  }

  private func drawTickets(into events: inout [SimulatedEvent], _ random: inout RandomSource) {
    // At the highest rate, thinned to the usual one outside the last days.
    let usual = 0.0005 * level
    let factor = 8.0
    var day = truth.born
    while true {
      day += random.exponential() / (usual * factor)
      guard day < min(end, truth.dies) else { return }
      if truth.dies - day < Self.troubleDays || random.chance(1 / factor) {
        events.append(
          SimulatedEvent(
            day: day, kind: .supportTicket, hundredths: 100 * (1 + random.index(below: 3))))
      }
    }
  }

  /// What an order leaves behind: the session it ended, its coupon, a review days later.
  private func drawTraces(
    of order: SimulatedOrder, into events: inout [SimulatedEvent], _ random: inout RandomSource
  ) {
    if order.channel.isOnline, random.chance(min(1, 0.45 * level)) {
      let minutes = 4 + 10 * random.uniform()
      let start = max(0, order.day - minutes / 1_440)
      events.append(
        SimulatedEvent(day: start, kind: .visit, hundredths: 100 * Int(60 * minutes)))
      for (share, kind) in [(0.4, SimulatedEventKind.productView), (0.8, .cartAdd)] {
        events.append(
          SimulatedEvent(
            day: start + share * (order.day - start), kind: kind, hundredths: order.cents))
      }
    }
    if order.discount > 0, random.chance(0.5) {
      events.append(
        SimulatedEvent(day: order.day, kind: .couponRedemption, hundredths: 100 * order.discount))
    }
    let reviewed = order.day + 3 + 7 * random.uniform()
    let mark = 1 + Int(5 * random.uniform().squareRoot())
    if random.chance(min(1, 0.08 * level)), reviewed < min(end, truth.dies) {
      events.append(SimulatedEvent(day: reviewed, kind: .review, hundredths: 100 * mark))
    }
  }
}
