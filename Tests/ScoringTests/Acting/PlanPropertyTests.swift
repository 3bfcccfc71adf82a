import Dense
import Files
import Foundation
import Interventions
import Models
import Scoring
import TestSupport
import Testing
import Units

/// Random shops, offers, limits and states of contacts: no plan breaks what it was given.
///
/// The oracle adds up the rows of the plan and looks at the tables that it was made from.
@Suite struct PlanPropertyTests {
  private static let header =
    "customer_id,churn_probability,value_if_kept,value_if_not,expected_gain,days_since_last_order,"
    + "average_order_value,price_low,price_high,lapse,why_not,as_of,horizon_days"
  private static let today = Day(iso: "2026-03-01") ?? Day(number: 0)

  private struct Shop {
    var csv = PlanPropertyTests.header + "\n"
    var sheet = "customer_id,wants_mail,wants_calls\n"
    var refuses: [String: Set<String>] = [:]
    var noConsent: Set<String> = []
    var priceLow: [String: Double] = [:]

    init(_ random: inout RandomSource, economics: Economics) {
      for number in 0..<(1 + random.index(below: 30)) {
        let id = "c\(random.index(below: 10))-\(number)"
        let p = 0.01 + 0.98 * random.uniform()
        let kept = 200 * random.uniform()
        let w = min(1, (1 - p) + p * random.uniform())
        let scored = economics.prospect(
          churnProbability: p, orderIfCustomer: w, valueIfKept: kept, valueIfNot: 0)
        let low = 10 + 20 * random.uniform()
        let why = ["", "", "", "no_gain", "no_consent", "long_inactive", "unreliable"]
        let reason = why[random.index(below: why.count)]
        if reason == "no_consent" { noConsent.insert(id) }
        priceLow[id] = low
        let lapse = Lapse.allCases[random.index(below: Lapse.allCases.count)].rawValue
        csv +=
          "\(id),\(p),\(kept),0,\(scored.expectedGain),\(random.index(below: 300)),"
          + "\(5 + 50 * random.uniform()),\(low),\(low + 20),\(lapse),\(reason),2026-03-01,90\n"
        for column in ["wants_mail", "wants_calls"] where random.chance(0.4) {
          refuses[id, default: []].insert(column)
        }
        func word(_ column: String) -> String {
          refuses[id]?.contains(column) == true
            ? ["no", "", "never"][random.index(below: 3)] : "yes"
        }
        sheet += "\(id),\(word("wants_mail")),\(word("wants_calls"))\n"
      }
    }

    var ids: [String] { priceLow.keys.sorted() }
  }

  private func terms(_ random: inout RandomSource, economics: Economics) throws -> PlanTerms {
    func amount(_ most: Int) -> FixedDecimal {
      FixedDecimal(mantissa: Int64(random.index(below: most * 100 + 1)), scale: 2)
    }
    var offers: [OfferTerms] = []
    for number in 0..<(1 + random.index(below: 3)) {
      let rate = try SaveRate(0.01 + 0.4 * random.uniform())
      var offer = OfferTerms(
        name: "offer \(number)",
        saveRate: random.chance(0.3) ? .byLapse(["lost": rate], otherwise: rate) : .one(rate))
      offer.channel = ["mail", "calls"][random.index(below: 2)]
      if random.chance(0.6) { offer.consent = "wants_\(offer.channel ?? "")" }
      offer.contactCost = amount(1)
      switch random.index(below: 3) {
      case 0: offer.incentive = .amount(amount(8))
      case 1: offer.incentive = .shareOfOrder(0.01 + 0.3 * random.uniform())
      default: break
      }
      if random.chance(0.2) { offer.price = FixedDecimal(mantissa: 2_500, scale: 2) }
      if random.chance(0.3) { offer.coolDownInDays = random.index(below: 60) }
      if random.chance(0.3) { offer.mostContacts = random.index(below: 6) }
      if random.chance(0.3) { offer.isForWinBack = true }
      offers.append(offer)
    }
    var terms = PlanTerms(offers: offers, scoredWith: economics)
    if random.chance(0.6) { terms.budget = amount(40) }
    if random.chance(0.5) { terms.mostContacts = random.index(below: 12) }
    if random.chance(0.3) { terms.channelLimits = ["mail": random.index(below: 8)] }
    if random.chance(0.4) { terms.coolDownInDays = random.index(below: 40) }
    if random.chance(0.5) { terms.holdOutShare = 0.5 * random.uniform() }
    terms.countsExpectedUse = random.chance(0.3)
    return terms
  }

  @Test(arguments: 0..<10)
  func noPlanBreaksItsLimits(part: Int) throws {
    let folder = try TemporaryFolder()
    var treated = 0
    for round in part * 1_000..<(part + 1) * 1_000 {
      var random = RandomSource(seed: 77, stream: UInt64(round))
      let economics = try Economics(saveRate: SaveRate(0.1), contactCost: 0.5)
      let shop = Shop(&random, economics: economics)
      let terms = try terms(&random, economics: economics)
      let channels = Set(terms.offers.compactMap(\.channel))
      var limited = terms
      limited.channelLimits = terms.channelLimits.filter { channels.contains($0.key) }
      var past: [PlannedContact] = []
      for id in shop.ids where random.chance(0.4) {
        past.append(
          PlannedContact(
            customer: id, day: Self.today - random.index(below: 80),
            offer: "offer \(random.index(below: 3))", arm: random.chance(0.8) ? .treat : .holdOut))
      }
      let state = ContactState(past)
      let scores = try PreviousScores(
        path: folder.write(shop.csv, to: "scores.csv"), keepsAll: true)
      let sheet = try CustomerSheet(path: folder.write(shop.sheet, to: "customers.csv"))
      let plan = try Planning(
        limited, scores: scores, sheet: sheet, state: state,
        key: KeyedHash(key: Array("a salt \(round)".utf8)), day: nil, workers: .one
      ).plan()
      check(plan, limited, shop, past)
      treated += plan.summary.treated
    }
    // The test means nothing where no plan contacts anybody.
    #expect(treated > 2_000)
  }

  private func check(
    _ plan: RetentionPlan, _ terms: PlanTerms, _ shop: Shop, _ past: [PlannedContact]
  ) {
    let list = plan.rows.filter { $0.arm == .treat }
    let spent = list.reduce(Int64(0)) { $0 + ($1.cost ?? 0) }
    if let budget = terms.budget?.rescaled(to: plan.scale) { #expect(spent <= budget.mantissa) }
    if let most = terms.mostContacts { #expect(list.count <= most) }
    for (channel, most) in terms.channelLimits {
      #expect(list.count { $0.channel == channel } <= most)
    }
    let offers = Dictionary(uniqueKeysWithValues: terms.offers.map { ($0.name, $0) })
    for (name, offer) in offers {
      if let most = offer.mostContacts { #expect(list.count { $0.offer == name } <= most) }
    }
    #expect(Set(plan.rows.map(\.customer)).count == plan.rows.count)
    #expect(plan.rows.count == shop.ids.count)
    for row in plan.rows {
      #expect((row.arm == nil) == (row.offer == nil))
      #expect((row.arm == .treat) == (row.whyNot == nil))
      guard let arm = row.arm, let offer = row.offer.flatMap({ offers[$0] }) else { continue }
      let id = row.customer
      #expect(!shop.noConsent.contains(id))
      if let column = offer.consent { #expect(shop.refuses[id]?.contains(column) != true) }
      if let price = offer.price?.doubleValue, let low = shop.priceLow[id] {
        #expect(price >= low && price <= low + 20)
      }
      #expect(arm == .holdOut ? row.cost == 0 : row.expectedGain ?? -1 > 0)
      for contact in past where contact.customer == id && contact.day < plan.day {
        #expect(plan.day - contact.day >= terms.coolDownInDays)
        if contact.offer == offer.name {
          #expect(plan.day - contact.day >= offer.coolDownInDays)
        }
      }
      let latest = past.last { $0.customer == id && $0.day < plan.day }
      if terms.holdOutShare > 0, let latest { #expect(latest.arm == arm) }
    }
    #expect(terms.holdOutShare > 0 || plan.summary.heldOut == 0)
  }

  /// Any order of the rows, any number of threads, any day: the same customers are left alone.
  @Test func armsAndPlansDoNotDependOnTheOrderOfRows() throws {
    let folder = try TemporaryFolder()
    var random = RandomSource(seed: 5)
    let economics = try Economics(saveRate: SaveRate(0.1), contactCost: 0.5)
    let shop = Shop(&random, economics: economics)
    var terms = try terms(&random, economics: economics)
    terms.holdOutShare = 0.3
    terms.budget = FixedDecimal(mantissa: 900, scale: 2)
    for place in terms.offers.indices { terms.offers[place].consent = nil }
    let lines = shop.csv.split(separator: "\n")
    func plan(_ rows: [Substring], _ workers: Workers) throws -> [String] {
      let path = try folder.write(
        ([lines[0]] + rows).joined(separator: "\n") + "\n", to: "scores.csv")
      return try Planning(
        terms, scores: try PreviousScores(path: path, keepsAll: true), sheet: nil,
        state: ContactState(), key: KeyedHash(key: Array("secret".utf8)), day: nil, workers: workers
      ).plan().rows.map { "\($0)" }
    }
    let straight = try plan(Array(lines.dropFirst()), 1)
    #expect(try plan(lines.dropFirst().reversed(), 3) == straight)
  }
}
