import Interventions
import TestSupport
import Testing

@Suite struct EconomicsTests {
  /// `interventions.json`, computed by `interventions.py` with mpmath.
  private struct Reference: Decodable {
    struct Lift: Decodable {
      let p: Double
      let rate: Double
      let lift: Double
    }
    struct Factor: Decodable {
      let rate: Double
      let days: Double
      let factor: Double
    }
    let lifts: [Lift]
    let factors: [Factor]
  }

  @Test func liftAgreesWithMpmath() throws {
    for point in try oracle("interventions.json", as: Reference.self).lifts {
      let lift = try SaveRate(point.rate).lift(churnProbability: point.p)
      // A few roundings of well-conditioned terms.
      #expect(relativeDifference(lift, point.lift) < 1e-15, "p \(point.p), rate \(point.rate)")
    }
  }

  @Test func discountingAgreesWithMpmath() throws {
    for point in try oracle("interventions.json", as: Reference.self).factors {
      let factor = try Discounting(annualRate: point.rate).factor(afterDays: point.days)
      #expect(relativeDifference(factor, point.factor) < 4e-15, "\(point.rate), \(point.days)")
    }
    #expect(try Discounting(annualRate: 0.1).factor(afterDays: 0) == 1)
  }

  @Test(arguments: [0, 0.01, 0.1, 0.3, 0.4999])
  func liftIsTheSaveRateAtAnEvenChanceAndNothingAtTheEnds(rate: Double) throws {
    let saveRate = try SaveRate(rate)
    #expect(abs(saveRate.lift(churnProbability: 0.5) - rate) < 1e-15)
    #expect(saveRate.lift(churnProbability: 0) == 0)
    #expect(saveRate.lift(churnProbability: 1) == 0)
  }

  /// The peak lies at p = σ(δ/2) and is tanh(δ/4): set the derivative of s to 0.
  @Test(arguments: [0.05, 0.1, 0.3])
  func liftPeaksJustAboveTheMiddle(rate: Double) throws {
    let saveRate = try SaveRate(rate)
    // δ = ln((½ + rate) ÷ (½ − rate)), so √(e^δ) needs no exponential.
    let root = ((0.5 + rate) / (0.5 - rate)).squareRoot()
    let peak = root / (1 + root)
    #expect(
      relativeDifference(saveRate.lift(churnProbability: peak), (root - 1) / (root + 1)) < 1e-14)
    let lifts = (0...1_000).map { saveRate.lift(churnProbability: Double($0) / 1_000) }
    for index in 1...1_000 {
      if Double(index) / 1_000 <= peak { #expect(lifts[index] > lifts[index - 1]) }
      if Double(index - 1) / 1_000 >= peak { #expect(lifts[index] < lifts[index - 1]) }
    }
  }

  @Test func liftRisesWithTheSaveRateAndNeverExceedsTheChurnProbability() throws {
    for p in [1e-12, 0.01, 0.3, 0.7, 0.99] {
      var last = -1.0
      for step in 0..<50 {
        let lift = try SaveRate(Double(step) / 100).lift(churnProbability: p)
        #expect(lift > last && lift < p)
        last = lift
      }
    }
  }

  @Test func figuresRecomputeFromEachOther() throws {
    var generator = SeededGenerator(seed: 9)
    let economics = try Economics(saveRate: SaveRate(0.1), contactCost: 2.5)
    for _ in 0..<1_000 {
      let p = Double.random(in: 0...1, using: &generator)
      let kept = Double.random(in: -50...500, using: &generator)
      let not = Double.random(in: -50...100, using: &generator)
      // Of one who is surely still a customer.
      let prospect = economics.prospect(
        churnProbability: p, orderIfCustomer: 1 - p, valueIfKept: kept, valueIfNot: not)
      // What is expected and what is at risk make up what a kept customer is worth.
      #expect(abs(prospect.predictedCLV + prospect.clvAtRisk - kept) < 1e-12 * (1 + abs(kept)))
      #expect(abs(prospect.expectedGain + 2.5 - prospect.lift * (kept - not)) < 1e-12)
      // A saved share of the risk: s·(kept − not) = (s/p)·clvAtRisk.
      #expect(prospect.lift <= p)
    }
  }

  @Test func constantsByHand() throws {
    let prospect = try Economics(saveRate: SaveRate(0.1), contactCost: 1)
      .prospect(churnProbability: 0.5, orderIfCustomer: 0.5, valueIfKept: 100, valueIfNot: 20)
    #expect(prospect.predictedCLV == 60)
    #expect(prospect.clvAtRisk == 40)
    #expect(abs(prospect.expectedGain - 7) < 1e-13)
  }

  /// Two kinds of people, of whom only p and the mean of those who do not order are known.
  ///
  /// A share has left and spends nothing; of the others w order, worth `kept`, and the rest are worth v.
  @Test func anAttemptReachesThoseWhoAreStillCustomers() throws {
    var generator = SeededGenerator(seed: 19)
    let saveRate = try SaveRate(0.1)
    let economics = try Economics(saveRate: saveRate, contactCost: 3)
    for _ in 0..<1_000 {
      let customers = Double.random(in: 0.01...1, using: &generator)
      let w = Double.random(in: 0.01...0.99, using: &generator)
      let kept = Double.random(in: 0...500, using: &generator)
      let v = Double.random(in: 0...kept, using: &generator)
      let p = 1 - customers * w
      let not = customers * (1 - w) * v / p
      let found = economics.prospect(
        churnProbability: p, orderIfCustomer: w, valueIfKept: kept, valueIfNot: not)
      let lift = customers * saveRate.lift(churnProbability: 1 - w)
      #expect(abs(found.lift - lift) < 1e-12)
      #expect(abs(found.expectedGain - (lift * (kept - v) - 3)) < 1e-9)
    }
  }

  /// Certainties, and a lifetime model that says less than the churn model does.
  @Test(arguments: [(0.0, 0.5), (1.0, 0.5), (1.0, 0.0), (0.0, 0.0), (0.3, 0.2), (0.7, 1.0)])
  func gainsAreFiniteAtTheEnds(p: Double, w: Double) throws {
    let found = try Economics(saveRate: SaveRate(0.1), contactCost: 0).prospect(
      churnProbability: p, orderIfCustomer: w, valueIfKept: 100, valueIfNot: 10)
    #expect(found.expectedGain.isFinite && found.lift >= 0 && found.lift <= p)
    if p == 0 || p == 1 { #expect(found.expectedGain == 0) }
  }

  @Test func figuresThatMakeNoSenseAreRefused() {
    for rate in [-0.01, 0.5, 1, .nan, .infinity] {
      #expect(throws: ParameterError.self) { try SaveRate(rate) }
    }
    for cost in [-1, .nan, .infinity] {
      #expect(throws: ParameterError.self) {
        try Economics(saveRate: SaveRate(0.1), contactCost: cost)
      }
    }
    for rate in [-0.1, .nan, .infinity] {
      #expect(throws: ParameterError.self) { try Discounting(annualRate: rate) }
    }
    #expect(throws: ParameterError.saveRate(0.7)) { try SaveRate(0.7) }
  }
}
