import Ingestion
import Models
import Scoring
import Training
import Units

private let day = Day(number: 20_000)
private let place = ContractError.Place(file: "c.csv", line: 7)

extension ContractError: Sampled {
  static func sample(after previous: ContractError?) -> ContractError? {
    switch previous {
    case nil:
      .column(
        .absent("began", file: "c.csv", .start, found: ["begun", "ended"]))
    case .column(.absent): .column(.inTwoRoles("ended", first: .end, second: .reason))
    case .column(.inTwoRoles):
      .column(.neededByModel(["plan"], file: "c.csv", found: ["begun", "ended"]))
    case .column:
      .datesInTwoForms(
        place, column: "ended", read: "2026-01-31", readRows: 1_200, unread: "31/01/2026",
        unreadRows: 90)
    case .datesInTwoForms:
      .datesInOtherForm(place, column: "ended", found: "31/01/2026", rows: 1_290)
    case .datesInOtherForm:
      .endsBeforeStart(place, column: "ended", end: day - 3, start: day, rows: 2)
    case .endsBeforeStart:
      .overlapping(place, id: "k1", start: day, other: 3, otherEnd: day + 9, contracts: 1)
    case .overlapping(_, _, _, _, .some, _):
      .overlapping(place, id: "k1", start: day, other: 3, otherEnd: nil, contracts: 4)
    case .overlapping:
      .versionsDisagree(
        place, id: "k1", column: "began", .start, found: "2024-10-01", other: 3,
        otherFound: "2024-09-01")
    case .versionsDisagree(_, _, _, .start, _, _, _):
      .versionsDisagree(
        place, id: "k1", column: "ended", .end, found: "", other: 3, otherFound: "2024-09-01")
    case .versionsDisagree(_, _, _, .end, _, _, _):
      .versionsDisagree(
        place, id: "k1", column: "why", .reason, found: "moved", other: 3, otherFound: "cancelled")
    case .versionsDisagree:
      .versionsOfOneDate(place, id: "k1", column: "from", from: day, other: 3)
    case .versionsOfOneDate(_, _, _, .some, _):
      .versionsOfOneDate(place, id: "k1", column: "from", from: nil, other: 3)
    case .versionsOfOneDate:
      .datesAfterToday(place, column: "ended", found: day + 9_000, rows: 3, latest: day)
    case .datesAfterToday(_, _, _, _, .some):
      .datesAfterToday(place, column: "ended", found: day + 9_000, rows: 3, latest: nil)
    case .datesAfterToday: .noEnds(file: "c.csv", column: "ended", contracts: 1_200, asOf: day)
    case .noEnds: .noneBegun(file: "c.csv", column: "begun", contracts: 1_200, asOf: day)
    case .noneBegun:
      .unknownReason(
        "left", option: .running, file: "c.csv", column: "why", found: ["cancelled", "moved"])
    case .unknownReason(_, option: .running, _, _, _):
      .unknownReason(
        "left", option: .cause, file: "c.csv", column: "why", found: ["cancelled", "moved"])
    case .unknownReason: .noReasonColumn(.cause)
    case .noReasonColumn(.cause): .noReasonColumn(.running)
    case .noReasonColumn:
      .reasonsWithoutEnds(place, column: "why", found: "cancelled", rows: 12, end: "ended")
    case .reasonsWithoutEnds: .tooManyReasons(7_445, most: 20, file: "c.csv", column: "why")
    case .tooManyReasons:
      .tooManyPeriods(place, found: 4_000, most: 1_200, period: "1w", isOfModel: false, asOf: nil)
    case .tooManyPeriods(_, _, _, _, false, nil):
      .tooManyPeriods(place, found: 4_000, most: 1_200, period: "1w", isOfModel: false, asOf: day)
    case .tooManyPeriods(_, _, _, _, false, _):
      .tooManyPeriods(place, found: 4_000, most: 1_200, period: "1w", isOfModel: true, asOf: day)
    case .tooManyPeriods(_, _, _, _, true, _?):
      .tooManyPeriods(place, found: 4_000, most: 1_200, period: "1w", isOfModel: true, asOf: nil)
    case .tooManyPeriods: .termNotWholePeriods(term: "52w", period: "1m")
    case .termNotWholePeriods: nil
    }
  }
}

extension ContractTrainingError: Sampled {
  static func sample(after previous: ContractTrainingError?) -> ContractTrainingError? {
    switch previous {
    case nil: .tooFewEnds(found: 8, needed: 20, by: day, contracts: 300)
    case .tooFewEnds: .noneInForce(day, contracts: 12)
    case .noneInForce:
      .oneOutcome(day, contracts: 300, ended: 0, periods: 12, period: "1m")
    case .oneOutcome(_, _, ended: 0, _, _):
      .oneOutcome(day, contracts: 300, ended: 300, periods: 12, period: "1m")
    case .oneOutcome: .evaluationOutside(day, first: day + 10, last: day + 400)
    case .evaluationOutside: nil
    }
  }
}

extension ContractScoringError: Sampled {
  static func sample(after previous: ContractScoringError?) -> ContractScoringError? {
    switch previous {
    case nil: .noneInForce(file: "c.csv", asOf: day, contracts: 300)
    case .noneInForce: nil
    }
  }
}
