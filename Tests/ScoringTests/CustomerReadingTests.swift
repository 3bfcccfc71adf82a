import Interventions
import Models
import Scoring
import Testing

/// No row says two things: every combination of rhythm, probability, list and reason is looked at.
@Suite struct CustomerReadingTests {
  private static let probabilities = (0...100).map { Double($0) / 100 }
  private static let stages = [
    nil, "acquisition", "onboarding", "active", "retention", "loyalty", "likely to become inactive",
    "inactive",
  ]

  private static func readings() -> [(reading: CustomerReading, p: Double)] {
    Lapse.allCases.filter { $0 != .notDue }.flatMap { lapse in
      probabilities.flatMap { p in
        stages.flatMap { stage in
          [nil, -100, 0, 89, 90, 200].map { due in
            (
              CustomerReading(
                lapse: lapse, lifecycle: stage, churnProbability: p, daysToDue: due,
                horizonInDays: 90),
              p
            )
          }
        }
      }
    }
  }

  @Test func lapseAgreesWithTheProbability() {
    for (reading, p) in Self.readings() {
      switch reading.lapse {
      case .lost: #expect(p >= 0.5)
      case .highRisk: #expect(p >= 0.2)
      case .onTime: #expect(p <= 0.75)
      case .notDue: #expect(p > 0.75)
      case .skippedOnce, nil: break
      }
    }
  }

  @Test func stagesAgreeWithLapse() {
    for (reading, _) in Self.readings() where reading.lifecycle != nil {
      switch reading.lapse {
      case .lost: #expect(reading.lifecycle == "inactive")
      case .highRisk, .skippedOnce: #expect(reading.lifecycle == "likely to become inactive")
      case .onTime, .notDue:
        #expect(!["inactive", "likely to become inactive"].contains(reading.lifecycle))
      case nil: break
      }
    }
  }

  /// Within its bounds the rhythm has the word, and a further rhythm is never a better label.
  @Test func labelsRiseWithRhythmAndProbability() {
    func place(_ lapse: Lapse, _ p: Double) -> Int {
      let told = CustomerReading(
        lapse: lapse, lifecycle: nil, churnProbability: p, daysToDue: nil, horizonInDays: 90
      ).lapse
      return told.flatMap(Lapse.allCases.firstIndex) ?? -1
    }
    for p in Self.probabilities {
      let row = Lapse.allCases.dropFirst().map { place($0, p) }
      #expect(row == row.sorted())
    }
    for lapse in Lapse.allCases.dropFirst() {
      let column = Self.probabilities.map { place(lapse, $0) }
      #expect(column == column.sorted())
      #expect(place(lapse, 0.6) == Lapse.allCases.firstIndex(of: lapse))
    }
  }

  @Test func aYearlyBuyerIsNotDue() {
    func told(daysToDue: Double?) -> Lapse? {
      CustomerReading(
        lapse: .onTime, lifecycle: "active", churnProbability: 0.97, daysToDue: daysToDue,
        horizonInDays: 90
      ).lapse
    }
    #expect(told(daysToDue: 164) == .notDue)
    #expect(told(daysToDue: 20) == .highRisk)
    #expect(told(daysToDue: nil) == .highRisk)
  }

  /// Nobody on the list is to be left alone, and nobody without consent is to be written to.
  @Test func stepsAgreeWithTheList() {
    let lapses: [Lapse?] = [nil] + Lapse.allCases
    for p in Self.probabilities {
      for lapse in lapses {
        func step(_ list: InterventionList?, _ why: WhyNot?) -> NextStep? {
          NextStep(list: list, whyNot: why, lapse: lapse, churnProbability: p)
        }
        #expect([.bestOffer, .reminder, .attention].contains(step(.act, nil)))
        #expect(step(.winBack, .longInactive) == .winBack)
        #expect(step(InterventionList.none, .noConsent) == .noMessage)
        #expect(step(nil, nil) == nil)
        let left = step(InterventionList.none, .noGain)
        #expect(left == nil || left == .leaveAlone)
        if lapse == .lost || lapse == .highRisk || p > 0.5 { #expect(left == .leaveAlone) }
        let unsure = step(InterventionList.none, .uncertainGain)
        #expect(unsure == nil || unsure == .wait)
        if lapse == .lost || lapse == .highRisk || p > 0.5 { #expect(unsure == .wait) }
        for doubt in [WhyNot.weakModel, .unreliable] {
          #expect(step(InterventionList.none, doubt) == nil)
        }
      }
    }
  }
}
