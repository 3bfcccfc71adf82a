import Dense
import Interventions
import Testing

@Suite struct OfferTests {
  /// The chance of still being a customer comes back out of the gain that it went into.
  @Test func takesTheCustomerOutOfAScoredGain() throws {
    var random = RandomSource(seed: 11)
    for _ in 0..<2_000 {
      let economics = try Economics(
        saveRate: SaveRate(0.01 + 0.4 * random.uniform()), contactCost: 3 * random.uniform())
      let p = 0.001 + 0.998 * random.uniform()
      let w = min(1, (1 - p) + (p * random.uniform()))
      let (kept, not) = (1 + 500 * random.uniform(), 0.5 * random.uniform())
      let scored = economics.prospect(
        churnProbability: p, orderIfCustomer: w, valueIfKept: kept, valueIfNot: not)
      let found = try #require(
        CustomerProspect(
          churnProbability: p, valueIfKept: kept, valueIfNot: not, scoredWith: economics,
          expectedGain: scored.expectedGain))
      // With any other offer the two agree as well.
      let other = try Economics(saveRate: SaveRate(0.07), contactCost: 1)
      let expected = other.prospect(
        churnProbability: p, orderIfCustomer: w, valueIfKept: kept, valueIfNot: not)
      let offer = OfferEconomics(
        effect: .saveRate(other.saveRate), contactCost: 1, incentiveCost: 0, useRate: 1, margin: 1)
      #expect(abs(offer.expectation(of: found).gain - expected.expectedGain) < 1e-6 * kept)
    }
  }

  @Test func refusesAGainThatOtherAssumptionsMade() throws {
    let stated = try Economics(saveRate: SaveRate(0.1), contactCost: 0)
    let other = try Economics(saveRate: SaveRate(0.3), contactCost: 0)
    let scored = other.prospect(
      churnProbability: 0.5, orderIfCustomer: 0.5, valueIfKept: 100, valueIfNot: 0)
    #expect(
      CustomerProspect(
        churnProbability: 0.5, valueIfKept: 100, valueIfNot: 0, scoredWith: stated,
        expectedGain: scored.expectedGain) == nil)
  }

  /// p = ½, save rate 10 %: 10 more of 100 order, 60 use the incentive, 50 of whom would have ordered.
  @Test func countsIncentivesForThoseWhoStayAnyway() throws {
    let customer = CustomerProspect(
      churnProbability: 0.5, stillCustomer: 1, valueIfKept: 100, valueIfNot: 20)
    let offer = OfferEconomics(
      effect: .saveRate(try SaveRate(0.1)), contactCost: 1, incentiveCost: 5, useRate: 1,
      margin: 0.5)
    let expected = offer.expectation(of: customer)
    #expect(abs(expected.lift - 0.1) < 1e-15)
    #expect(abs(expected.grossGain - 4) < 1e-13)
    #expect(abs(expected.cost - 4) < 1e-13)
    #expect(abs(expected.paidToStayers - 2.5) < 1e-13)
    #expect(abs(expected.gain) < 1e-13)
    // At the incentive of 5 nothing is left.
    #expect(abs(try #require(expected.breakEvenIncentive) - 5) < 1e-12)
  }

  /// A measured lift stands for itself, up to all who are still customers and would not order, and down to
  /// all who would.
  @Test func aMeasuredLiftIsTakenAsItIs() {
    let customer = CustomerProspect(
      churnProbability: 0.6, stillCustomer: 0.7, valueIfKept: 100, valueIfNot: 10)
    func expected(_ lift: Double) -> OfferEconomics.Expectation {
      OfferEconomics(
        effect: .lift(lift), contactCost: 1, incentiveCost: 2, useRate: 0.5, margin: 0.5
      ).expectation(of: customer)
    }
    // A silent customer who is still one is worth 0.6 · 10 ÷ 0.3 = 20: 0.5 · 0.1 · (100 − 20) = 4.
    #expect(abs(expected(0.1).grossGain - 4) < 1e-12)
    // 1 + 0.5 · (0.4 + 0.1) · 2 = 1.5.
    #expect(abs(expected(0.1).cost - 1.5) < 1e-12)
    #expect(abs(expected(-0.1).grossGain + 4) < 1e-12)
    #expect(abs(expected(0.9).lift - 0.3) < 1e-12 && expected(-0.9).lift == -0.4)
  }

  /// Kept from ordering is no gain, though hardly anybody here is silent and still a customer.
  ///
  /// One who is would be worth 0.6 · 10 ÷ 0.02 = 300, more than who is kept.
  @Test func aContactThatDrivesAwayIsNoGain() {
    let customer = CustomerProspect(
      churnProbability: 0.6, stillCustomer: 0.42, valueIfKept: 100, valueIfNot: 10)
    let expected = OfferEconomics(
      effect: .lift(-0.1), contactCost: 1, incentiveCost: 0, useRate: 1, margin: 1
    ).expectation(of: customer)
    #expect(expected.lift == -0.1 && expected.grossGain == 0 && expected.gain == -1)
  }

  @Test func theCurveIsTheSumOfGainsInOrder() {
    let curve = ProfitCurve(gains: [1, -2, 3, -4], ranking: [2, 0, 1, 3])
    #expect(curve.points.map(\.length) == [0, 1, 2, 3, 4])
    #expect(curve.points.map(\.profit) == [0, 3, 4, 2, -2])
    #expect(curve.best.length == 2 && curve.best.profit == 4)
    #expect(curve.profit(ofFirst: 3) == 2)
  }
}

@Suite struct HoldOutTests {
  private struct People {
    var lots: [UInt64] = []
    var risks: [Double] = []
    var values: [Double] = []

    init(_ count: Int, seed: UInt64) {
      var random = RandomSource(seed: seed)
      for _ in 0..<count {
        lots.append(random.next())
        risks.append(random.uniform())
        values.append(100 * random.uniform())
      }
    }
  }

  @Test func holdsTheShareOfEveryStratum() throws {
    let people = People(2_503, seed: 1)
    let holdOut = try #require(HoldOut(share: 0.1))
    let isHeld = holdOut.drawn(
      lots: people.lots, risks: people.risks, values: people.values,
      kept: people.lots.map { _ in nil })
    #expect((250...251).contains(isHeld.count { $0 }))
    // Fifths of risk have ten or eleven more or fewer at most: five strata, one remainder each.
    let byRisk = people.risks.indices.sorted { people.risks[$0] < people.risks[$1] }
    for part in 0..<5 {
      let members = byRisk[part * 500..<(part + 1) * 500]
      #expect(abs(members.count { isHeld[$0] } - 50) <= 6)
    }
  }

  /// Whatever the strata, nobody is spared for ever: of 400 draws each of 50 customers is left out in about
  /// 40 (standard deviation 6).
  @Test func everybodysChanceIsTheShare() throws {
    let people = People(50, seed: 4)
    let holdOut = try #require(HoldOut(share: 0.1))
    var times = [Int](repeating: 0, count: 50)
    var random = RandomSource(seed: 9)
    for _ in 0..<400 {
      let isHeld = holdOut.drawn(
        lots: people.lots.map { _ in random.next() }, risks: people.risks, values: people.values,
        kept: people.lots.map { _ in nil })
      for (customer, isHeld) in isHeld.enumerated() where isHeld { times[customer] += 1 }
    }
    #expect(times.allSatisfy { (15...65).contains($0) }, "\(times)")
    #expect((1_900...2_100).contains(times.reduce(0, +)))
  }

  @Test func doesNotDependOnTheOrderOfRows() throws {
    let people = People(700, seed: 2)
    let holdOut = try #require(HoldOut(share: 0.2))
    let straight = holdOut.drawn(
      lots: people.lots, risks: people.risks, values: people.values,
      kept: people.lots.map { _ in nil })
    let order = Array(people.lots.indices).reversed()
    let turned = holdOut.drawn(
      lots: order.map { people.lots[$0] }, risks: order.map { people.risks[$0] },
      values: order.map { people.values[$0] }, kept: people.lots.map { _ in nil })
    #expect(Array(turned.reversed()) == straight)
  }

  @Test func keepsEarlierArms() throws {
    let people = People(300, seed: 3)
    let kept: [Bool?] = people.lots.indices.map { $0 < 100 ? $0.isMultiple(of: 2) : nil }
    let isHeld = try #require(HoldOut(share: 0.1)).drawn(
      lots: people.lots, risks: people.risks, values: people.values, kept: kept)
    for customer in 0..<100 { #expect(isHeld[customer] == customer.isMultiple(of: 2)) }
    #expect(isHeld[100...].count { $0 } == 20)
    #expect(HoldOut(share: 1) == nil && HoldOut(share: -0.1) == nil && HoldOut(share: .nan) == nil)
  }
}
