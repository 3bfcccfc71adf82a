import Experiments
import Ingestion
import Intake
import Reporting
import Training
import Units

extension ExperimentError: Sampled {
  static func sample(after previous: ExperimentError?) -> ExperimentError? {
    switch previous {
    case nil: .figure(.alpha, found: 2)
    case .figure(let figure, _):
      switch figure {
      case .alpha: .figure(.power, found: 0.01)
      case .power: .figure(.baselineRate, found: 1.2)
      case .baselineRate: .figure(.treatedRate, found: 1.01)
      case .treatedRate: .figure(.standardDeviation, found: -3)
      case .standardDeviation: .figure(.effect, found: 0)
      case .effect: .figure(.correlation, found: 1)
      case .correlation: .figure(.skewness, found: .infinity)
      case .skewness: .figure(.armShare, found: 0)
      case .armShare: .figure(.customers, found: 0)
      case .customers: .figure(.look, found: 0)
      case .look: .figure(.margin, found: 0)
      case .margin: .figure(.contactCost, found: -1)
      case .contactCost: .figure(.incentiveCost, found: -1)
      case .incentiveCost: .tooFewArms(["offer"])
      }
    case .tooFewArms: .repeatedArm("offer")
    case .repeatedArm: .sharesDoNotAddUp(sum: 0.9)
    case .sharesDoNotAddUp: .noSuchControl("none", arms: ["a", "b"])
    case .noSuchControl: .tooFewInArm("offer", found: 1, needed: 200)
    case .tooFewInArm: .constantOutcome("bought")
    case .constantOutcome: .constantInArm("bought", arm: "offer")
    case .constantInArm: .uselessCovariates(["spend_before"])
    case .uselessCovariates: .tooManyColumns(found: 2_345, most: 500, widest: "city")
    case .tooManyColumns: .noShares(column: "silent", columns: ["age", "city"])
    case .noShares: .badShare(column: "silent", file: "may.csv", line: 7, found: 1.2)
    case .badShare: .noOverlap(lowest: 0.0001, highest: 0.9999)
    case .noOverlap: nil
    }
  }
}

extension ExperimentFileError: Sampled {
  static func sample(after previous: ExperimentFileError?) -> ExperimentFileError? {
    switch previous {
    case nil:
      .badRows(
        [
          RejectedRow(
            file: "may.csv", line: 9, column: "arm", found: "offer", expected: .oneArm("control"),
            reason: .repeatedCustomer)
        ], count: 2, read: 500)
    case .badRows: .noShares(file: "may.csv")
    case .noShares: .noStart(file: "may.csv")
    case .noStart: .withoutOutcome(count: 12, of: 500, first: "C7", file: "results.csv")
    case .withoutOutcome: .nobodyInBoth(assignment: "may.csv", outcomes: "results.csv")
    case .nobodyInBoth:
      .unclearTreatment(column: "segment", found: ["a", "b", "c"], file: "table.csv")
    case .unclearTreatment:
      .noSuchTreatment("d", column: "segment", found: ["a", "b", "c"], file: "table.csv")
    case .noSuchTreatment: .nothingToLearnFrom(file: "table.csv")
    case .nothingToLearnFrom: nil
    }
  }
}

extension LoggedOutcomesError: Sampled {
  static func sample(after previous: LoggedOutcomesError?) -> LoggedOutcomesError? {
    let day = Day(number: 20_000)
    return switch previous {
    case nil: .assignedAfterLog(count: 3, lastAssigned: day + 9, logEnds: day)
    case .assignedAfterLog: .noWindowOver(windowInDays: 30, logEnds: day, from: day + 12)
    case .noWindowOver: nil
    }
  }
}
