import Dense
import Files
import Interventions
import Scoring
import TestSupport
import Testing
import Units

/// Score rows that are given back to a plan: whoever may not be contacted stays so, and no cell is passed over.
@Suite struct GivenScoresTests {
  private static let header = [
    "customer_id", "churn_probability", "silent_probability", "value_if_kept", "value_if_not",
    "average_order_value", "predicted_clv", "price_low", "reliable", "list", "why_not", "as_of",
  ]

  /// Two customers who are worth an offer; the second with other cells.
  private func rows(
    without left: String? = nil, _ cells: [String: String] = [:]
  ) -> String {
    let usual = [
      "churn_probability": "0.5", "silent_probability": "0.4", "value_if_kept": "100",
      "value_if_not": "0", "average_order_value": "30", "predicted_clv": "50", "price_low": "",
      "reliable": "yes", "list": "act", "why_not": "", "as_of": "2026-01-01",
    ]
    let names = Self.header.filter { $0 != left }
    func line(_ id: String, _ cells: [String: String]) -> String {
      names.map { $0 == "customer_id" ? id : cells[$0] ?? usual[$0] ?? "" }
        .joined(separator: ",") + "\n"
    }
    return names.joined(separator: ",") + "\n" + line("a", [:]) + line("b", cells)
  }

  private func plan(_ csv: String, evenIfUnreliable: Bool = false) throws -> RetentionPlan {
    let folder = try TemporaryFolder()
    var offer = OfferTerms(name: "voucher", saveRate: .one(try SaveRate(0.2)))
    offer.contactCost = FixedDecimal(mantissa: 100, scale: 2)
    offer.incentive = .shareOfOrder(0.1)
    var terms = PlanTerms(
      offers: [offer], scoredWith: try Economics(saveRate: SaveRate(0.1), contactCost: 0))
    terms.takesUnreliable = evenIfUnreliable
    return try Planning(
      terms, scores: PreviousScores(path: folder.write(csv, to: "scores.csv"), keepsAll: true),
      sheet: nil, state: ContactState(), key: nil, day: nil, workers: .one
    ).plan()
  }

  /// Why the second customer gets nothing; nil where there is an offer.
  private func whyNot(_ csv: String, evenIfUnreliable: Bool = false) throws -> PlanWhyNot? {
    let plan = try plan(csv, evenIfUnreliable: evenIfUnreliable)
    #expect(plan.rows.first { $0.customer == "a" }?.arm == .treat)
    return try #require(plan.rows.first { $0.customer == "b" }).whyNot
  }

  @Test func whoeverMayNotBeContactedIsNot() throws {
    #expect(try whyNot(rows()) == nil)
    #expect(try whyNot(rows(["why_not": "no_consent"])) == .noConsent)
    #expect(try whyNot(rows(["why_not": "no_consent"]), evenIfUnreliable: true) == .noConsent)
    let error = #expect(throws: PlanningError.self) { try plan(rows(without: "why_not")) }
    guard case .scores(.notAllColumns(_, "why_not", let columns)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(columns.contains("list"))
  }

  @Test(arguments: ["no", "NO", "FALSE", "false", "f", "0"])
  func anUnreliableProbabilityIsNotActedOn(spelling: String) throws {
    let csv = rows(["reliable": spelling])
    #expect(try whyNot(csv) == .unreliable)
    #expect(try whyNot(csv, evenIfUnreliable: true) == nil)
    #expect(try whyNot(rows(["reliable": spelling, "why_not": "long_inactive"])) == .unreliable)
    #expect(try whyNot(rows(["reliable": spelling, "why_not": "weak_model"])) == .weakModel)
  }

  @Test func withoutTheColumnOfReliabilityTheReasonTellsIt() throws {
    #expect(try whyNot(rows(without: "reliable")) == nil)
    #expect(try whyNot(rows(without: "reliable", ["why_not": "unreliable"])) == .unreliable)
    for spelling in ["TRUE", "true", "1"] {
      #expect(try whyNot(rows(["reliable": spelling])) == nil)
    }
  }

  @Test(arguments: [
    ("why_not", "NO_CONSENT"), ("why_not", "no consent"), ("list", "later"),
    ("reliable", "perhaps"), ("reliable", ""), ("value_if_kept", "x"), ("value_if_kept", "1e308"),
    ("value_if_kept", "-1e15"), ("value_if_not", "1e18"), ("value_if_not", "inf"),
    ("silent_probability", "x"), ("silent_probability", "2"), ("silent_probability", "-1"),
    ("silent_probability", "nan"), ("average_order_value", "1e18"), ("predicted_clv", "1,5"),
    ("price_low", "cheap"), ("churn_probability", "1.1"),
  ])
  func aCellThatNoRunWritesIsRefused(column: String, found: String) throws {
    let cell = found.contains(",") ? "\"\(found)\"" : found
    let error = #expect(throws: PreviousScoresError.self) { try plan(rows([column: cell])) }
    guard case .badCell(_, 3, column, found, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// The largest amounts that are read: no sum of gains overflows, and others keep their offers.
  @Test(arguments: [
    ["value_if_kept": "-1e12"], ["value_if_not": "1e12"], ["average_order_value": "1e12"],
    ["value_if_kept": "-1e12", "value_if_not": "1e12", "average_order_value": "1e12"],
  ])
  func theLargestLossIsNoTrap(cells: [String: String]) throws {
    #expect(try whyNot(rows(cells)) == .noGain)
  }

  @Test func theLargestGainLeavesOthersTheirs() throws {
    #expect(try whyNot(rows(["value_if_kept": "1e12"])) == nil)
  }
}
