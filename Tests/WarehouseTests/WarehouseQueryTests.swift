import Features
import Foundation
import Interventions
import Lifetime
import Models
import Reporting
import Scoring
import Testing
import Warehouse

@Suite struct WarehouseQueryTests {
  private static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func query(_ dialect: SQLDialect) throws -> WarehouseQuery {
    let model = try ModelFolder.read(
      Self.repository.appendingPathComponent("models/cdnow-sample").path)
    return try WarehouseQuery(
      model,
      WarehouseQuery.Settings(
        dialect: dialect, row: ScoreColumn.customers.map(\.rawValue),
        economics: Economics(saveRate: SaveRate(0.1), contactCost: 0),
        discounting: Discounting(annualRate: 0.1)))
  }

  /// A feature that nobody has said in SQL is named here, so that none is forgotten.
  @Test func everyFeatureIsSaidButThoseOfChannels() {
    let unsaid = FeatureCatalogue.current.definitions.filter { $0.sql == nil }
    #expect(unsaid.map(\.name).sorted() == ["distinct_channels", "top_channel_share"])
  }

  /// The text of a stored model, which `.ci/warehouses` runs: whatever changes it is looked at.
  @Test func theTextIsStable() throws {
    let text = try query(.duckdb).document
    let golden = Self.repository.appendingPathComponent("Tests/Golden/warehouse/cdnow-sample.sql")
    if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: golden)
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
  }

  @Test(arguments: SQLDialect.allCases)
  func columnsAreThoseOfTheRowAndEachOnce(dialect: SQLDialect) throws {
    let query = try query(dialect)
    let row = ScoreColumn.customers.map(\.rawValue)
    #expect(Array(query.columns.prefix(row.count)) == row)
    #expect(Set(query.columns).count == query.columns.count)
    #expect(query.columns.contains("feature_orders_365_to_usual"))
    // An exact decimal, or a whole number divided, would round: constants have exponents.
    let plain = query.text.split { " (),\n".contains($0) }.filter { word in
      word.contains(".") && !word.contains("e") && Double(word) != nil && word != "2440587.5"
    }
    #expect(plain.isEmpty, "\(plain)")
  }

  /// Quantiles of Student's t by SciPy 1.17: `stats.t.ppf(1 - p, freedom)`.
  @Test func silencesAreQuantilesOfStudent() throws {
    let text = try query(.duckdb).text
    for (freedom, expected) in [
      (4, [0.7406970841126829, 1.533206274058944, 2.600761995049775]),
      (100, [0.6769510430114717, 1.290074761346516, 1.9023697037899532]),
    ] {
      let start = try #require(text.range(of: "(\(freedom).0e0, "))
      let end = try #require(text[start.upperBound...].firstIndex(of: ")"))
      let found = text[start.upperBound..<end].split(separator: ",").compactMap {
        Double($0.drop { $0 == " " })
      }
      #expect(found.count == 3)
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-11 * b, "\(a) \(b)") }
    }
  }

  /// What cannot be said is NULL and named: never another number.
  @Test func whatIsNotSaidIsNamed() throws {
    let query = try query(.duckdb)
    #expect(query.unsaidFeatures.contains("pieces_per_order"))
    #expect(query.text.contains("CAST(NULL AS DOUBLE) AS feature_pieces_per_order"))
    let named = query.unsaid.flatMap(\.columns)
    for column in ["e_score", "journey", "reason_1"] {
      #expect(named.contains(column))
      #expect(query.text.contains(" AS \(column)\n") || query.text.contains(" AS \(column),\n"))
    }
    for column in [
      "churn_probability", "rank", "list", "action", "contact_on", "predicted_clv_low",
    ] {
      #expect(!named.contains(column), "\(column)")
    }
  }
}

@Suite struct TrainingQueryTests {
  private func text(
    _ dialect: SQLDialect, share: Double = 1, horizonInDays: Int = 90
  ) -> String {
    var settings = TrainingQuery.Settings(dialect: dialect, horizonInDays: horizonInDays)
    settings.table.others = [:]
    settings.share = share
    return TrainingQuery(settings).text
  }

  /// Who is drawn is a matter of the id's MD5 alone, which `.ci/warehouses` compares with Python's.
  @Test func aShareIsAPartOfTheHashes() {
    #expect(text(.duckdb, share: 0.5).contains("SUBSTR(MD5(customer_id), 1, 8) < '80000000'"))
    #expect(text(.bigquery, share: 0.01).contains("TO_HEX(MD5(customer_id))"))
    #expect(text(.postgres, share: 0.25).contains("COLLATE \"C\" < '40000000'"))
    #expect(!text(.sqlite).contains("MD5"))
    #expect(!SQLDialect.sqlite.draws)
  }

  /// The dates of `train` on a log of two years, as days before its end: the plan's, and those a year before.
  @Test func theDatesAreThoseOfThePlan() throws {
    let body = text(.duckdb)
    let start = try #require(body.range(of: "distances AS ("))
    let end = try #require(body[start.upperBound...].range(of: ") AS v"))
    let days = body[start.upperBound..<end.lowerBound].split { "(),\n ".contains($0) }
      .compactMap { Double($0) }.map { Int($0) }
    for distance in [0, 90, 180, 990, 455, 545, 365, 335, 95] { #expect(days.contains(distance)) }
    #expect(days == days.sorted() && Set(days).count == days.count)
  }

  @Test(arguments: SQLDialect.allCases)
  func columnsAreThoseThatTrainTakes(dialect: SQLDialect) {
    let body = text(dialect)
    for name in ["as_of", "orders_in_horizon", "refund_policy", "net_millionths_in_window"] {
      #expect(body.contains(" AS \(name),"), "\(name)")
    }
    #expect(!body.contains("pieces_per_order"))
    #expect(body.contains("f_own_gap AS own_gap"))
  }
}

@Suite struct WarehouseTableTests {
  /// Whatever stands in a query as a name can be nothing else.
  @Test(arguments: ["orders", "shop.orders", "a.b.c", "_x1"])
  func plainNamesAreNames(name: String) {
    #expect(WarehouseTable.isName(name, ofTable: true))
  }

  @Test(arguments: [
    "", "1a", "a b", "a;drop table b", "a--b", "\"a\"", "a.", ".a", "a.b.c.d", "ä", "a'b",
  ])
  func othersAreNot(name: String) {
    #expect(!WarehouseTable.isName(name, ofTable: true))
  }

  @Test func aColumnHasNoPoint() { #expect(!WarehouseTable.isName("a.b")) }
}

@Suite struct ScoreAgreementTests {
  private func agreement(_ ours: String, _ theirs: String) -> ScoreAgreement {
    var agreement = ScoreAgreement(columns: [("x", false)], unknown: [])
    agreement.addCustomer()
    agreement.compare(0, of: "a", ours: ours, theirs: theirs)
    return agreement
  }

  @Test(arguments: [
    ("1", "1.0"), ("0.1", "0.10000000009"), ("0", "1e-13"), ("act", "act"), ("", ""),
    ("'=1", "=1"), ("1e300", "1e300"),
  ])
  func theseAgree(ours: String, theirs: String) {
    #expect(agreement(ours, theirs).agrees)
  }

  @Test(arguments: [
    ("0.1", "0.1000000002"), ("act", "none"), ("", "0"), ("1", "-1"), ("1", "nan"), ("1", "inf"),
    ("1998-07-01", "1998-07-02"),
  ])
  func theseDoNot(ours: String, theirs: String) {
    let found = agreement(ours, theirs)
    #expect(!found.agrees)
    #expect(found.columns[0].differing == 1)
    #expect(found.columns[0].examples.map(\.theirs) == [theirs])
  }

  @Test func aColumnThatIsEmptyForEverybodyIsNotCompared() {
    let found = agreement("1", "")
    #expect(found.agrees)
    #expect(found.columns[0].isLeftEmpty)
  }

  @Test func oneEmptyCellDiffers() {
    var found = agreement("1", "")
    found.compare(0, of: "b", ours: "2", theirs: "2")
    #expect(!found.agrees)
  }

  @Test func customersOfOneSideDiffer() {
    var missing = agreement("1", "1")
    missing.addMissing("b")
    #expect(!missing.agrees)
    #expect(!ScoreAgreement(columns: [], unknown: ["z"]).agrees)
    // An engine's word for nothing is nothing, but where it may be a name.
    var nulls = ScoreAgreement(columns: [("x", false), ("y", true)], unknown: [])
    for column in 0...1 { nulls.compare(column, of: "a", ours: "", theirs: "NULL") }
    #expect(nulls.columns.map(\.differing) == [0, 1] && nulls.columns.map(\.nullTexts) == [0, 1])
    nulls.compare(0, of: "b", ours: "1", theirs: "NULL")
    #expect(nulls.columns[0].differing == 1 && nulls.columns[0].nullTexts == 0)
  }

  @Test func tiesAreCounted() {
    var found = ScoreAgreement(columns: [("churn_rank", false)], unknown: [])
    found.compare(0, of: "a", ours: "1", theirs: "2") { $0 == "2" }
    #expect(found.agrees)
    #expect(found.columns[0].ties == 1)
  }
}

/// Expected orders as the query adds them up, against the sums of the program over counts of orders.
@Suite struct DropoutRuleTests {
  private func process(
    _ r: Double, _ alpha: Double, _ a: Double, _ b: Double, losesNew: Bool = true
  ) -> BetaGeometricProcess {
    BetaGeometricProcess(
      model: losesNew ? .mbgNBD : .bgNBD, r: r, alpha: alpha, a: a, b: b)
  }

  @Test(arguments: [
    (1.4, 9.8, 0.29, 420), (0.7, 69, 0.49, 0.86), (0.24, 4.4, 0.79, 2.4), (3, 30, 0.02, 0.1),
    (0.5, 6, 8, 40), (2, 20, 300, 3_000),
  ])
  func ordersAreThoseOfTheProgram(r: Double, alpha: Double, a: Double, b: Double) throws {
    for losesNew in [true, false] {
      let process = process(r, alpha, a, b, losesNew: losesNew)
      let rule = DropoutRule(process)
      #expect(rule.isFaithful(horizonInDays: 365))
      for (frequency, tenure) in [(0, 1.0), (0, 400), (3, 100), (40, 365), (150, 900)] {
        let customer = PurchaseSummary(
          frequency: frequency, recency: frequency == 0 ? 0 : tenure, tenure: tenure)
        for days in [14.0, 365] {
          let found = try #require(rule.expectedOrders(customer, within: days))
          let expected =
            process.expectedOrders(customer, within: days) / process.probabilityAlive(customer)
          #expect(abs(found - expected) <= 1e-9 * expected, "\(frequency), \(tenure), \(days)")
        }
      }
    }
  }

  @Test(arguments: [2, 3, 4, 6, 12])
  func ordersOfRegularBuyersAreThoseOfTheProgram(regularity: Int) throws {
    for (r, alpha, a, b) in [(1.4, 9.8, 0.29, 420.0), (0.24, 4.4, 0.79, 2.4), (0.5, 6, 8, 40)] {
      for losesNew in [true, false] {
        let process = BetaGeometricProcess(
          model: BetaGeometric(losesNewCustomers: losesNew, regularity: regularity), r: r,
          alpha: alpha, a: a, b: b)
        let rule = DropoutRule(process)
        for days in [14.0, 365] {
          let isFaithful = rule.isFaithful(horizonInDays: days)
          #expect(isFaithful)
          for (frequency, recency, tenure) in [
            (0, 0.0, 1.0), (0, 0, 400), (3, 100, 100), (3, 60, 100), (40, 350, 365),
            (150, 700, 900),
          ] {
            let customer = PurchaseSummary(frequency: frequency, recency: recency, tenure: tenure)
            let found = try #require(rule.expectedOrders(customer, within: days))
            let expected =
              process.expectedOrders(customer, within: days) / process.probabilityAlive(customer)
            #expect(
              abs(found - expected) <= 1e-8 * expected + 1e-10,
              "\(r), \(frequency), \(recency), \(tenure), \(days): \(found), \(expected)")
          }
        }
      }
    }
  }

  /// Chances to drop out that nobody can have are not told, rather than told wrongly.
  @Test func whereTheNodesMissItIsNotFaithful() {
    #expect(!DropoutRule(process(0.5, 10, 1_000, 0.01)).isFaithful(horizonInDays: 365))
  }

  @Test func beyondManyOrdersNothingIsTold() {
    let customer = PurchaseSummary(frequency: 900, recency: 365, tenure: 365)
    #expect(DropoutRule(process(1, 10, 0.3, 2)).expectedOrders(customer, within: 365) == nil)
  }
}
