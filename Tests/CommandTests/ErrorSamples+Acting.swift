import Ingestion
import Intake
import Reporting
import Scoring
import Units

private let day = Day(number: 20_000)
private let columns = ["customer_id", "email", "mail", "accepts_marketing"]

extension SheetError: Sampled {
  static func sample(after previous: SheetError?) -> SheetError? {
    let file = "customers.csv"
    func cell(_ column: String, _ found: String, _ expected: Expectation) -> Self {
      .badCell(file: file, line: 3, column: column, found: found, expected)
    }
    return switch previous {
    case nil: .unreadable(.noRows(files: [file]))
    case .unreadable: .otherFields(file: file, line: 3, found: "4 fields")
    case .otherFields: .noID(file: file, columns: columns, fits: [])
    case .noID(_, _, []): .noID(file: file, columns: columns, fits: ["client", "user"])
    case .noID: .noColumn(file: file, column: "date", columns: columns)
    case .noColumn: cell("customer_id", "", .id)
    case .badCell(_, _, _, _, .id): cell("customer_id", "C7", .idOnce)
    case .badCell(_, _, _, _, .idOnce): cell("date", "soon", .date)
    case .badCell(_, _, _, _, .date): cell("churn_risk", "1.2", .probability)
    case .badCell(_, _, _, _, .probability): cell("as_of", "2026-01-31", .oneDate)
    case .badCell(_, _, _, _, .oneDate): cell("horizon_days", "60", .oneHorizon)
    case .badCell(_, _, _, _, .oneHorizon): cell("arm", "both", .oneOf(["treat", "hold_out"]))
    case .badCell(_, _, _, _, .oneOf): cell("own_gap", "12 days", .number)
    case .badCell(_, _, _, _, .number): cell("orders_in_window", "1.5", .wholeNumber)
    case .badCell(_, _, _, _, .wholeNumber): cell("window_days", "180", .asAbove)
    case .badCell(_, _, _, _, .asAbove): cell("first_order_day", "0001-01-01", .dayFrom(day))
    case .badCell(_, _, _, _, .dayFrom): cell("first_order_day", "2050-01-01", .dayBefore(day))
    case .badCell(_, _, _, _, .dayBefore): cell("as_of", "2050-01-01", .dayUpTo(day))
    case .badCell(_, _, _, _, .dayUpTo): cell("days_since_last_order", "900", .daysUpTo(365))
    case .badCell(_, _, _, _, .daysUpTo): cell("customer_id", "C7", .oncePerDate)
    case .badCell: nil
    }
  }
}

extension MonitoredScoresError: Sampled {
  static func sample(after previous: MonitoredScoresError?) -> MonitoredScoresError? {
    let file = "vendor.csv"
    return switch previous {
    case nil: .sheet(.noColumn(file: file, column: "churn_risk", columns: columns))
    case .sheet: .noDate(file: file)
    case .noDate: .noHorizon(file: file)
    case .noHorizon: .horizonOpen(asOf: day, horizonInDays: 90, lastOrder: day + 30)
    case .horizonOpen: .beforeLog(asOf: day, firstOrder: day + 30)
    case .beforeLog: .modelSawOutcomes(labelsEnd: day + 10, asOf: day)
    case .modelSawOutcomes: .nobodyKnown(file: file)
    case .nobodyKnown: nil
    }
  }
}

extension AudienceError: Sampled {
  static func sample(after previous: AudienceError?) -> AudienceError? {
    let file = "customers.csv"
    return switch previous {
    case nil: .sheet(.noColumn(file: "plan.csv", column: "customer_id", columns: ["id", "arm"]))
    case .sheet:
      .scores(
        .badCell(
          file: "scores.csv", line: 3, column: "why_not", found: "NO_CONSENT",
          .list(["no_consent", "no_gain"])))
    case .scores: .neitherPlanNorScores(file: "rows.csv", columns: ["customer_id", "risk"])
    case .neitherPlanNorScores: .armToName(file: "may.csv", arms: ["control", "letter"])
    case .armToName: .noSuchArm("gift", file: "may.csv", arms: ["control", "letter"])
    case .noSuchArm(_, _, let arms) where !arms.isEmpty:
      .noSuchArm("gift", file: "scores.csv", arms: [])
    case .noSuchArm: .noColumn(.phone, file: file, columns: columns, fits: [])
    case .noColumn(_, _, _, []):
      .noColumn(.email, file: file, columns: columns, fits: ["email", "mail"])
    case .noColumn: .noConsentColumn(file: file, columns: columns, fits: [])
    case .noConsentColumn(_, _, []):
      .noConsentColumn(file: file, columns: columns, fits: ["agreed", "accepts_marketing"])
    case .noConsentColumn: .noSuchField(.zip, .braze)
    case .noSuchField: .partOfAddress([.lastName, .zip], .googleAds)
    case .partOfAddress:
      .otherExport(file: "last.csv", columns: ["mail"], expected: ["Email", "perennial_offer"])
    case .otherExport: nil
    }
  }
}
