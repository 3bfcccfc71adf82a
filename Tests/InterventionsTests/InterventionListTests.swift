import Interventions
import TestSupport
import Testing

@Suite struct InterventionListTests {
  /// H = 90: silent beyond 180 days and beyond four own gaps.
  @Test(
    arguments: [
      (180, 10.0, 5.0, InterventionList.act), (181, 10.0, 5.0, .winBack), (181, 45.25, 5.0, .act),
      (181, 45.0, -5.0, .winBack), (181, nil, 5.0, .winBack), (180, nil, 5.0, .act),
      (10, nil, 0.0, .none), (10, 3.0, -1.0, .none), (10, 1.0, 1e-9, .act),
      (400, 100.0, 0.0, .none),
      (401, 100.0, 0.0, .winBack),
    ] as [(Int, Double?, Double, InterventionList)])
  func listOfOneCustomer(days: Int, gap: Double?, gain: Double, list: InterventionList) {
    let found = InterventionDecision(
      .init(daysSinceLastOrder: days, ownGap: gap, churnProbability: 0.5, expectedGain: gain),
      horizonInDays: 90)
    #expect(found.list == list)
    #expect(
      found.whyNot == (list == .act ? nil : list == .winBack ? .longInactive : .noGain))
  }

  /// Who is likely to order is not won back; without consent there is no list at all; doubt keeps from acting.
  @Test func whatElseDecides() {
    func decision(
      silence: Int, risk: Double = 0.6, gain: Double = 5, low: Double? = nil, consent: Bool = true,
      doubt: WhyNot? = nil
    ) -> InterventionDecision {
      InterventionDecision(
        .init(
          daysSinceLastOrder: silence, ownGap: 10, churnProbability: risk, expectedGain: gain,
          lowGain: low, mayBeContacted: consent, doubt: doubt),
        horizonInDays: 90)
    }
    #expect(decision(silence: 300).list == .winBack)
    #expect(decision(silence: 300, risk: 0.49).list == .act)
    #expect(decision(silence: 300, risk: 0.49, gain: 0).whyNot == .noGain)
    #expect(decision(silence: 30, low: 0.1).list == .act)
    #expect(decision(silence: 30, low: 0).whyNot == .uncertainGain)
    #expect(decision(silence: 30, gain: 0, low: -1).whyNot == .noGain)
    #expect(decision(silence: 30, low: -1, doubt: .unreliable).whyNot == .unreliable)
    #expect(decision(silence: 300, consent: false).whyNot == .noConsent)
    #expect(decision(silence: 30, consent: false).list == .none)
    #expect(decision(silence: 30, doubt: .weakModel).whyNot == .weakModel)
    #expect(decision(silence: 30, doubt: .unreliable).list == .none)
    #expect(decision(silence: 300, doubt: .weakModel).list == .winBack)
  }

  @Test func listsAreSpeltAsInTheFile() {
    #expect(InterventionList.allCases.map(\.rawValue) == ["act", "win_back", "none"])
  }

  @Test func rankFollowsListGainProbabilityAndId() {
    let lists: [InterventionList] = [.none, .winBack, .act, .act, .act, .act, .winBack]
    let gains: [Double] = [99, 1, 5, 7, 5, 5, 2]
    let probabilities = [0.9, 0.9, 0.3, 0.1, 0.4, 0.3, 0.9]
    #expect(
      rankedCustomers(
        lists: lists, expectedGains: gains, churnProbabilities: probabilities, ties: <)
        == [3, 4, 2, 5, 6, 1, 0])
  }

  /// Against a stable sort by one key after the other, the least first.
  @Test func agreesWithSuccessiveStableSorts() {
    var generator = SeededGenerator(seed: 21)
    for size in [0, 1, 2, 7, 100, 3_000] {
      let lists = (0..<size).map { _ in
        InterventionList.allCases.randomElement(using: &generator) ?? .none
      }
      let gains = (0..<size).map { _ in Double(Int.random(in: -9...9, using: &generator)) / 4 }
      let risks = (0..<size).map { _ in Double(Int.random(in: 0...4, using: &generator)) / 4 }
      let place = Dictionary(
        uniqueKeysWithValues: zip(InterventionList.allCases, 0...))
      var expected = Array(0..<size)
      expected.sort { risks[$0] > risks[$1] }
      expected.sort { gains[$0] > gains[$1] }
      expected.sort { place[lists[$0], default: 9] < place[lists[$1], default: 9] }
      let ranked = rankedCustomers(
        lists: lists, expectedGains: gains, churnProbabilities: risks, ties: <)
      #expect(ranked == expected)
    }
  }

  @Test func gainsThatAreNoNumbersStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = rankedCustomers(
        lists: [.act], expectedGains: [.nan], churnProbabilities: [0.5], ties: <)
    }
  }
}
